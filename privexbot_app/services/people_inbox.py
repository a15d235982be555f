"""The conversations of a workspace as operators work through them: who waits, who has whom, what was said and noted."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlmodel import Session

from privexbot_app.db import reading
from privexbot_app.models import (
    Channel,
    Conversation,
    ConversationRating,
    ConversationState,
    Feedback,
    Message,
    MessageRole,
    Note,
)
from privexbot_app.services.accounts import Viewer
from privexbot_app.services.inbox import Who, find_who
from privexbot_app.services.operators import Teammate, find_teammates
from privexbot_app.services.uploads import File, files_of
from privexbot_app.store import chatbots as chatbot_store
from privexbot_app.store import conversations as conversation_store
from privexbot_app.store import inbox as store
from privexbot_app.store.feedback import list_feedback
from privexbot_app.store.people import get_own_member, list_notes, place_in_queue
from privexbot_app.store.usage import list_costs

InboxFilter = Literal["mine", "waiting", "human", "bot", "closed", "all"]
PAGE = 30
EXCERPT_CHARACTERS = 140


@dataclass(frozen=True)
class InboxRow:
    """One line: `last` is what was said last and by whom, `operator` who has it, `queue` its place if it waits.

    `visitor` is the name that their page told, empty for most.
    """

    id: UUID
    chatbot_id: UUID
    chatbot_name: str
    state: ConversationState
    question: str
    last: str
    last_by: MessageRole | None
    operator: Teammate | None
    queue: int | None
    waiting_since: datetime | None
    reason: str
    page_title: str
    page_url: str
    messages: int
    unanswered: int
    changed_at: datetime
    visitor: str = ""


@dataclass(frozen=True)
class InboxPage:
    """So many rows of `total`; how many there are of every kind, and how many wait in the whole workspace."""

    rows: list[InboxRow]
    total: int
    waiting: int
    counts: dict[str, int]


@dataclass(frozen=True)
class PeopleThread:
    """A conversation with everything that was said, and the notes, each in its order; `team` by member id.

    `costs` are nanodollars by reply, of those that a model wrote; None where a price is not known.
    `context` is what the page told about itself, `rating` how the visitor found the conversation,
    `files` what they sent, by message.
    """

    row: InboxRow
    channel: Channel
    page_url: str
    started_at: datetime
    messages: list[Message]
    notes: list[Note]
    team: dict[UUID, Teammate]
    feedback: dict[UUID, Feedback] = field(default_factory=dict)
    costs: dict[UUID | None, int | None] = field(default_factory=dict)
    who: Who = field(default_factory=Who)
    context: dict[str, str] = field(default_factory=dict)
    rating: ConversationRating | None = None
    files: dict[UUID, list[File]] = field(default_factory=dict)


@reading
def list_inbox(
    session: Session,
    viewer: Viewer,
    kind: InboxFilter = "all",
    search: str = "",
    page: int = 1,
    *,
    chatbot_id: UUID | None = None,
) -> InboxPage:
    """Those that wait by how long they do, all others by what happened last; pages count from 1.

    `search` is looked for in everything that was said. Tries in the playground are never among them.
    Raises NotFound for a chatbot the viewer cannot see; without one, those of all chatbots are listed.
    """
    if chatbot_id:
        chatbot_store.get_chatbot(session, viewer.scope, chatbot_id)
    me = get_own_member(session, viewer.scope, viewer.user_id)
    wish = store.InboxWish(kind, me.id, search.strip()[:200], chatbot_id)
    found = store.list_inbox(session, viewer.scope, wish, offset=PAGE * (max(page, 1) - 1), limit=PAGE)
    return InboxPage(
        rows=_rows(session, viewer, found),
        total=store.count_inbox(session, viewer.scope, wish),
        waiting=store.count_inbox(session, viewer.scope, store.InboxWish("waiting", me.id)),
        counts=store.count_kinds(session, viewer.scope, wish),
    )


@reading
def count_waiting(session: Session, viewer: Viewer) -> int:
    """In the whole workspace."""
    return store.count_inbox(session, viewer.scope, store.InboxWish("waiting", viewer.user_id))


@reading
def read_conversation(session: Session, viewer: Viewer, conversation_id: UUID) -> PeopleThread:
    """Raises NotFound for a conversation the viewer cannot see."""
    conversation = conversation_store.get_conversation(session, viewer.scope, conversation_id)
    [row] = _rows(session, viewer, [conversation])
    messages = conversation_store.list_messages(session, conversation.id)
    return PeopleThread(
        row=row,
        channel=conversation.channel,
        page_url=conversation.page_url,
        started_at=conversation.created_at,
        messages=messages,
        notes=list_notes(session, conversation.id),
        team=find_teammates(session, viewer),
        feedback=list_feedback(session, conversation.id),
        costs=list_costs(session, viewer.scope, [message.id for message in messages]),
        who=find_who(session, conversation.visitor_id),
        context=conversation.context,
        rating=session.get(ConversationRating, conversation.id),
        files=files_of(session, messages),
    )


def _rows(session: Session, viewer: Viewer, found: list[Conversation]) -> list[InboxRow]:
    ids = [conversation.id for conversation in found]
    names = {chatbot.id: chatbot.name for chatbot in chatbot_store.list_chatbots(session, viewer.scope)}
    questions = conversation_store.first_questions(session, ids)
    visitors = store.list_visitors_names(session, found)
    latest, team = store.last_messages(session, ids), find_teammates(session, viewer)
    return [
        InboxRow(
            id=one.id,
            chatbot_id=one.chatbot_id,
            chatbot_name=names[one.chatbot_id],
            state=one.state,
            question=questions.get(one.id, ""),
            last=_excerpt(latest.get(one.id)),
            last_by=latest[one.id].role if one.id in latest else None,
            operator=team.get(one.operator_id) if one.operator_id else None,
            queue=place_in_queue(session, one),
            waiting_since=one.waiting_since,
            reason=one.handoff_reason,
            page_title=one.page_title,
            page_url=one.page_url,
            messages=one.message_count,
            unanswered=one.unanswered_count,
            changed_at=one.changed_at,
            visitor=visitors.get(one.visitor_id, "") if one.visitor_id else "",
        )
        for one in found
    ]


def _excerpt(message: Message | None) -> str:
    return " ".join(message.text.split())[:EXCERPT_CHARACTERS] if message else ""
