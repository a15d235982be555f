"""Chatbots and their knowledge bases."""

from uuid import UUID

from sqlmodel import Session, col, select

from privexbot_app.errors import NotFound
from privexbot_app.models import Chatbot, KnowledgeBase
from privexbot_app.store.scope import Scope


def get_chatbot(session: Session, scope: Scope, chatbot_id: UUID) -> Chatbot:
    query = select(Chatbot).where(Chatbot.workspace_id == scope.workspace_id, Chatbot.id == chatbot_id)
    if chatbot := session.exec(query).one_or_none():
        return chatbot
    raise NotFound("There is no such chatbot.")


def find_chatbot(session: Session, chatbot_id: UUID) -> Chatbot | None:
    """Of any workspace: for callers that hold a proof that they may see it."""
    return session.get(Chatbot, chatbot_id)


def lock_chatbot(session: Session, chatbot_id: UUID) -> None:
    """Until the transaction ends nobody else who asks for this goes on: for work that must be done by one at a time."""
    session.exec(select(Chatbot.id).where(Chatbot.id == chatbot_id).with_for_update()).one_or_none()


def list_chatbots(session: Session, scope: Scope) -> list[Chatbot]:
    query = select(Chatbot).where(Chatbot.workspace_id == scope.workspace_id).order_by(col(Chatbot.created_at))
    return list(session.exec(query))


def find_public(session: Session, public_id: str) -> Chatbot | None:
    """By the id that stands in pages: what may be done with it depends on the chatbot's state, not on a workspace."""
    return session.exec(select(Chatbot).where(Chatbot.public_id == public_id)).one_or_none()


def get_knowledge_base(session: Session, scope: Scope, knowledge_base_id: UUID) -> KnowledgeBase:
    query = select(KnowledgeBase).where(
        KnowledgeBase.workspace_id == scope.workspace_id, KnowledgeBase.id == knowledge_base_id
    )
    if found := session.exec(query).one_or_none():
        return found
    raise NotFound("There is no such knowledge base.")
