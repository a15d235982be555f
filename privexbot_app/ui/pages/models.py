"""The workspace's own keys for model providers."""

import reflex as rx
from reflex.vars import ObjectVar

from privexbot_app.ui.components.forms import field, text_field
from privexbot_app.ui.components.parts import card, loading, moment, page_head
from privexbot_app.ui.components.shell import private
from privexbot_app.ui.states.models import PROVIDERS, KeyRow, ModelsState, TroubleRow


@private("/models", "Models", ModelsState.load)
def add_models() -> rx.Component:
    return rx.fragment(
        page_head(
            "Models",
            note="Keys for models and rerank models. Each chatbot chooses among them on its Settings page.",
        ),
        rx.cond(
            ModelsState.is_loaded,
            rx.el.div(_troubles(), rx.cond(ModelsState.rows, _keys()), _new_key(), class_name="stack"),
            loading(2),
        ),
    )


def _troubles() -> rx.Component:
    return rx.cond(
        ModelsState.troubles,
        rx.el.div(rx.foreach(ModelsState.troubles, _trouble), id="troubles", class_name="stack", role="status"),
    )


def _trouble(trouble: ObjectVar[TroubleRow]) -> rx.Component:
    return rx.callout.root(
        rx.callout.icon(rx.icon("triangle-alert", size=16)),
        rx.callout.text(
            rx.el.strong(trouble.name),
            " is failing with ",
            trouble.model,
            ": ",
            trouble.sentence,
            " ",
            moment(trouble.at),
        ),
        color_scheme="amber",
        size="1",
    )


def _keys() -> rx.Component:
    return rx.el.ul(rx.foreach(ModelsState.rows, _key), class_name="rows", id="keys")


def _key(row: ObjectVar[KeyRow]) -> rx.Component:
    return rx.el.li(
        rx.el.span(rx.icon("key-round", size=18, aria_hidden="true"), class_name="row-icon"),
        rx.el.span(
            rx.el.strong(row.name, class_name="row-title"),
            rx.el.span(
                rx.el.span(row.provider),
                rx.cond(row.letters, rx.el.code(row.letters)),
                rx.cond(row.address, rx.el.span(row.address, class_name="clip")),
                class_name="row-facts",
            ),
            _trial(row),
            class_name="row-body",
        ),
        _delete(row),
        class_name="card source",
    )


def _trial(row: ObjectVar[KeyRow]) -> rx.Component:
    return rx.el.div(
        rx.form(
            rx.el.input(type="hidden", name="credential_id", value=row.id, read_only=True),
            rx.el.div(
                rx.input(name="model", default_value=row.example, aria_label=f"Model to try {row.name} with", size="2"),
                rx.button("Test connection", type="submit", size="2", variant="soft", loading=row.is_trying),
                class_name="row",
            ),
            on_submit=ModelsState.try_key,
        ),
        rx.el.div(
            rx.cond(
                row.outcome,
                rx.el.p(
                    rx.cond(row.is_good, rx.icon("circle-check", size=15), rx.icon("circle-alert", size=15)),
                    row.outcome,
                    class_name=rx.cond(row.is_good, "hint", "problem"),
                ),
            ),
            role="status",
        ),
        class_name="stack",
        style={"gap": "8px", "marginTop": "8px"},
    )


def _delete(row: ObjectVar[KeyRow]) -> rx.Component:
    return rx.alert_dialog.root(
        rx.alert_dialog.trigger(
            rx.icon_button(
                rx.icon("trash-2", size=16), variant="ghost", color_scheme="gray", aria_label=f"Delete {row.name}"
            )
        ),
        rx.alert_dialog.content(
            rx.alert_dialog.title("Delete this key?"),
            rx.alert_dialog.description(
                "Chatbots that use it go on with their next model, or quote their sources. Knowledge bases go on with "
                "another key for the same provider, or go back to the built-in search model, and are "
                "searched by words until then."
            ),
            rx.el.div(
                rx.alert_dialog.cancel(rx.button("Cancel", variant="soft", color_scheme="gray")),
                rx.alert_dialog.action(
                    rx.button(
                        "Delete", color_scheme="red", on_click=ModelsState.delete(row.id), class_name="confirm-delete"
                    )
                ),
                class_name="form-foot",
                style={"marginTop": "20px"},
            ),
            max_width="420px",
        ),
    )


def _problem(name: str) -> rx.Var[str]:
    return rx.cond(ModelsState.problem_field == name, ModelsState.problem, "")


def _new_key() -> rx.Component:
    return card(
        rx.form(
            rx.el.div(
                field("provider", "Provider", _provider(), problem=_problem("provider")),
                rx.cond(ModelsState.asks_for_address, _address()),
                text_field(
                    "key",
                    "Key",
                    type="password",
                    auto_complete="new-password",
                    hint="It is encrypted here, and sent to this provider only. Servers of your own may need none.",
                    problem=_problem("key"),
                ),
                text_field("name", "Name", max_length=60, hint="To tell your keys apart.", problem=_problem("name")),
                rx.el.div(rx.button("Add key", type="submit", id="add-key", size="3"), class_name="form-foot"),
                class_name="form",
            ),
            on_submit=ModelsState.add,
            key=ModelsState.version.to_string(),
        ),
        title="Add a key",
    )


def _address() -> rx.Component:
    return text_field(
        "address",
        "Address",
        default_value=ModelsState.proposed_address,
        key=ModelsState.provider,
        placeholder="https://models.example.com/v1",
        hint="Of a server that speaks OpenAI’s language; it usually ends in /v1.",
        problem=_problem("address"),
    )


def _provider() -> rx.Component:
    items = [rx.select.item(provider.label, value=provider.name) for provider in PROVIDERS.values()]
    return rx.select.root(
        rx.select.trigger(id="provider", aria_label="Provider"),
        rx.select.content(*items),
        value=ModelsState.provider,
        on_change=ModelsState.pick_provider,
        name="provider",
        size="3",
    )
