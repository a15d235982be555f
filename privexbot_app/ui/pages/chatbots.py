"""All chatbots of the workspace."""

import reflex as rx

from privexbot_app.ui.components.forms import text_field
from privexbot_app.ui.components.parts import bot_face, empty, loading, page_head, state_badge
from privexbot_app.ui.components.shell import private
from privexbot_app.ui.states.chatbots import ChatbotCard, ChatbotsState


@private("/chatbots", "Chatbots", ChatbotsState.load)
def add_chatbots() -> rx.Component:
    return rx.fragment(
        page_head("Chatbots", rx.cond(ChatbotsState.cards, _new_button("new-chatbot"))),
        rx.cond(
            ChatbotsState.is_loaded,
            rx.cond(ChatbotsState.cards, _cards(), _nothing_yet()),
            loading(2, "150px"),
        ),
        _dialog(),
    )


def _new_button(id_: str) -> rx.Component:
    return rx.button(
        rx.icon("plus", size=17, aria_hidden="true"),
        "New chatbot",
        id=id_,
        size="3",
        on_click=ChatbotsState.show_dialog(True),
    )


def _nothing_yet() -> rx.Component:
    return empty(
        "bot",
        "Make your first chatbot",
        "Give it a name, teach it your pages, files or texts, try it here, and paste one line into your website.",
        _new_button("first-chatbot"),
    )


def _cards() -> rx.Component:
    return rx.el.div(rx.foreach(ChatbotsState.cards, _card), class_name="grid", id="chatbots")


def _card(card: rx.vars.ObjectVar[ChatbotCard]) -> rx.Component:
    return rx.link(
        rx.el.span(
            bot_face(card.color),
            rx.el.span(rx.el.span(card.name, class_name="bot-name"), rx.el.span(card.public_id, class_name="bot-id")),
            state_badge(card.state),
            class_name="bot-head",
        ),
        rx.el.div(
            _figure(card.sources, "Sources"),
            _figure(card.conversations, "Conversations"),
            _figure(card.leads, "Leads"),
            class_name="figures",
        ),
        href=card.href,
        class_name="card bot-card",
        underline="none",
    )


def _figure(count: rx.vars.NumberVar, label: str) -> rx.Component:
    return rx.el.div(rx.el.strong(count), label)


def _dialog() -> rx.Component:
    return rx.dialog.root(
        rx.dialog.content(
            rx.dialog.title("New chatbot"),
            rx.dialog.description(
                "Visitors see this name above the chat. You can change it later.", margin_bottom="18px"
            ),
            rx.form(
                text_field(
                    "chatbot_name",
                    "Name",
                    placeholder="Shoe Store Assistant",
                    auto_focus=True,
                    max_length=60,
                    problem=ChatbotsState.name_problem,
                ),
                rx.el.div(
                    rx.dialog.close(rx.button("Cancel", type="button", variant="soft", color_scheme="gray", size="3")),
                    rx.button("Create chatbot", type="submit", id="create-chatbot", size="3"),
                    class_name="form-foot",
                    style={"marginTop": "22px"},
                ),
                on_submit=ChatbotsState.create,
            ),
            max_width="440px",
        ),
        open=ChatbotsState.is_dialog_open,
        on_open_change=ChatbotsState.show_dialog,
    )
