"""The section “Canned replies”, and the dialog in which one is written."""

import reflex as rx
from reflex.vars import ObjectVar

from privexbot_app.services.canned_replies import PLACEHOLDERS
from privexbot_app.ui.components.forms import text_area, text_field
from privexbot_app.ui.components.parts import card
from privexbot_app.ui.states.canned import CannedRow, CannedState
from privexbot_app.ui.states.notices import NoticesState

FILLED_IN = f"Filled in for each conversation: {', '.join(f'{{{name}}}' for name in PLACEHOLDERS)}."


def canned_section() -> rx.Component:
    return card(
        rx.cond(
            CannedState.rows,
            rx.el.ul(rx.foreach(CannedState.rows, _row), class_name="rows", id="canned-replies"),
            rx.el.p("None yet. Write down what you say often: hours, returns, a greeting.", class_name="muted"),
        ),
        rx.cond(
            NoticesState.may_change,
            rx.el.div(
                rx.button("New reply", id="new-reply", type="button", on_click=CannedState.start, variant="soft"),
                class_name="form-foot",
                style={"marginTop": "16px"},
            ),
        ),
        _dialog(),
        title="Canned replies",
        note="While you write to a visitor, type a slash and the first letters of one. Everybody here has the same.",
    )


def _row(row: ObjectVar[CannedRow]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.strong("/", row.shortcut, class_name="row-title"),
            rx.el.p(row.text, class_name="said"),
            class_name="row-body",
        ),
        rx.cond(
            NoticesState.may_change,
            rx.el.div(
                _icon_button("pencil", "Edit", row, CannedState.start_edit(row.id)),
                _delete(row),
                class_name="row",
            ),
        ),
        class_name="source card",
    )


def _icon_button(icon: str, verb: str, row: ObjectVar[CannedRow], on_click: rx.EventHandler | None) -> rx.Component:
    props = {} if on_click is None else {"on_click": on_click}
    return rx.icon_button(
        rx.icon(icon, size=16),
        type="button",
        variant="ghost",
        color_scheme="gray",
        aria_label=rx.Var.create(f"{verb} /").to(str) + row.shortcut,
        **props,
    )


def _delete(row: ObjectVar[CannedRow]) -> rx.Component:
    return rx.alert_dialog.root(
        rx.alert_dialog.trigger(_icon_button("trash-2", "Delete", row, None)),
        rx.alert_dialog.content(
            rx.alert_dialog.title("Delete this reply?"),
            rx.alert_dialog.description("What was said with it stays where it was said."),
            rx.el.div(
                rx.alert_dialog.cancel(rx.button("Cancel", variant="soft", color_scheme="gray")),
                rx.alert_dialog.action(
                    rx.button(
                        "Delete", color_scheme="red", on_click=CannedState.delete(row.id), class_name="confirm-delete"
                    )
                ),
                class_name="form-foot",
                style={"marginTop": "20px"},
            ),
            max_width="420px",
        ),
    )


def _problem(field: str) -> rx.Var[str]:
    return rx.cond(CannedState.problem_field == field, CannedState.problem, "")


def _dialog() -> rx.Component:
    return rx.dialog.root(
        rx.dialog.content(
            rx.dialog.title(rx.cond(CannedState.is_edit, "Edit the reply", "New reply")),
            rx.dialog.description(FILLED_IN),
            rx.form(_fields(), on_submit=CannedState.save, id="canned-form"),
            max_width="520px",
        ),
        open=CannedState.is_open,
        on_open_change=CannedState.set_open,
    )


def _fields() -> rx.Component:
    return rx.el.div(
        text_field(
            "shortcut",
            "Short word",
            default_value=CannedState.first_shortcut,
            max_length=40,
            placeholder="hours",
            auto_complete="off",
            hint="One word of letters, digits, - and _.",
            problem=_problem("shortcut"),
        ),
        text_area(
            "text", "Text", default_value=CannedState.first_text, rows="5", max_length=2000, problem=_problem("text")
        ),
        rx.el.div(
            rx.dialog.close(rx.button("Cancel", type="button", variant="soft", color_scheme="gray")),
            rx.button("Save", type="submit", id="save-reply"),
            class_name="form-foot",
        ),
        class_name="form",
        style={"marginTop": "16px"},
    )
