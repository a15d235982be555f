"""What stands above every page of a chatbot: its name, its state, and the way to its other pages."""

from collections.abc import Callable

import reflex as rx
from reflex.event import EventType

from privexbot_app.ui.components.parts import bot_face, loading, state_badge
from privexbot_app.ui.components.shell import private
from privexbot_app.ui.states.chatbot import ChatbotState

TABS = (
    ("", "Overview", "layout-dashboard"),
    ("/knowledge", "Knowledge", "book-open"),
    ("/actions", "Actions", "plug"),
    ("/playground", "Playground", "message-circle"),
    ("/conversations", "Conversations", "messages-square"),
    ("/improve", "Improve", "lightbulb"),
    ("/leads", "Leads", "contact"),
    ("/privacy", "Privacy", "shield"),
    ("/settings", "Settings", "sliders-horizontal"),
    ("/deploy", "Deploy", "rocket"),
)


def chatbot_page(
    path: str, title: str, on_load: EventType[()]
) -> Callable[[Callable[[], rx.Component]], Callable[[rx.App], None]]:
    """A page of the chatbot in the address; `path` comes after the chatbot's own."""

    def adder(draw: Callable[[], rx.Component]) -> Callable[[rx.App], None]:
        page = private(
            f"/chatbots/[chatbot_id]{path}",
            title,
            [ChatbotState.load_chatbot, *(on_load if isinstance(on_load, list) else [on_load])],
        )
        return page(lambda: _framed(draw()))

    return adder


def place(path: str) -> rx.Var[str]:
    """The address of a page of the open chatbot."""
    return rx.Var.create("/chatbots/").to(str) + ChatbotState.bot_id + path


def _framed(page: rx.Component) -> rx.Component:
    return rx.cond(ChatbotState.bot_id, rx.fragment(_head(), _tabs(), page), loading(3))


def _head() -> rx.Component:
    return rx.el.header(
        bot_face(ChatbotState.bot_color),
        rx.el.div(
            rx.el.h1(ChatbotState.bot_name, id="bot-name"),
            rx.el.span(ChatbotState.bot_public_id, class_name="bot-id", id="bot-public-id"),
            style={"minWidth": "0"},
        ),
        rx.el.span(state_badge(ChatbotState.bot_state), id="bot-state"),
        class_name="page-head",
        style={"marginBottom": "14px"},
    )


def _tabs() -> rx.Component:
    return rx.el.nav(*[_tab(*tab) for tab in TABS], class_name="tabs", aria_label="Chatbot")


def _tab(path: str, label: str, icon: str) -> rx.Component:
    here = rx.State.router.url.path
    is_here = here.startswith(place(path)) if path else here == place("")
    return rx.link(
        rx.icon(icon, size=16, aria_hidden="true"),
        rx.el.span(label, class_name="tab-label"),
        href=place(path),
        aria_label=label,
        aria_current=rx.cond(is_here, "page", "false"),
        underline="none",
        id=f"tab-{label.lower()}",
    )
