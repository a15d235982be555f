"""Counts of a whole workspace, one query for all of its chatbots; and whether a chatbot has any of something."""

from collections.abc import Collection
from uuid import UUID

from sqlmodel import Session, col, func, select

from privexbot_app.models import Channel, Conversation, Lead, Source, SourceState
from privexbot_app.store.scope import Scope


def count_sources(session: Session, scope: Scope) -> dict[UUID, int]:
    """By knowledge base; one without any is left out."""
    query = select(Source.knowledge_base_id, func.count()).where(Source.workspace_id == scope.workspace_id)
    return dict(session.exec(query.group_by(col(Source.knowledge_base_id))).all())


def count_conversations(session: Session, scope: Scope) -> dict[UUID, int]:
    """Of visitors, by chatbot; one without any is left out."""
    query = select(Conversation.chatbot_id, func.count()).where(
        Conversation.workspace_id == scope.workspace_id, Conversation.channel != Channel.PLAYGROUND
    )
    return dict(session.exec(query.group_by(col(Conversation.chatbot_id))).all())


def count_leads(session: Session, scope: Scope) -> dict[UUID, int]:
    """By chatbot; one without any is left out."""
    query = select(Lead.chatbot_id, func.count()).where(Lead.workspace_id == scope.workspace_id)
    return dict(session.exec(query.group_by(col(Lead.chatbot_id))).all())


def has_ready_source(session: Session, scope: Scope, knowledge_base_ids: Collection[UUID]) -> bool:
    query = select(Source.id).where(
        Source.workspace_id == scope.workspace_id,
        col(Source.knowledge_base_id).in_(knowledge_base_ids),
        Source.state == SourceState.READY,
    )
    return session.exec(query.limit(1)).first() is not None


def has_playground_conversation(session: Session, scope: Scope, chatbot_id: UUID) -> bool:
    query = select(Conversation.id).where(
        Conversation.workspace_id == scope.workspace_id,
        Conversation.chatbot_id == chatbot_id,
        Conversation.channel == Channel.PLAYGROUND,
    )
    return session.exec(query.limit(1)).first() is not None
