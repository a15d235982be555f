"""Where an operator writes: Enter sends, Shift and Enter begins a line, a slash finds a canned reply."""

import reflex as rx
from reflex.vars import ObjectVar
from reflex.vars.base import Var

from privexbot_app.ui.components.forms import problem_line
from privexbot_app.ui.states.composer import FIELD, ComposerState, ReplyChoice
from privexbot_app.ui.states.thread import ThreadState
from privexbot_app.ui.states.thread_actions import ThreadActionsState


def composer() -> rx.Component:
    """Nothing for members who may only look."""
    is_blocked = (ComposerState.mode == "reply") & ~ThreadState.may_reply
    return rx.cond(
        ThreadState.may_act,
        rx.el.div(
            _modes(),
            rx.cond(is_blocked, _why_not(), rx.fragment(_menu(), _input())),
            class_name=rx.cond(ComposerState.mode == "note", "chat-foot noting", "chat-foot"),
        ),
    )


def _modes() -> rx.Component:
    return rx.el.div(
        _mode("reply", "Reply", "reply"),
        _mode("note", "Note for colleagues", "lock"),
        class_name="modes",
        role="group",
        aria_label="What to write",
    )


def _mode(mode: str, label: str, icon: str) -> rx.Component:
    return rx.el.button(
        rx.icon(icon, size=14, aria_hidden="true"),
        label,
        id=f"mode-{mode}",
        type="button",
        on_click=ComposerState.set_mode(mode),
        aria_pressed=rx.cond(ComposerState.mode == mode, "true", "false"),
    )


def _why_not() -> rx.Component:
    """Instead of the input, while it is not the viewer who has the conversation."""
    sentence: Var = rx.cond(
        ~ThreadState.is_widget,
        "Nobody would hear you: this conversation was not held in the widget. You can leave a note.",
        rx.match(
            ThreadState.line.state,
            ("closed", "This conversation is closed."),
            ("human", "A colleague has this conversation. You can leave a note."),
            "Take the conversation over to answer.",
        ),
    )
    may_take = ThreadState.is_widget & ((ThreadState.line.state == "bot") | (ThreadState.line.state == "waiting"))
    return rx.el.div(
        rx.el.p(sentence, class_name="grow-text"),
        rx.cond(may_take, rx.button("Take over", on_click=ThreadActionsState.take_over, type="button")),
        class_name="row between",
        id="no-reply",
    )


def _menu() -> rx.Component:
    return rx.cond(
        ComposerState.is_menu_open,
        rx.cond(
            ComposerState.choices,
            rx.el.ul(rx.foreach(ComposerState.choices, _choice), class_name="choices", id="canned-menu"),
            rx.el.p("No canned reply begins like this. ", _to_replies(), class_name="muted"),
        ),
    )


def _to_replies() -> rx.Component:
    return rx.link("Write one", href="/people", underline="always", size="2")


def _choice(choice: ObjectVar[ReplyChoice]) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            rx.el.strong("/", choice.shortcut),
            rx.el.span(choice.text, class_name="clip-line"),
            type="button",
            on_click=ComposerState.pick(choice.id),
        )
    )


def _input() -> rx.Component:
    is_note = ComposerState.mode == "note"
    return rx.form(
        rx.el.div(
            rx.text_area(
                id=FIELD,
                name="text",
                rows="2",
                resize="vertical",
                size="3",
                enter_key_submit=True,
                placeholder=rx.cond(is_note, "Only colleagues see this …", "Write to the visitor … ( / for replies )"),
                on_change=[ComposerState.tell_typing.throttle(1000), ComposerState.look_up.debounce(150)],
                aria_label=rx.cond(is_note, "Note for colleagues", "Reply to the visitor"),
                aria_invalid=ComposerState.problem != "",
                custom_attrs={"aria-describedby": f"{FIELD}-problem"},
                flex="1",
            ),
            rx.el.div(
                rx.icon_button(rx.icon("arrow-up", size=18), type="submit", id="send", size="3", aria_label="Send"),
                rx.icon_button(
                    rx.icon("message-square-quote", size=17),
                    type="button",
                    id="canned",
                    size="3",
                    variant="soft",
                    color_scheme="gray",
                    aria_label="Canned replies",
                    custom_attrs={"aria-expanded": rx.cond(ComposerState.is_menu_open, "true", "false")},
                    on_click=ComposerState.toggle_menu,
                ),
                class_name="ask-buttons",
            ),
            class_name="ask-row",
        ),
        problem_line(ComposerState.problem, f"{FIELD}-problem"),
        on_submit=ComposerState.send,
        reset_on_submit=True,
        id="composer",
    )
