"""What the widget is told about a chatbot: a frozen list of fields, all of them public."""

from typing import Any, TypedDict

from privexbot_app.models import Chatbot
from privexbot_app.services.chatbots import get_live
from privexbot_app.services.visits import check_origin
from widget_py.strings import DEFAULT_STRINGS


class Config(TypedDict):
    """The public face of a chatbot."""

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
    strings: dict[str, str]


async def get_config(public_id: str, origin: str) -> Config:
    """Raises NotFound unless the chatbot is live, Forbidden for a page that may not embed it."""
    chatbot = await get_live(public_id)
    if origin:
        check_origin(chatbot, origin)
    return config_of(chatbot)


def config_of(chatbot: Chatbot) -> Config:
    """Field by field: a new column of the table never becomes public by itself."""
    return Config(
        id=chatbot.public_id,
        name=chatbot.name,
        color=chatbot.color,
        greeting=chatbot.greeting,
        suggestions=chatbot.suggestions,
        avatar_url=None,
        show_branding=True,
        theme="auto",
        position="bottom-right",
        lead_form=chatbot.lead_form,
        strings=DEFAULT_STRINGS,
    )
