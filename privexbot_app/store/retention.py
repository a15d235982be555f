"""What is older than a chatbot keeps it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel, col, delete, false, func, select

from privexbot_app.models import Chatbot, Conversation, Lead, Message, Sweep, Visitor

COUNTED = ("conversations", "messages", "leads", "visitors")


@dataclass(frozen=True)
class Expiry:
    """Whose rows of before when; leads go only if the owner says so."""

    chatbot_id: UUID
    before: datetime
    with_leads: bool


@dataclass(frozen=True)
class Swept:
    """How many went, or would go."""

    conversations: int = 0
    messages: int = 0
    leads: int = 0
    visitors: int = 0

    def __bool__(self) -> bool:
        return any((self.conversations, self.leads, self.visitors))

    def __add__(self, other: "Swept") -> "Swept":
        return Swept(*(getattr(self, name) + getattr(other, name) for name in COUNTED))


def list_limited(session: Session) -> list[Chatbot]:
    """Chatbots of all workspaces that do not keep everything for ever."""
    return list(session.exec(select(Chatbot).where(Chatbot.retention_days > 0)))


def count_expired(session: Session, expiry: Expiry) -> Swept:
    """What a sweep would delete now."""
    conversations, leads = _old_conversations(expiry), _old_leads(expiry)
    threads = select(Conversation.id).where(*conversations)
    return Swept(
        conversations=_count(session, Conversation, *conversations),
        messages=_count(session, Message, col(Message.conversation_id).in_(threads)),
        leads=_count(session, Lead, *leads),
        visitors=_count(session, Visitor, *_gone_visitors(expiry, after_sweep=True)),
    )


def delete_expired(session: Session, expiry: Expiry, at_most: int) -> Swept:
    """Delete so many of each; visitors go when nothing of theirs is left. Rows that somebody works on are left out."""
    threads = _locked_ids(session, Conversation, _old_conversations(expiry), at_most)
    messages = _count(session, Message, col(Message.conversation_id).in_(threads))
    session.exec(delete(Conversation).where(col(Conversation.id).in_(threads)))
    leads = _locked_ids(session, Lead, _old_leads(expiry), at_most)
    session.exec(delete(Lead).where(col(Lead.id).in_(leads)))
    visitors = _locked_ids(session, Visitor, _gone_visitors(expiry), at_most)
    session.exec(delete(Visitor).where(col(Visitor.id).in_(visitors)))
    return Swept(len(threads), messages, len(leads), len(visitors))


def add_sweep(session: Session, chatbot_id: UUID, day: date, swept: Swept) -> None:
    """Add to the day's counts in one statement, so that two processes never overwrite each other."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    counts = {name: getattr(swept, name) for name in COUNTED}
    insert = dialect.insert(Sweep).values(chatbot_id=chatbot_id, day=day, **counts)
    added = {name: getattr(Sweep, name) + insert.excluded[name] for name in COUNTED}
    session.exec(insert.on_conflict_do_update(index_elements=["chatbot_id", "day"], set_=added))


def list_sweeps(session: Session, chatbot_id: UUID, limit: int) -> list[Sweep]:
    """Latest first."""
    query = select(Sweep).where(Sweep.chatbot_id == chatbot_id).order_by(col(Sweep.day).desc())
    return list(session.exec(query.limit(limit)))


def _old_conversations(expiry: Expiry) -> tuple[ColumnElement[bool], ...]:
    return col(Conversation.chatbot_id) == expiry.chatbot_id, col(Conversation.changed_at) < expiry.before


def _old_leads(expiry: Expiry) -> tuple[ColumnElement[bool], ...]:
    ours = col(Lead.chatbot_id) == expiry.chatbot_id
    return (ours, col(Lead.created_at) < expiry.before) if expiry.with_leads else (false(),)


def _gone_visitors(expiry: Expiry, *, after_sweep: bool = False) -> tuple[ColumnElement[bool], ...]:
    """Not seen since, and without conversation and lead; `after_sweep` also counts those whose last ones would go."""
    talks = select(Conversation.id).where(Conversation.visitor_id == Visitor.id)
    leads = select(Lead.id).where(Lead.visitor_id == Visitor.id)
    if after_sweep:
        talks = talks.where(col(Conversation.changed_at) >= expiry.before)
        leads = leads.where(col(Lead.created_at) >= expiry.before) if expiry.with_leads else leads
    ours, unseen = col(Visitor.chatbot_id) == expiry.chatbot_id, col(Visitor.seen_at) < expiry.before
    return ours, unseen, ~talks.exists(), ~leads.exists()


def _locked_ids(
    session: Session, table: type[Conversation | Lead | Visitor], where: tuple[ColumnElement[bool], ...], at_most: int
) -> list[UUID]:
    query = select(table.id).where(*where).limit(at_most).with_for_update(skip_locked=True)
    return list(session.exec(query))


def _count(session: Session, table: type[SQLModel], *where: ColumnElement[bool]) -> int:
    return session.exec(select(func.count()).select_from(table).where(*where)).one()
