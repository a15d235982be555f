"""Visitors' opinions of replies."""

from uuid import UUID

from sqlmodel import Session, col, func, select

from privexbot_app.models import Channel, Conversation, Feedback, Message, Rating
from privexbot_app.store.scope import Scope


def list_feedback(session: Session, conversation_id: UUID) -> dict[UUID, Feedback]:
    """By the reply it is about."""
    query = select(Feedback).join(Message).where(Message.conversation_id == conversation_id)
    return {feedback.message_id: feedback for feedback in session.exec(query)}


def count_feedback(session: Session, scope: Scope, chatbot_id: UUID) -> dict[Rating, int]:
    """Of visitors, all time."""
    query = (
        select(Feedback.rating, func.count())
        .join(Message, col(Message.id) == Feedback.message_id)
        .join(Conversation, col(Conversation.id) == Message.conversation_id)
        .where(Conversation.workspace_id == scope.workspace_id, Conversation.chatbot_id == chatbot_id)
        .where(Conversation.channel != Channel.PLAYGROUND)
        .group_by(col(Feedback.rating))
    )
    return {Rating(rating): count for rating, count in session.exec(query)}
