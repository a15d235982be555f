"""The line above a conversation: who has it, since when it waits, and what can be done with it."""

import reflex as rx
from reflex.vars import ObjectVar

from privexbot_app.ui.components.inbox_list import state_mark
from privexbot_app.ui.states.person_rows import PersonRow
from privexbot_app.ui.states.thread import ThreadState
from privexbot_app.ui.states.thread_actions import ThreadActionsState


def thread_bar() -> rx.Component:
    line = ThreadState.line
    return rx.el.div(
        rx.el.div(
            state_mark(line),
            rx.cond(line.wait, rx.el.span(line.wait, class_name="wait")),
            rx.cond(line.reason, rx.el.span(line.reason, class_name="muted")),
            class_name="row",
            id="who-has-it",
            role="status",
        ),
        rx.cond(ThreadState.may_act, _actions()),
        class_name="chat-bar",
    )


def _actions() -> rx.Component:
    state, is_widget = ThreadState.line.state, ThreadState.is_widget
    is_free, is_open = (state == "bot") | (state == "waiting"), state != "closed"
    take_over = _button("take-over", "Take over", ThreadActionsState.take_over, variant="solid", color_scheme="iris")
    return rx.el.div(
        rx.cond(is_widget & is_free, take_over),
        rx.cond(is_widget & is_open, _assign()),
        rx.cond(
            is_widget & is_open & (state != "bot"), _button("hand-back", "Hand back", ThreadActionsState.hand_back)
        ),
        rx.cond(is_open, _button("close", "Close", ThreadActionsState.close)),
        rx.cond(is_widget & ~is_open, _button("reopen", "Reopen", ThreadActionsState.reopen)),
        class_name="row actions",
    )


def _button(id_: str, label: str, on_click: rx.EventHandler, **props) -> rx.Component:
    props = {"variant": "soft", "color_scheme": "gray", "size": "2", **props}
    return rx.button(label, id=id_, type="button", on_click=on_click, **props)


def _assign() -> rx.Component:
    return rx.dropdown_menu.root(
        rx.dropdown_menu.trigger(
            rx.button(
                "Assign",
                rx.icon("chevron-down", size=14, aria_hidden="true"),
                id="assign",
                variant="soft",
                color_scheme="gray",
            )
        ),
        rx.dropdown_menu.content(rx.foreach(ThreadState.team, _member)),
    )


def _member(member: ObjectVar[PersonRow]) -> rx.Component:
    return rx.dropdown_menu.item(
        member.name, rx.cond(member.is_me, " (you)", ""), on_click=ThreadActionsState.assign(member.id)
    )
