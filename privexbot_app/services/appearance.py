"""What the widget is told about a chatbot: a frozen list of fields, all of them public."""

from dataclasses import dataclass
from typing import Any, TypedDict, cast

from privexbot_app.models import Chatbot
from privexbot_app.services.chatbots import GREETING, get_live
from privexbot_app.services.lead_forms import LeadTask, lead_form_of, lead_task
from privexbot_app.services.task_shapes import Task
from privexbot_app.services.texts import texts_in
from privexbot_app.services.visitor_menu import visitor_menu_of
from privexbot_app.services.visits import check_origin
from privexbot_app.services.widget_pictures import picture_path
from privexbot_app.services.widget_settings import widget_of
from privexbot_app.services.widget_tasks import Uploads, menu_of, rating_of, uploads_of
from widget_py.strings import ENGLISH, choose_language, direction_of

SAID_ELSEWHERE = ("task_", "greeting")  # in forms, and in a field of its own


class Config(TypedDict):
    """The public face of a chatbot; `dir` is the direction its `language` is written in.

    Addresses of pictures are paths on the API's origin. What the owner changed of the style is there as well: CSS
    values by the names of custom properties without `--pb-`, such as `offset-x`.
    """

    id: str
    name: str
    color: str
    greeting: str
    suggestions: list[str]
    avatar_url: str | None
    launcher_icon: str
    launcher_text: str
    theme: str
    position: str
    show_branding: bool
    auto_open: str
    sound: bool
    image_hosts: list[str]
    rules: list[dict[str, Any]]
    lead_form: LeadTask | None
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


ICONS = {"chat": "", "help": "?", "spark": "✨", "hand": "👋"}  # "" is the widget's own drawing


def config_of(chatbot: Chatbot, language: str) -> Config:
    """Field by field: a new column of the table never becomes public by itself."""
    words, widget = texts_in(chatbot, language), widget_of(chatbot)
    menu = visitor_menu_of(chatbot)
    config = Config(
        id=chatbot.public_id,
        name=chatbot.name,
        color=chatbot.color,
        greeting=_greeting(chatbot, words["greeting"], language),
        suggestions=chatbot.suggestions,
        avatar_url=picture_path(chatbot, "avatar"),
        launcher_icon=picture_path(chatbot, "launcher") or ICONS[widget.look.launcher_icon],
        launcher_text=widget.look.launcher_text,
        theme=widget.look.theme,
        position=widget.look.position,
        show_branding=widget.behaviour.show_branding,
        auto_open="never" if widget.behaviour.auto_open is None else str(widget.behaviour.auto_open),
        sound=widget.behaviour.sound,
        image_hosts=widget.behaviour.image_hosts,
        rules=[rule.told() for rule in widget.rules],
        lead_form=lead_task(lead_form_of(chatbot), words),
        rating=rating_of(menu, words),
        menu=menu_of(menu, words, language),
        uploads=uploads_of(menu),
        language=language,
        dir=direction_of(language),
        strings={key: text for key, text in words.items() if not key.startswith(SAID_ELSEWHERE)},
    )
    return cast(Config, config | widget.look.css())


def _greeting(chatbot: Chatbot, text: str, language: str) -> str:
    """The owner's words for this language, else the owner's one greeting, else ours in this language."""
    is_ours = chatbot.greeting == GREETING
    return text if is_ours or chatbot.texts.get(language, {}).get("greeting") else chatbot.greeting
