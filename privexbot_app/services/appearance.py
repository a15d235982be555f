"""What the widget is told about a chatbot: a frozen list of fields, all of them public."""

from dataclasses import dataclass
from typing import Any, TypedDict

from privexbot_app.models import Chatbot
from privexbot_app.services.chatbots import GREETING, get_live
from privexbot_app.services.texts import texts_in
from privexbot_app.services.visitor_menu import visitor_menu_of
from privexbot_app.services.visits import check_origin
from privexbot_app.services.widget_tasks import Task, Uploads, is_for_server, menu_of, rating_of, uploads_of
from widget_py.strings import ENGLISH, choose_language, direction_of


class Config(TypedDict):
    """The public face of a chatbot; `dir` is the direction its `language` is written in."""

    id: str
    name: str
    color: str
    greeting: str
    suggestions: list[str]
    avatar_url: str | None
    show_branding: bool
    theme: str
    position: str
    lead_form: dict[str, Any]
    rating: Task | None
    menu: list[Task]
    uploads: Uploads | None
    language: str
    dir: str
    strings: dict[str, str]


@dataclass(frozen=True)
class Tongue:
    """What a browser says of its visitor's language: the page's own wish, and an `Accept-Language`."""

    asked: str = ""
    accepted: str = ""


async def get_config(public_id: str, origin: str, tongue: Tongue) -> Config:
    """Raises NotFound unless the chatbot is live, Forbidden for a page that may not embed it."""
    chatbot = await get_live(public_id)
    if origin:
        check_origin(chatbot, origin)
    return config_of(chatbot, choose_language(tongue.asked, tongue.accepted, chatbot.language or ENGLISH))


def config_of(chatbot: Chatbot, language: str) -> Config:
    """Field by field: a new column of the table never becomes public by itself."""
    strings, menu = texts_in(chatbot, language), visitor_menu_of(chatbot)
    return Config(
        id=chatbot.public_id,
        name=chatbot.name,
        color=chatbot.color,
        greeting=_greeting(chatbot, strings.pop("greeting"), language),
        suggestions=chatbot.suggestions,
        avatar_url=None,
        show_branding=True,
        theme="auto",
        position="bottom-right",
        lead_form=chatbot.lead_form,
        rating=rating_of(menu, strings),
        menu=menu_of(menu, strings, language),
        uploads=uploads_of(menu),
        language=language,
        dir=direction_of(language),
        strings={key: text for key, text in strings.items() if not is_for_server(key)},
    )


def _greeting(chatbot: Chatbot, text: str, language: str) -> str:
    """The owner's words for this language, else the owner's one greeting, else ours in this language."""
    is_ours = chatbot.greeting == GREETING
    return text if is_ours or chatbot.texts.get(language, {}).get("greeting") else chatbot.greeting
