"""What is kept about visitors: how much, for how long, one visitor's copy of it, and its end."""

import json
import logging
from dataclasses import dataclass
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import to_jsonable_python
from sqlmodel import Session

from privexbot_app.db import reading, transaction
from privexbot_app.errors import NotFound
from privexbot_app.models import (
    ActionCall,
    Chatbot,
    Conversation,
    ConversationRating,
    Lead,
    Message,
    MessageRole,
    Visitor,
    now,
)
from privexbot_app.services.accounts import Viewer
from privexbot_app.services.roles import require_editor
from privexbot_app.services.uploads import File, file_of
from privexbot_app.services.visits import Visit
from privexbot_app.store import privacy as store
from privexbot_app.store.actions import list_of_conversation
from privexbot_app.store.chatbots import get_chatbot
from privexbot_app.store.conversations import list_messages, lock_visitor
from privexbot_app.store.privacy import ABOUT_A_BROWSER, Person, Stored
from privexbot_app.store.visiting import list_visitors_uploads

log = logging.getLogger(__name__)

LONGEST_DAYS = 3650
TOLD = frozenset({MessageRole.VISITOR, MessageRole.BOT, MessageRole.OPERATOR})
EVERY_MESSAGE = 100_000


class PrivacyChanges(BaseModel):
    """What an owner may change; a field that is left out stays as it is. `retention_days` 0 keeps for ever."""

    model_config = ConfigDict(extra="forbid", strict=True)

    masks_personal: bool | None = None
    masks_passages: bool | None = None
    retention_days: int | None = Field(None, ge=0, le=LONGEST_DAYS)
    retention_covers_leads: bool | None = None


@dataclass(frozen=True)
class Export:
    """Everything about one person as a JSON file."""

    filename: str
    text: str


@dataclass(frozen=True)
class OwnThread:
    """A conversation as the visitor may see it: what was said to them, nothing that was noted about them.

    `calls` are the actions that were called or offered in it, with their titles.
    """

    conversation: Conversation
    messages: list[Message]
    calls: list[tuple[ActionCall, str]]
    rating: ConversationRating | None


@dataclass(frozen=True)
class OwnCopy:
    """What a visitor may have of what is kept about them; each file with a link to it."""

    visitor: Visitor
    threads: list[OwnThread]
    leads: list[Lead]
    files: list[File]


@transaction
def change_settings(session: Session, viewer: Viewer, chatbot_id: UUID, changes: PrivacyChanges) -> Chatbot:
    """Raises NotFound and Forbidden; takes effect with the next message and the next sweep."""
    require_editor(viewer)
    chatbot = get_chatbot(session, viewer.scope, chatbot_id)
    for name, value in changes.model_dump(exclude_none=True).items():
        setattr(chatbot, name, value)
    return chatbot


@reading
def count_stored(session: Session, viewer: Viewer, chatbot_id: UUID) -> Stored:
    """Raises NotFound for a chatbot the viewer cannot see."""
    get_chatbot(session, viewer.scope, chatbot_id)
    return store.count_stored(session, viewer.scope, chatbot_id)


@reading
def export_person(session: Session, viewer: Viewer, conversation_id: UUID) -> Export:
    """Everything about whoever had this conversation, with their files in Base64. Raises NotFound."""
    person = store.get_person(session, viewer.scope, conversation_id)
    found = {"exported_at": now(), "tables": store.read_person(session, person)}
    text = json.dumps(to_jsonable_python(found, bytes_mode="base64"), ensure_ascii=False, indent=2)
    return Export(f"visitor-{str(person.id)[:8]}.json", text)


@transaction
def erase_person(session: Session, viewer: Viewer, conversation_id: UUID) -> dict[str, int]:
    """Erase whoever had this conversation, everywhere; how many rows of which table. Raises NotFound and Forbidden."""
    require_editor(viewer)
    return _erase(session, store.get_person(session, viewer.scope, conversation_id), "an operator")


@transaction
def read_own(session: Session, visit: Visit) -> OwnCopy:
    """For the visitor; raises NotFound when they were erased."""
    visitor = lock_visitor(session, visit.chatbot.id, visit.visitor_id)
    if visitor is None:
        raise NotFound("Nothing is kept about you.")
    conversations, leads = store.list_of_visitor(session, visitor.id)
    threads = [_own_thread(session, conversation) for conversation in conversations]
    files = [file_of(upload) for upload in list_visitors_uploads(session, visitor.id)]
    return OwnCopy(visitor, threads, leads, files)


@transaction
def erase_own(session: Session, visit: Visit) -> dict[str, int]:
    """The visitor erases themselves; harmless when nothing is left."""
    if lock_visitor(session, visit.chatbot.id, visit.visitor_id) is None:
        return {}
    return _erase(session, Person(ABOUT_A_BROWSER, visit.visitor_id), "the visitor")


def _own_thread(session: Session, conversation: Conversation) -> OwnThread:
    said = list_messages(session, conversation.id, last=EVERY_MESSAGE)
    told = [message for message in said if message.role in TOLD]
    calls = list_of_conversation(session, conversation.id)
    return OwnThread(conversation, told, calls, session.get(ConversationRating, conversation.id))


def _erase(session: Session, person: Person, by: str) -> dict[str, int]:
    counts = store.erase_person(session, person)
    log.info("One of %s was erased by %s: %s.", person.table, by, counts)
    return counts
