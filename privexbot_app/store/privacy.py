"""Everything about one person, found by following foreign keys, so that a table that comes later is followed too."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Table
from sqlmodel import Session, SQLModel, col, delete, func, or_, select

from privexbot_app.models import (
    Channel,
    Conversation,
    ConversationRating,
    DailyCount,
    GapQuestion,
    Lead,
    Message,
    Visitor,
    VisitorUpload,
)
from privexbot_app.store.conversations import get_conversation
from privexbot_app.store.gaps import delete_those_empty
from privexbot_app.store.scope import Scope

ABOUT_A_BROWSER, ABOUT_A_CALL = "visitors", "conversations"
SECRETS = frozenset({"token_hash"})


@dataclass(frozen=True)
class Person:
    """Who a browser's visitor is to us, or one conversation without any; `table` is where following begins."""

    table: str
    id: UUID


@dataclass(frozen=True)
class Stored:
    """How much there is about visitors of one chatbot, and since when (None: nothing)."""

    visitors: int
    conversations: int
    tries: int
    messages: int
    leads: int
    counts: int


def get_person(session: Session, scope: Scope, conversation_id: UUID) -> Person:
    """Who had this conversation; raises NotFound for one outside of the scope."""
    conversation = get_conversation(session, scope, conversation_id)
    if conversation.visitor_id is None:
        return Person(ABOUT_A_CALL, conversation.id)
    return Person(ABOUT_A_BROWSER, conversation.visitor_id)


def tables_about(person: Person) -> dict[Table, ColumnElement[bool]]:
    """Which rows of which tables are about the person, parents first."""
    start = SQLModel.metadata.tables[person.table]
    found: dict[Table, ColumnElement[bool]] = {start: start.c.id == person.id}
    for table in SQLModel.metadata.sorted_tables:
        links = [
            key.parent.in_(select(key.column).where(found[key.column.table]))
            for key in sorted(table.foreign_keys, key=lambda key: key.parent.name)
            if key.column.table in found and table not in found and _belongs(key)
        ]
        if links:
            found[table] = or_(*links)
    return found


def _belongs(key: ForeignKey) -> bool:
    """What goes with its parent is about the same person; so is a lead, though it outlives its conversation."""
    return key.ondelete == "CASCADE" or key.parent.table.name == Lead.__tablename__


def read_person(session: Session, person: Person) -> dict[str, list[dict[str, Any]]]:
    """All rows about the person by table, oldest first, without secrets."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for table, about in tables_about(person).items():
        kept = [column for column in table.c if column.name not in SECRETS]
        order = [table.c[name] for name in ("created_at", "position") if name in table.c]
        found = session.connection().execute(select(*kept).where(about).order_by(*order)).mappings()
        rows[table.name] = [dict(row) for row in found]
    return rows


def erase_person(session: Session, person: Person) -> dict[str, int]:
    """Delete all rows about the person, children first; returns how many there were in each table.

    A gap that held nothing but their questions goes as well.
    """
    found = tables_about(person)
    connection = session.connection()
    threads = SQLModel.metadata.tables[Conversation.__tablename__]
    connection.execute(select(threads.c.id).where(found[threads]).with_for_update())  # first, as who ends a reply does
    counts = {
        table.name: connection.execute(select(func.count()).select_from(table).where(about)).scalar_one()
        for table, about in found.items()
    }
    asked = SQLModel.metadata.tables[GapQuestion.__tablename__]
    gap_ids = set(connection.execute(select(asked.c.gap_id).where(found[asked], asked.c.gap_id.is_not(None))).scalars())
    for table, about in reversed(found.items()):
        connection.execute(delete(table).where(about))
    session.expire_all()
    delete_those_empty(session, gap_ids)
    return counts


def count_stored(session: Session, scope: Scope, chatbot_id: UUID) -> Stored:
    """Conversations in the playground are `tries`; messages are those of both."""
    ours = (col(Conversation.workspace_id) == scope.workspace_id, col(Conversation.chatbot_id) == chatbot_id)
    channels = dict(
        session.exec(select(Conversation.channel, func.count()).where(*ours).group_by(col(Conversation.channel))).all()
    )
    tries = channels.pop(Channel.PLAYGROUND, 0)
    return Stored(
        visitors=_count(session, Visitor, col(Visitor.chatbot_id) == chatbot_id),
        conversations=sum(channels.values()),
        tries=tries,
        messages=_count(session, Message, col(Message.conversation_id).in_(select(Conversation.id).where(*ours))),
        leads=_count(session, Lead, col(Lead.chatbot_id) == chatbot_id),
        counts=_count(session, DailyCount, col(DailyCount.chatbot_id) == chatbot_id),
    )


def list_of_visitor(session: Session, visitor_id: UUID) -> tuple[list[Conversation], list[Lead]]:
    """A visitor's conversations and leads, oldest first: for the visitor."""
    said = select(Conversation).where(Conversation.visitor_id == visitor_id).order_by(col(Conversation.created_at))
    conversations = list(session.exec(said))
    held = [conversation.id for conversation in conversations]
    left = select(Lead).where(or_(col(Lead.visitor_id) == visitor_id, col(Lead.conversation_id).in_(held)))
    return conversations, list(session.exec(left.order_by(col(Lead.created_at))))


def count_of_visitor(session: Session, visitor_id: UUID) -> dict[str, int]:
    """How much is kept about one visitor, by what it is."""
    held = select(Conversation.id).where(Conversation.visitor_id == visitor_id)
    left = or_(col(Lead.visitor_id) == visitor_id, col(Lead.conversation_id).in_(held))
    return {
        "conversations": _count(session, Conversation, col(Conversation.visitor_id) == visitor_id),
        "messages": _count(session, Message, col(Message.conversation_id).in_(held)),
        "leads": _count(session, Lead, left),
        "ratings": _count(session, ConversationRating, col(ConversationRating.conversation_id).in_(held)),
        "files": _count(session, VisitorUpload, col(VisitorUpload.visitor_id) == visitor_id),
    }


def _count(session: Session, table: type[SQLModel], *where: ColumnElement[bool]) -> int:
    return session.exec(select(func.count()).select_from(table).where(*where)).one()
