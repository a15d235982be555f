"""What visitors asked: the list, and one conversation."""

import reflex as rx
from reflex.vars import ObjectVar

from privexbot_app.ui.components.answer_form import answer_button, answer_dialog
from privexbot_app.ui.components.chat import bubble
from privexbot_app.ui.components.chatbot_frame import chatbot_page, place
from privexbot_app.ui.components.parts import empty, loading, moment, page_link
from privexbot_app.ui.components.person_actions import person_actions
from privexbot_app.ui.components.visitor_facts import visitor_facts
from privexbot_app.ui.states.answer_form import AnswerFormState
from privexbot_app.ui.states.conversations import ConversationRow, ConversationsState, ThreadState
from privexbot_app.ui.states.message_rows import MessageRow


@chatbot_page("/conversations", "Conversations", ConversationsState.load)
def add_conversations() -> rx.Component:
    nothing = empty(
        "messages-square",
        "No conversations yet",
        "They appear here as soon as a visitor asks something. What you try in the playground stays out.",
        id="no-conversations",
    )
    return rx.cond(
        ConversationsState.is_loaded,
        rx.cond(ConversationsState.rows, _list(), nothing),
        loading(4, "72px"),
    )


def _list() -> rx.Component:
    return rx.el.div(
        rx.el.ul(rx.foreach(ConversationsState.rows, _row), class_name="rows", id="conversations"),
        rx.cond(
            ConversationsState.has_more,
            rx.button("Show more", id="more", on_click=ConversationsState.load_more, variant="soft"),
        ),
        class_name="stack",
    )


def _row(row: ObjectVar[ConversationRow]) -> rx.Component:
    return rx.el.li(
        rx.link(
            rx.el.span(
                rx.el.strong(row.question, class_name="row-title"),
                rx.el.span(
                    moment(row.at),
                    rx.el.span(row.messages, " messages"),
                    rx.cond(row.page, rx.el.span(row.page, class_name="clip")),
                    class_name="row-facts",
                ),
                class_name="row-body",
            ),
            rx.cond(
                row.unanswered > 0,
                rx.badge(row.unanswered, " unanswered", color_scheme="amber", radius="full", high_contrast=True),
            ),
            rx.icon("chevron-right", size=18, aria_hidden="true"),
            href=place("/conversations/") + row.id,
            class_name="card conversation",
            underline="none",
        )
    )


@chatbot_page("/conversations/[conversation_id]", "Conversation", ThreadState.load)
def add_thread() -> rx.Component:
    return rx.cond(ThreadState.is_loaded, _thread(), loading(3, "90px"))


def _thread() -> rx.Component:
    return rx.el.article(
        rx.link(
            rx.icon("arrow-left", size=15, aria_hidden="true"),
            "All conversations",
            href=place("/conversations"),
            class_name="back",
            size="2",
        ),
        rx.el.div(
            rx.el.span("Started ", moment(ThreadState.at)),
            rx.el.span("by ", rx.match(ThreadState.channel, ("widget", "widget"), ("api", "API"), ThreadState.channel)),
            rx.cond(ThreadState.page, rx.el.span("on ", page_link(ThreadState.page, ThreadState.link))),
            class_name="row-facts",
        ),
        visitor_facts(),
        rx.el.ol(rx.foreach(ThreadState.messages, _said), class_name="messages card pad", id="thread"),
        answer_dialog(),
        person_actions(),
        class_name="stack",
        style={"gap": "14px"},
    )


def _said(message: ObjectVar[MessageRow]) -> rx.Component:
    """What the bot did not know can be answered here, for everybody who asks it next."""
    answer = answer_button(
        "Answer this", AnswerFormState.start_from_message(message.id), size="1", class_name="answer-message"
    )
    return bubble(message, rx.cond(message.is_unknown, answer))
