"""What replies were made from, and how large what is known is: the figures behind coverage."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col, func

from privexbot_app.models import Channel, Conversation, Document, Message, MessageRole, Passage


class Told(NamedTuple):
    """A reply to a visitor: its receipt and its citations."""

    grounded: bool
    receipt: dict[str, Any]
    citations: list[dict[str, Any]]


class Size(NamedTuple):
    """How much of a source is stored."""

    documents: int
    passages: int
    characters: int
    vector_bytes: int


def list_told(session: Session, chatbot_id: UUID, since: datetime, limit: int) -> list[Told]:
    """The latest replies to visitors since then; what the owner tried is not among them."""
    query = (
        select(col(Message.grounded), col(Message.receipt), col(Message.citations))
        .join(Conversation, col(Conversation.id) == col(Message.conversation_id))
        .where(col(Conversation.chatbot_id) == chatbot_id, col(Conversation.channel) != Channel.PLAYGROUND)
        .where(col(Message.role) == MessageRole.BOT, col(Message.created_at) >= since)
    )
    return [Told(*row) for row in session.execute(query.order_by(col(Message.created_at).desc()).limit(limit))]


def list_sources_of(session: Session, passage_ids: Collection[int]) -> dict[int, UUID]:
    """By passage; one that is gone is left out."""
    query = select(col(Passage.id), col(Document.source_id)).join(
        Document, col(Document.id) == col(Passage.document_id)
    )
    return {row[0]: row[1] for row in session.execute(query.where(col(Passage.id).in_(passage_ids)))}


def list_sizes(session: Session, knowledge_base_ids: Collection[UUID]) -> dict[UUID, Size]:
    """By source; one without passages is left out."""
    query = (
        select(
            col(Document.source_id),
            func.count(func.distinct(Document.id)),
            func.count(),
            func.sum(func.length(Passage.text)),
            func.sum(func.length(Passage.vectors)),
        )
        .join(Document, col(Document.id) == col(Passage.document_id))
        .where(col(Passage.knowledge_base_id).in_(knowledge_base_ids))
        .group_by(col(Document.source_id))
    )
    return {source_id: Size(*map(int, sizes)) for source_id, *sizes in session.execute(query)}
