"""The widget as it would look: a draft travels in a signed address, so that nothing has to be kept to be seen."""

from dataclasses import dataclass
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from sqlmodel import Session

from privexbot_app import security
from privexbot_app.db import reading
from privexbot_app.errors import NotFound
from privexbot_app.models import Chatbot
from privexbot_app.services.accounts import Viewer
from privexbot_app.services.appearance import Config, config_of
from privexbot_app.services.chatbots import ChatbotChanges, get_chatbot
from privexbot_app.services.widget_look import WidgetLook
from privexbot_app.services.widget_settings import widget_of
from privexbot_app.store import chatbots as store
from widget_py.strings import ENGLISH

PURPOSE = "preview"
SECONDS = 3600
OPENS_AT_ONCE, STAYS_CLOSED = "0", "never"


class Draft(BaseModel):
    """What is being tried; what is left out is as it is kept. `dark` is what the visitor's system wishes."""

    model_config = ConfigDict(frozen=True)

    changes: ChatbotChanges = ChatbotChanges()
    look: WidgetLook | None = None
    dark: bool = False
    open: bool = True


@dataclass(frozen=True)
class Preview:
    """`config` is what the widget on the page is told."""

    dark: bool
    config: Config


async def sign_draft(viewer: Viewer, chatbot_id: UUID, draft: Draft) -> str:
    """A token for an hour. Raises NotFound for a chatbot the viewer cannot see."""
    chatbot = await get_chatbot(viewer, chatbot_id)
    return security.sign(PURPOSE, str(chatbot.id), draft.model_dump_json(exclude_defaults=True))


async def read_preview(token: str) -> Preview:
    """Raises NotFound for a token that is forged or old, and when the chatbot is gone."""
    facts = security.read_signed(PURPOSE, token, SECONDS)
    if facts is None:
        raise NotFound("This preview has expired.")
    draft = Draft.model_validate_json(facts[1])
    return Preview(draft.dark, _told(await _with(UUID(facts[0]), draft), draft))


@reading
def _with(session: Session, chatbot_id: UUID, draft: Draft) -> Chatbot:
    """The chatbot as if the draft had been saved; nothing is written."""
    chatbot = store.find_chatbot(session, chatbot_id)
    if chatbot is None:
        raise NotFound("There is no such chatbot.")
    widget = widget_of(chatbot)
    widget = widget.model_copy(update={"look": draft.look or widget.look})
    changed = draft.changes.model_dump(exclude_none=True) | {"widget": widget.model_dump(mode="json")}
    return Chatbot.model_validate(chatbot.model_dump() | changed)


def _told(chatbot: Chatbot, draft: Draft) -> Config:
    """It opens, or does not, as asked for, and says nothing of its own accord."""
    config = config_of(chatbot, chatbot.language or ENGLISH)
    config["auto_open"] = OPENS_AT_ONCE if draft.open else STAYS_CLOSED
    config["rules"] = []
    if config["theme"] == "auto":
        config["theme"] = "dark" if draft.dark else "light"
    return config
