"""Versions of a chatbot: they are added and read, never changed."""

from uuid import UUID

from sqlmodel import Session, col, select

from privexbot_app.errors import NotFound
from privexbot_app.models import ChatbotVersion


def find_latest(session: Session, chatbot_id: UUID) -> ChatbotVersion | None:
    query = select(ChatbotVersion).where(ChatbotVersion.chatbot_id == chatbot_id)
    return session.exec(query.order_by(col(ChatbotVersion.number).desc()).limit(1)).one_or_none()


def list_versions(session: Session, chatbot_id: UUID, limit: int) -> list[ChatbotVersion]:
    """Latest first, for callers that were allowed to see the chatbot."""
    query = select(ChatbotVersion).where(ChatbotVersion.chatbot_id == chatbot_id)
    return list(session.exec(query.order_by(col(ChatbotVersion.number).desc()).limit(limit)))


def get_version(session: Session, chatbot_id: UUID, number: int) -> ChatbotVersion:
    query = select(ChatbotVersion).where(ChatbotVersion.chatbot_id == chatbot_id, ChatbotVersion.number == number)
    if version := session.exec(query).one_or_none():
        return version
    raise NotFound("There is no such version.")
