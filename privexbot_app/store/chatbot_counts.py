"""Counts of a whole workspace, one query for all of its chatbots."""

from uuid import UUID

from sqlmodel import Session, col, func, select

from privexbot_app.models import Channel, Conversation, Lead, Source
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
