"""The owner's hand on the widget: looks, behaviour, messages of its own accord and pictures, kept beside a chatbot."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session

from privexbot_app.db import reading, transaction
from privexbot_app.models import Chatbot, ChatbotState
from privexbot_app.services.accounts import Viewer
from privexbot_app.services.roles import require_editor
from privexbot_app.services.versions import keep_version
from privexbot_app.services.widget_behaviour import WidgetBehaviour
from privexbot_app.services.widget_look import WidgetLook, check_color
from privexbot_app.services.widget_rules import MOST_RULES, Rule
from privexbot_app.store import chatbots as store

Hash = Annotated[str, Field(pattern=r"^([0-9a-f]{16})?$")]


class WidgetSettings(BaseModel):
    """As it is kept; `avatar` and `launcher` are hashes of pictures, empty for the built-in drawings."""

    model_config = ConfigDict(frozen=True)

    look: WidgetLook = WidgetLook()
    behaviour: WidgetBehaviour = WidgetBehaviour()
    rules: list[Rule] = Field(default=[], max_length=MOST_RULES)
    avatar: Hash = ""
    launcher: Hash = ""


def widget_of(chatbot: Chatbot) -> WidgetSettings:
    """As the owner set it; our own looks by default."""
    return WidgetSettings.model_validate(chatbot.widget)


@reading
def get_widget(session: Session, viewer: Viewer, chatbot_id: UUID) -> WidgetSettings:
    """Raises NotFound for a chatbot the viewer cannot see."""
    return widget_of(store.get_chatbot(session, viewer.scope, chatbot_id))


@transaction
def set_look(session: Session, viewer: Viewer, chatbot_id: UUID, look: WidgetLook, color: str) -> None:
    """How it looks, in which colour. Raises Invalid, NotFound and Forbidden."""
    chatbot = lock_widget(session, viewer, chatbot_id)
    chatbot.color = check_color(color)
    keep_widget(session, viewer, chatbot, look=look)


@transaction
def set_behaviour(session: Session, viewer: Viewer, chatbot_id: UUID, behaviour: WidgetBehaviour) -> None:
    """Raises NotFound and Forbidden."""
    keep_widget(session, viewer, lock_widget(session, viewer, chatbot_id), behaviour=behaviour)


def lock_widget(session: Session, viewer: Viewer, chatbot_id: UUID) -> Chatbot:
    """For a change of what is kept: two at the same time would lose one. Raises NotFound and Forbidden."""
    require_editor(viewer)
    chatbot = store.get_chatbot(session, viewer.scope, chatbot_id)
    store.lock_chatbot(session, chatbot.id)
    session.refresh(chatbot)
    return chatbot


def keep_widget(session: Session, viewer: Viewer, chatbot: Chatbot, **changed: Any) -> None:
    """Visitors see it at their next look; of a live chatbot it is a version."""
    settings = widget_of(chatbot).model_copy(update=changed)
    chatbot.widget = settings.model_dump(mode="json", exclude_defaults=True)
    if chatbot.state is ChatbotState.LIVE:
        keep_version(session, viewer, chatbot, "Changed while live")
