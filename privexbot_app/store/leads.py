"""Leads and the daily counts."""

from datetime import date
from uuid import UUID

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, func, select

from privexbot_app.models import Channel, Conversation, DailyCount, Lead
from privexbot_app.store.scope import Scope


def list_leads(session: Session, scope: Scope, chatbot_id: UUID, *, offset: int, limit: int) -> list[Lead]:
    query = select(Lead).where(Lead.workspace_id == scope.workspace_id, Lead.chatbot_id == chatbot_id)
    return list(session.exec(query.order_by(col(Lead.created_at).desc()).offset(offset).limit(limit)))


def count_leads(session: Session, scope: Scope, chatbot_id: UUID) -> int:
    query = select(func.count()).where(col(Lead.workspace_id) == scope.workspace_id, col(Lead.chatbot_id) == chatbot_id)
    return session.exec(query).one()


def count_conversations(session: Session, scope: Scope, chatbot_id: UUID) -> tuple[int, int, int]:
    """Conversations, messages and unanswered questions of visitors."""
    query = select(
        func.count(),
        func.coalesce(func.sum(Conversation.message_count), 0),
        func.coalesce(func.sum(Conversation.unanswered_count), 0),
    ).where(
        col(Conversation.workspace_id) == scope.workspace_id,
        col(Conversation.chatbot_id) == chatbot_id,
        col(Conversation.channel) != Channel.PLAYGROUND,
    )
    conversations, messages, unanswered = session.exec(query).one()
    return conversations, messages, unanswered


def add_count(session: Session, chatbot_id: UUID, day: date, event: str, count: int) -> None:
    """Add to the day's count in one statement, so that two nodes never overwrite each other."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    row = {"chatbot_id": chatbot_id, "day": day, "event": event, "count": count}
    insert = dialect.insert(DailyCount).values(row)
    added = {"count": col(DailyCount.count) + insert.excluded.count}
    session.exec(insert.on_conflict_do_update(index_elements=["chatbot_id", "day", "event"], set_=added))


def sum_counts(session: Session, chatbot_id: UUID, since: date) -> dict[str, int]:
    """How often each event happened since that day."""
    query = (
        select(DailyCount.event, func.sum(DailyCount.count))
        .where(DailyCount.chatbot_id == chatbot_id, DailyCount.day >= since)
        .group_by(DailyCount.event)
    )
    return dict(session.exec(query).all())
