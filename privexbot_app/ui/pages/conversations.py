"""What visitors asked, and who answers: the inbox of all chatbots, that of one, and one conversation."""

import reflex as rx
from reflex.vars import ObjectVar

from privexbot_app.ui.components.answer_form import answer_button, answer_dialog
from privexbot_app.ui.components.chat import bubble, typing
from privexbot_app.ui.components.chatbot_frame import chatbot_page, place
from privexbot_app.ui.components.composer import composer
from privexbot_app.ui.components.inbox_list import inbox_list
from privexbot_app.ui.components.parts import loading, moment, page_head, page_link
from privexbot_app.ui.components.person_actions import person_actions
from privexbot_app.ui.components.shell import private
from privexbot_app.ui.components.thread_bar import thread_bar
from privexbot_app.ui.components.visitor_facts import visitor_facts
from privexbot_app.ui.states.answer_form import AnswerFormState
from privexbot_app.ui.states.inbox import InboxState
from privexbot_app.ui.states.message_rows import MessageRow
from privexbot_app.ui.states.thread import ThreadState


@private("/inbox", "Inbox", InboxState.load)
def add_inbox() -> rx.Component:
    return rx.fragment(
        page_head("Inbox", note="The conversations of all your chatbots, as they happen."),
        inbox_list(names_chatbots=True),
    )


@chatbot_page("/conversations", "Conversations", InboxState.load)
def add_conversations() -> rx.Component:
    return inbox_list(names_chatbots=False)


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
        _facts(),
        visitor_facts(),
        rx.el.section(thread_bar(), _messages(), composer(), class_name="card chat thread", aria_label="Conversation"),
        answer_dialog(),
        person_actions(),
        class_name="stack",
        style={"gap": "14px"},
    )


def _facts() -> rx.Component:
    line = ThreadState.line
    channel = rx.match(ThreadState.channel, ("widget", "widget"), ("api", "API"), ThreadState.channel)
    return rx.el.div(
        rx.el.span("Started ", moment(ThreadState.at)),
        rx.el.span("by ", channel),
        rx.cond(line.page, rx.el.span("on ", page_link(line.page, line.link))),
        rx.cond(ThreadState.stars, _rating()),
        class_name="row-facts",
    )


def _rating() -> rx.Component:
    """How the visitor found the conversation."""
    return rx.el.span(
        rx.icon("star", size=14, aria_hidden="true"),
        rx.el.strong(" ", ThreadState.stars, " of 5"),
        rx.cond(ThreadState.opinion, rx.el.q(ThreadState.opinion, dir="auto")),
        class_name="rating",
        id="conversation-rating",
    )


def _messages() -> rx.Component:
    return rx.auto_scroll(
        rx.el.ol(rx.foreach(ThreadState.messages, _said), class_name="messages", id="thread", aria_live="polite"),
        rx.cond(ThreadState.is_typing, rx.el.ol(typing(), class_name="messages typing-row")),
        class_name="chat-scroll",
        tab_index=0,
        role="region",
        aria_label="Messages",
    )


def _said(message: ObjectVar[MessageRow]) -> rx.Component:
    """What the bot did not know can be answered here, for everybody who asks it next."""
    answer = answer_button(
        "Answer this", AnswerFormState.start_from_message(message.id), size="1", class_name="answer-message"
    )
    return bubble(message, rx.cond(message.is_unknown, answer))
