"""What a chatbot may ask of its owner's servers."""

import reflex as rx
from reflex.vars import ObjectVar
from reflex.vars.base import Var

from privexbot_app.ui.components.action_form import action_dialog
from privexbot_app.ui.components.chatbot_frame import chatbot_page
from privexbot_app.ui.components.forms import problem_line
from privexbot_app.ui.components.parts import empty, loading, moment
from privexbot_app.ui.states.action_form import ActionFormState
from privexbot_app.ui.states.action_trial import ActionTrialState, TrialField
from privexbot_app.ui.states.actions import ActionRow, ActionsState, CallRow

STATES = {"done": "green", "failed": "red", "cancelled": "gray", "running": "amber"}


@chatbot_page("/actions", "Actions", ActionsState.load)
def add_actions() -> rx.Component:
    return rx.fragment(
        rx.el.section(_bar(), _list(), class_name="stack", style={"gap": "14px"}),
        action_dialog(),
        _trial_dialog(),
        _log_dialog(),
    )


def _bar() -> rx.Component:
    return rx.el.div(
        rx.el.p("Requests to servers of yours: the model uses them, or visitors fill in a form.", class_name="muted"),
        rx.el.div(class_name="grow"),
        rx.button(
            rx.icon("plus", size=16, aria_hidden="true"),
            "Add action",
            id="add-action",
            on_click=ActionFormState.start,
            size="3",
        ),
        class_name="row between",
    )


def _list() -> rx.Component:
    nothing = empty(
        "plug",
        "No actions yet",
        "Let the chatbot look up an order, check the stock or book an appointment on a server of yours.",
        id="no-actions",
    )
    rows = rx.el.ul(rx.foreach(ActionsState.rows, _row), class_name="rows", id="actions")
    return rx.cond(ActionsState.is_loaded, rx.cond(ActionsState.rows, rows, nothing), loading(2, "92px"))


def _row(row: ObjectVar[ActionRow]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.div(
                rx.el.strong(row.title, class_name="row-title"),
                rx.cond(row.changes_something, rx.badge("Asks first", color_scheme="blue", high_contrast=True)),
                rx.cond(row.is_on, rx.fragment(), rx.badge("Off", color_scheme="gray", high_contrast=True)),
                class_name="row",
            ),
            rx.el.p(row.description, class_name="muted"),
            rx.el.span(rx.el.code(row.name), rx.el.span(row.request, class_name="clip"), class_name="row-facts"),
            rx.cond(row.problem, rx.el.p(rx.icon("circle-alert", size=15), row.problem, class_name="problem")),
            class_name="row-body",
        ),
        rx.switch(
            checked=row.is_on,
            on_change=lambda is_on: ActionsState.switch(row.id, is_on),
            aria_label=f"Use {row.title}",
            class_name="switch-action",
        ),
        rx.button("Try it", on_click=ActionTrialState.start(row.id), variant="soft", size="2", class_name="try-action"),
        rx.button("Log", on_click=ActionsState.open_log(row.id), variant="soft", size="2", class_name="log-action"),
        rx.icon_button(
            rx.icon("pencil", size=16),
            on_click=ActionFormState.start_edit(row.id),
            variant="ghost",
            color_scheme="gray",
            aria_label=f"Edit {row.title}",
            class_name="edit-action",
        ),
        _delete(row),
        class_name="card source",
    )


def _delete(row: ObjectVar[ActionRow]) -> rx.Component:
    return rx.alert_dialog.root(
        rx.alert_dialog.trigger(
            rx.icon_button(
                rx.icon("trash-2", size=16),
                variant="ghost",
                color_scheme="gray",
                aria_label=f"Delete {row.title}",
                class_name="delete-action",
            )
        ),
        rx.alert_dialog.content(
            rx.alert_dialog.title("Delete this action?"),
            rx.alert_dialog.description("Its log and whatever visitors have not decided yet go with it."),
            rx.el.div(
                rx.alert_dialog.cancel(rx.button("Cancel", variant="soft", color_scheme="gray")),
                rx.alert_dialog.action(
                    rx.button(
                        "Delete", color_scheme="red", on_click=ActionsState.delete(row.id), class_name="confirm-delete"
                    )
                ),
                class_name="form-foot",
                style={"marginTop": "20px"},
            ),
            max_width="420px",
        ),
    )


def _trial_dialog() -> rx.Component:
    warning = rx.callout.root(
        rx.callout.icon(rx.icon("triangle-alert", size=16)),
        rx.callout.text("This is done for real, as if a visitor had confirmed it."),
        color_scheme="amber",
        size="1",
    )
    return rx.dialog.root(
        rx.dialog.content(
            rx.dialog.title("Try ", ActionTrialState.title),
            rx.dialog.description("The request is made from here; nothing of it is kept."),
            rx.form(
                rx.cond(ActionTrialState.changes_something, warning),
                rx.foreach(ActionTrialState.fields, _trial_field),
                rx.el.div(
                    rx.dialog.close(rx.button("Close", type="button", variant="soft", color_scheme="gray")),
                    rx.button("Send", type="submit", id="send-trial", loading=ActionTrialState.is_trying),
                    class_name="form-foot",
                ),
                on_submit=ActionTrialState.run,
                id="trial-form",
                class_name="form",
                style={"marginTop": "16px"},
            ),
            rx.cond(ActionTrialState.is_done, _trial_result()),
            max_width="640px",
        ),
        open=ActionTrialState.is_open,
        on_open_change=ActionTrialState.set_open,
    )


def _trial_field(field: ObjectVar[TrialField]) -> rx.Component:
    problem = rx.cond(ActionTrialState.problem_field == field.name, ActionTrialState.problem, "")
    return rx.el.div(
        rx.el.label(field.label, rx.input(name=field.name, auto_complete="off", size="3")),
        rx.cond(field.help, rx.el.p(field.help, class_name="hint")),
        problem_line(problem, "trial-problem"),
        class_name="field",
    )


def _trial_result() -> rx.Component:
    return rx.el.div(
        _shown("Request", "trial-request", ActionTrialState.request),
        rx.el.p("Answer: ", ActionTrialState.status, id="trial-status"),
        rx.cond(ActionTrialState.failure, rx.el.p(ActionTrialState.failure, class_name="problem", id="trial-failure")),
        rx.cond(ActionTrialState.answer, _shown("What came back", "trial-answer", ActionTrialState.answer)),
        rx.cond(ActionTrialState.kept, _shown("What is kept of it", "trial-kept", ActionTrialState.kept)),
        rx.cond(ActionTrialState.told, _shown("What is told without a model", "trial-told", ActionTrialState.told)),
        class_name="stack",
        role="status",
        style={"marginTop": "16px"},
    )


def _shown(label: str, id_: str, text: Var[str]) -> rx.Component:
    return rx.el.div(
        rx.el.h3(label, class_name="legend"),
        rx.el.pre(
            rx.el.code(text), id=id_, tab_index=0, role="region", aria_label=label, style={"whiteSpace": "pre-wrap"}
        ),
        class_name="code-box",
    )


def _log_dialog() -> rx.Component:
    none = rx.el.p("It was not called yet.", class_name="muted", id="no-calls")
    return rx.dialog.root(
        rx.dialog.content(
            rx.dialog.title("Calls of ", ActionsState.log_title),
            rx.dialog.description("The latest first. Personal details are hidden."),
            rx.cond(
                ActionsState.calls, rx.el.ul(rx.foreach(ActionsState.calls, _call), class_name="rows", id="calls"), none
            ),
            rx.el.div(
                rx.dialog.close(rx.button("Close", type="button", variant="soft", color_scheme="gray")),
                class_name="form-foot",
            ),
            max_width="640px",
        ),
        open=ActionsState.is_log_open,
        on_open_change=ActionsState.set_log_open,
    )


def _call(call: ObjectVar[CallRow]) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            rx.badge(call.state, color_scheme=rx.match(call.state, *STATES.items(), "gray"), high_contrast=True),
            moment(call.at),
            rx.cond(call.status, rx.el.span("status ", call.status)),
            rx.cond(call.milliseconds, rx.el.span(call.milliseconds)),
            class_name="row-facts",
        ),
        rx.cond(call.arguments, rx.el.p(call.arguments, class_name="clip")),
        rx.cond(call.problem, rx.el.p(call.problem, class_name="problem")),
    )
