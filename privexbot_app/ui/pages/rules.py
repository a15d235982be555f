"""The messages that a chatbot says before it is asked."""

import reflex as rx
from reflex.event import EventSpec
from reflex.vars import ObjectVar

from privexbot_app.ui.components.chatbot_frame import chatbot_page
from privexbot_app.ui.components.forms import text_area, text_field
from privexbot_app.ui.components.parts import empty, loading
from privexbot_app.ui.components.sections import SETTINGS, sections
from privexbot_app.ui.components.switches import switch_row
from privexbot_app.ui.states.rules import RuleRow, RulesState


@chatbot_page("/settings/messages", "Messages of its own accord", RulesState.load)
def add_rules() -> rx.Component:
    return rx.fragment(
        sections(SETTINGS), rx.cond(RulesState.is_loaded, rx.fragment(_page(), _dialog()), loading(2, "92px"))
    )


def _page() -> rx.Component:
    nothing = empty(
        "message-square-plus",
        "It waits to be asked",
        "A message at the right moment helps: on the page of a product, after some seconds, before somebody leaves.",
        _add(),
        id="no-rules",
    )
    bar = rx.el.div(
        rx.el.p("The first whose conditions hold is shown, and each once to a visitor.", class_name="muted"),
        rx.el.div(class_name="grow"),
        _add(),
        class_name="row between",
    )
    rows = rx.el.ol(rx.foreach(RulesState.rows, _row), class_name="rows", id="rules")
    return rx.cond(RulesState.rows, rx.el.div(bar, rows, class_name="stack", style={"gap": "14px"}), nothing)


def _add() -> rx.Component:
    return rx.button(
        rx.icon("plus", size=16, aria_hidden="true"),
        "Add message",
        id="add-rule",
        on_click=RulesState.start,
        disabled=~RulesState.has_room,
        size="3",
    )


def _row(row: ObjectVar[RuleRow], at: rx.Var[int]) -> rx.Component:
    return rx.el.li(
        rx.el.span(at + 1, class_name="row-icon", aria_hidden="true"),
        rx.el.div(
            rx.el.strong(row.text, class_name="rule-text"),
            rx.el.p(row.summary, class_name="muted"),
            class_name="row-body",
        ),
        rx.el.div(
            _tool("arrow-up", "Move up", RulesState.move(row.id, -1), row, disabled=at == 0),
            _tool(
                "arrow-down", "Move down", RulesState.move(row.id, 1), row, disabled=at == RulesState.rows.length() - 1
            ),
            _tool("pencil", "Edit", RulesState.start_edit(row.id), row),
            _tool("trash-2", "Delete", RulesState.delete(row.id), row),
            class_name="row-tools",
        ),
        class_name="card source",
        key=row.id,
    )


def _tool(icon: str, label: str, event: EventSpec, row: ObjectVar[RuleRow], **props) -> rx.Component:
    return rx.icon_button(
        rx.icon(icon, size=16),
        on_click=event,
        variant="ghost",
        color_scheme="gray",
        aria_label=f"{label}: {row.text}",
        title=label,
        class_name=f"{icon}-rule",
        **props,
    )


def _problem(name: str) -> rx.Var[str]:
    return rx.cond(RulesState.problem_field == name, RulesState.problem, "")


def _field(name: str, label: str, **props) -> rx.Component:
    kept, problem = RulesState.texts[name], _problem(name)
    return text_field(
        f"rule-{name}", label, name=name, default_value=kept, problem=problem, auto_complete="off", **props
    )


def _dialog() -> rx.Component:
    return rx.dialog.root(
        rx.dialog.content(
            rx.dialog.title(rx.cond(RulesState.editing, "Edit message", "New message")),
            rx.dialog.description("It is said when all that you fill in here holds."),
            rx.form(
                _fields(), on_submit=RulesState.save, class_name="form", id="rule-form", style={"marginTop": "16px"}
            ),
            max_width="520px",
        ),
        open=RulesState.is_open,
        on_open_change=RulesState.set_open,
    )


def _fields() -> rx.Component:
    return rx.fragment(
        text_area(
            "rule-text",
            "Message",
            name="text",
            rows="2",
            default_value=RulesState.texts["text"],
            problem=_problem("text"),
            placeholder="Need help with sizes?",
            max_length=200,
        ),
        _field("path", "On these pages", placeholder="/shoes/*", hint="Empty: on all. * stands for anything."),
        rx.el.div(
            _field("seconds", "After so many seconds", input_mode="numeric", max_length=4),
            _field("scroll", "Once so much was seen, in %", input_mode="numeric", max_length=4),
            class_name="fields-row",
        ),
        switch_row(
            "exit",
            "Before the visitor leaves",
            "When the mouse goes out of the page, towards its tab. Phones have no such moment.",
            is_on=RulesState.switches["exit"],
            id_="rule-exit",
        ),
        switch_row(
            "open",
            "Open the window",
            "Else it is said in a bubble beside the launcher, which is gentler.",
            is_on=RulesState.switches["open"],
            id_="rule-open",
        ),
        rx.el.div(
            rx.dialog.close(rx.button("Cancel", type="button", variant="soft", color_scheme="gray", size="3")),
            rx.button("Save", id="save-rule", type="submit", size="3"),
            class_name="form-foot",
        ),
    )
