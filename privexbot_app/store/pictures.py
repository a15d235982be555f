"""The pictures that a chatbot's widget shows."""

from uuid import UUID

from sqlmodel import Session, col, select

from privexbot_app.models import Chatbot, ChatbotPicture


def find_picture(session: Session, chatbot_id: UUID, hash_: str) -> ChatbotPicture | None:
    """For callers that were allowed to change the chatbot."""
    query = select(ChatbotPicture).where(ChatbotPicture.chatbot_id == chatbot_id, ChatbotPicture.hash == hash_)
    return session.exec(query).one_or_none()


def find_public(session: Session, public_id: str, hash_: str) -> ChatbotPicture | None:
    """Pictures are public, as the widget is: who knows the hash has seen the picture."""
    query = select(ChatbotPicture).join(Chatbot, col(Chatbot.id) == col(ChatbotPicture.chatbot_id))
    return session.exec(query.where(Chatbot.public_id == public_id, ChatbotPicture.hash == hash_)).one_or_none()


def list_hashes(session: Session, chatbot_id: UUID) -> list[str]:
    """Latest first."""
    query = select(ChatbotPicture.hash).where(ChatbotPicture.chatbot_id == chatbot_id)
    return list(session.exec(query.order_by(col(ChatbotPicture.created_at).desc())))
