"""What visitors asked and were told, for the owner to read."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from privexbot_app.db import reading
from privexbot_app.models import Channel, Conversation, Feedback, Message, Visitor
from privexbot_app.services.accounts import Viewer
from privexbot_app.store import conversations as store
from privexbot_app.store.chatbots import get_chatbot
from privexbot_app.store.feedback import list_feedback


@dataclass(frozen=True)
class ConversationOverview:
    """One line of the list; `question` is what the visitor began with."""

    id: UUID
    question: str
    channel: Channel
    page_title: str
    page_url: str
    messages: int
    unanswered: int
    started_at: datetime
    changed_at: datetime


@dataclass(frozen=True)
class Who:
    """Who the website says a visitor is; all empty for an anonymous one."""

    external_id: str = ""
    name: str = ""
    email: str = ""
    is_verified: bool = False


@dataclass(frozen=True)
class Thread:
    """A conversation with everything that was said, in order; `context` is what the page told about itself."""

    overview: ConversationOverview
    messages: list[Message]
    feedback: dict[UUID, Feedback] = field(default_factory=dict)
    who: Who = field(default_factory=Who)
    context: dict[str, str] = field(default_factory=dict)


@reading
def list_conversations(
    session: Session, viewer: Viewer, chatbot_id: UUID, offset: int = 0, limit: int = 50
) -> list[ConversationOverview]:
    """Latest first; raises NotFound for a chatbot the viewer cannot see."""
    get_chatbot(session, viewer.scope, chatbot_id)
    found = store.list_conversations(session, viewer.scope, chatbot_id, offset=offset, limit=limit)
    questions = store.first_questions(session, [conversation.id for conversation in found])
    return [_overview(conversation, questions.get(conversation.id, "")) for conversation in found]


@reading
def read_thread(session: Session, viewer: Viewer, conversation_id: UUID) -> Thread:
    """Raises NotFound for a conversation the viewer cannot see."""
    conversation = store.get_conversation(session, viewer.scope, conversation_id)
    messages = store.list_messages(session, conversation.id)
    overview = _overview(conversation, messages[0].text if messages else "")
    who = find_who(session, conversation.visitor_id)
    return Thread(overview, messages, list_feedback(session, conversation.id), who, conversation.context)


def find_who(session: Session, visitor_id: UUID | None) -> Who:
    visitor = session.get(Visitor, visitor_id) if visitor_id else None
    if visitor is None:
        return Who()
    return Who(visitor.external_id, visitor.name, visitor.email, visitor.is_verified)


def _overview(conversation: Conversation, question: str) -> ConversationOverview:
    return ConversationOverview(
        id=conversation.id,
        question=question,
        channel=conversation.channel,
        page_title=conversation.page_title,
        page_url=conversation.page_url,
        messages=conversation.message_count,
        unanswered=conversation.unanswered_count,
        started_at=conversation.created_at,
        changed_at=conversation.changed_at,
    )
