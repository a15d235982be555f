"""Ratings of conversations, visitors' files, and copies that were asked for."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session, col, delete, func, select

from privexbot_app.models import (
    Channel,
    Conversation,
    ConversationRating,
    Message,
    Notice,
    NoticeKind,
    UploadContent,
    VisitorUpload,
)
from privexbot_app.store.scope import Scope


class Average(NamedTuple):
    """Of so many ratings; 0.0 of none."""

    stars: float
    ratings: int


def find_conversation(session: Session, visitor_id: UUID, conversation_id: UUID | None) -> Conversation | None:
    """That one of the visitor's, or their latest."""
    query = select(Conversation).where(Conversation.visitor_id == visitor_id)
    if conversation_id is not None:
        query = query.where(Conversation.id == conversation_id)
    return session.exec(query.order_by(col(Conversation.created_at).desc())).first()


def average_rating(session: Session, scope: Scope, chatbot_id: UUID, since: datetime) -> Average:
    """Of visitors, given since then."""
    stars, count = session.exec(
        select(func.avg(ConversationRating.stars), func.count())
        .select_from(ConversationRating)
        .join(Conversation, col(Conversation.id) == ConversationRating.conversation_id)
        .where(Conversation.workspace_id == scope.workspace_id, Conversation.chatbot_id == chatbot_id)
        .where(Conversation.channel != Channel.PLAYGROUND, ConversationRating.changed_at >= since)
    ).one()
    return Average(float(stars or 0), count)


def list_ratings(session: Session, conversation_ids: Collection[UUID]) -> dict[UUID, ConversationRating]:
    """By conversation; one without a rating is left out."""
    query = select(ConversationRating).where(col(ConversationRating.conversation_id).in_(conversation_ids))
    return {rating.conversation_id: rating for rating in session.exec(query)}


def count_copies(session: Session, visitor_id: UUID, since: datetime) -> int:
    """Copies of this visitor's conversations that were asked for by mail since then."""
    query = (
        select(func.count())
        .select_from(Notice)
        .join(Conversation, col(Conversation.id) == Notice.conversation_id)
        .where(Conversation.visitor_id == visitor_id)
        .where(Notice.kind == NoticeKind.TRANSCRIPT, Notice.created_at >= since)
    )
    return session.exec(query).one()


def count_uploads(session: Session, since: datetime, *, chatbot_id: UUID, visitor_id: UUID | None = None) -> int:
    """Files that were sent since then, by one visitor or by all."""
    query = select(func.count()).select_from(VisitorUpload)
    query = query.where(VisitorUpload.chatbot_id == chatbot_id, VisitorUpload.created_at >= since)
    return session.exec(query.where(VisitorUpload.visitor_id == visitor_id) if visitor_id else query).one()


def list_unsent(session: Session, visitor_id: UUID, upload_ids: Collection[UUID]) -> list[VisitorUpload]:
    """Those of these files that are the visitor's and belong to no message yet, locked."""
    query = select(VisitorUpload).where(
        VisitorUpload.visitor_id == visitor_id,
        col(VisitorUpload.id).in_(upload_ids),
        col(VisitorUpload.message_id).is_(None),
    )
    return list(session.exec(query.order_by(col(VisitorUpload.created_at)).with_for_update()))


def list_uploads(session: Session, message_ids: Collection[UUID]) -> dict[UUID, list[VisitorUpload]]:
    """By message, in the order they were sent; a message without any is left out."""
    found: dict[UUID, list[VisitorUpload]] = {}
    query = select(VisitorUpload).where(col(VisitorUpload.message_id).in_(message_ids))
    for upload in session.exec(query.order_by(col(VisitorUpload.created_at))):
        if upload.message_id is not None:
            found.setdefault(upload.message_id, []).append(upload)
    return found


def list_latest_uploads(session: Session, conversation_id: UUID, limit: int) -> list[VisitorUpload]:
    """Files of a conversation, latest first."""
    query = select(VisitorUpload).join(Message, col(Message.id) == VisitorUpload.message_id)
    query = query.where(Message.conversation_id == conversation_id)
    return list(session.exec(query.order_by(col(VisitorUpload.created_at).desc()).limit(limit)))


def list_visitors_uploads(session: Session, visitor_id: UUID) -> list[VisitorUpload]:
    """All that a visitor sent, or was about to send; oldest first."""
    query = select(VisitorUpload).where(VisitorUpload.visitor_id == visitor_id)
    return list(session.exec(query.order_by(col(VisitorUpload.created_at))))


def find_upload(session: Session, upload_id: UUID) -> tuple[VisitorUpload, UploadContent] | None:
    """Of any visitor: for whoever has a link that was signed for it."""
    query = select(VisitorUpload, UploadContent).join(UploadContent, col(UploadContent.upload_id) == VisitorUpload.id)
    return session.exec(query.where(VisitorUpload.id == upload_id)).one_or_none()


def delete_unsent(session: Session, before: datetime, at_most: int) -> int:
    """Files that were given before then and never sent with a message; returns how many went."""
    query = select(VisitorUpload.id).where(
        col(VisitorUpload.message_id).is_(None), col(VisitorUpload.created_at) < before
    )
    ids = list(session.exec(query.limit(at_most).with_for_update(skip_locked=True)))
    session.exec(delete(VisitorUpload).where(col(VisitorUpload.id).in_(ids)))
    return len(ids)
