"""The dialog in which an owner describes an action."""

import reflex as rx
from reflex.vars import ObjectVar

from privexbot_app.ui.components.forms import field, problem_line, text_area, text_field
from privexbot_app.ui.states.action_form import FORGET, ActionFormState, ParameterRow

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
TYPES = (
    ("string", "Text"),
    ("integer", "Whole number"),
    ("number", "Number"),
    ("boolean", "Yes or no"),
    ("choice", "Choice"),
)


def action_dialog() -> rx.Component:
    return rx.dialog.root(
        rx.dialog.content(
            rx.dialog.title(rx.cond(ActionFormState.is_edit, "Edit the action", "New action")),
            rx.dialog.description(
                "A request to a server of yours. Only its parameters come from visitors; where it goes does not."
            ),
            rx.form(_fields(), on_submit=ActionFormState.save, id="action-form"),
            max_width="720px",
        ),
        open=ActionFormState.is_open,
        on_open_change=ActionFormState.set_open,
    )


def _problem(name: str) -> rx.Var[str]:
    return rx.cond(ActionFormState.problem_field == name, ActionFormState.problem, "")


def _line(name: str, label: str, hint: str = "", **props) -> rx.Component:
    props = {"default_value": ActionFormState.first[name], **props}
    return text_field(f"action-{name}", label, name=name, hint=hint, problem=_problem(name), **props)


def _area(name: str, label: str, hint: str = "", **props) -> rx.Component:
    props = {"default_value": ActionFormState.first[name], "rows": "2", **props}
    return text_area(f"action-{name}", label, name=name, hint=hint, problem=_problem(name), **props)


def _fields() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            _line("title", "Title", "What visitors read.", placeholder="Order status", max_length=80),
            _line("name", "Name", "What the model calls it.", placeholder="order_status", max_length=40),
            class_name="fields-row",
        ),
        _area("description", "What it does", "The model decides by this when to use it."),
        _area(
            "phrases", "What visitors say", "One a line. Without a model, these are what a question is compared with."
        ),
        _parameters(),
        rx.el.div(_method(), _kind(), class_name="fields-row"),
        _line(
            "url",
            "Address",
            "Placeholders may stand behind the server’s name: parameters, {conversation.id}, {chatbot.id}, and "
            "{visitor.id} of a visitor whose id your server has signed; others are asked to sign in. "
            "Keys belong into the secret headers.",
            placeholder="https://api.example.com/orders/{order_id}?email={email}",
        ),
        _area("headers", "Headers", "One a line, such as X-Shop: shoes."),
        _secrets(),
        _area(
            "body",
            "Body",
            "JSON, each placeholder between quotation marks; its value keeps its type. Empty for none.",
            placeholder='{"order": "{order_id}", "pieces": "{pieces}"}',
            rows="3",
        ),
        _line("result_path", "Part of the answer", "Such as order.items[0]. Empty for all of it."),
        _area(
            "answer",
            "What to tell without a model",
            "Placeholders are parts of the answer, then parameters.",
            placeholder="Your order {order_id} is {status}.",
        ),
        rx.el.div(
            rx.dialog.close(rx.button("Cancel", type="button", variant="soft", color_scheme="gray")),
            rx.button("Save", type="submit", id="save-action"),
            class_name="form-foot",
        ),
        class_name="form",
        style={"marginTop": "16px"},
    )


def _choose(
    id_: str | rx.Var[str], name: str | rx.Var[str], first: rx.Var[str], options: tuple[tuple[str, str], ...], **props
):
    items = [rx.select.item(label, value=value) for value, label in options]
    return rx.select.root(
        rx.select.trigger(id=id_, **props), rx.select.content(*items), default_value=first, name=name, size="3"
    )


def _method() -> rx.Component:
    options = tuple((method, method) for method in METHODS)
    return field(
        "action-method", "Method", _choose("action-method", "method", ActionFormState.first["method"], options)
    )


def _kind() -> rx.Component:
    options = (("no", "It looks something up"), ("yes", "It changes something: the visitor confirms first"))
    first = ActionFormState.first["changes_something"]
    return field("action-changes", "What it is", _choose("action-changes", "changes_something", first, options))


def _secrets() -> rx.Component:
    """Nothing that was typed before comes back into the page."""
    options = (("keep", "Keep them"), (FORGET, "Forget them"))
    kept = rx.el.div(
        rx.el.p("There are: ", rx.el.code(ActionFormState.secret_names), class_name="hint", id="action-secrets"),
        _choose("action-secret-choice", "secret_choice", rx.Var.create("keep"), options, aria_label="Secret headers"),
        class_name="row between",
    )
    return rx.el.div(
        text_area(
            "action-secret_headers",
            "Secret headers",
            name="secret_headers",
            rows="2",
            hint="One a line, such as Authorization: Bearer …. They are encrypted here and go to this server only.",
            problem=_problem("secret_headers"),
        ),
        rx.cond(ActionFormState.secret_names, kept),
        class_name="stack",
        style={"gap": "6px"},
    )


def _parameters() -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend("Parameters", class_name="legend"),
        rx.el.p("What the visitor is asked for, or the model takes from what they said.", class_name="hint"),
        rx.foreach(ActionFormState.parameters, _parameter),
        problem_line(_problem("parameters"), "action-parameters-problem"),
        rx.button(
            rx.icon("plus", size=15, aria_hidden="true"),
            "Add parameter",
            id="action-parameters",
            type="button",
            variant="soft",
            size="2",
            disabled=~ActionFormState.has_room,
            on_click=ActionFormState.add_parameter,
        ),
        class_name="stack",
        style={"gap": "10px", "border": "0", "padding": "0", "margin": "0"},
    )


def _parameter(row: ObjectVar[ParameterRow]) -> rx.Component:
    def labelled(part: str, label: str, control: rx.Component) -> rx.Component:
        return rx.el.div(rx.el.label(label, html_for=f"{part}-" + row.key), control, class_name="field")

    def cell(part: str, label: str, value: rx.Var[str], **props) -> rx.Component:
        names = {"name": f"{part}_" + row.key, "id": f"{part}-" + row.key}
        return labelled(part, label, rx.input(default_value=value, size="2", **names, **props))

    def choice(part: str, label: str, first: rx.Var[str], options: tuple[tuple[str, str], ...]) -> rx.Component:
        return labelled(part, label, _choose(f"{part}-" + row.key, f"{part}_" + row.key, first, options))

    return rx.el.div(
        rx.el.div(
            cell("name", "Name", row.name, placeholder="order_id", max_length=40),
            cell("label", "Label", row.label, placeholder="Order number", max_length=80),
            choice("type", "Type", row.type, TYPES),
            choice("required", "Needed", row.required, (("yes", "Yes"), ("no", "No"))),
            class_name="fields-row",
        ),
        rx.el.div(
            cell("description", "Description", row.description, max_length=300),
            cell("choices", "Choices, by commas", row.choices),
            cell("pattern", "Pattern", row.pattern, placeholder="[0-9]{1,8}", max_length=200),
            cell("minimum", "Least", row.minimum),
            cell("maximum", "Greatest", row.maximum),
            class_name="fields-row",
        ),
        rx.button(
            "Remove",
            type="button",
            variant="ghost",
            color_scheme="gray",
            size="1",
            on_click=ActionFormState.remove_parameter(row.key),
            class_name="remove-parameter",
        ),
        class_name="card pad stack parameter",
        key=row.key,
    )
