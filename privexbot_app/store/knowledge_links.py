"""Which chatbot searches which knowledge bases; the first of a chatbot's is always its own."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import or_
from sqlmodel import Session, col, func, select

from privexbot_app.models import Chatbot, KnowledgeBase, KnowledgeLink
from privexbot_app.store.scope import Scope


def list_base_ids(session: Session, chatbot: Chatbot) -> tuple[UUID, ...]:
    """All that the chatbot searches, its own first, for callers that were allowed to see the chatbot."""
    query = select(KnowledgeLink.knowledge_base_id).where(KnowledgeLink.chatbot_id == chatbot.id)
    linked = session.exec(query.order_by(col(KnowledgeLink.position), col(KnowledgeLink.knowledge_base_id)))
    return (chatbot.knowledge_base_id, *linked)


def list_base_ids_of_all(session: Session, chatbots: Sequence[Chatbot]) -> dict[UUID, tuple[UUID, ...]]:
    """The same of several chatbots, by their ids."""
    query = select(KnowledgeLink).where(col(KnowledgeLink.chatbot_id).in_([chatbot.id for chatbot in chatbots]))
    bases: dict[UUID, tuple[UUID, ...]] = {chatbot.id: (chatbot.knowledge_base_id,) for chatbot in chatbots}
    for link in session.exec(query.order_by(col(KnowledgeLink.position), col(KnowledgeLink.knowledge_base_id))):
        bases[link.chatbot_id] = (*bases[link.chatbot_id], link.knowledge_base_id)
    return bases


def list_bases(session: Session, scope: Scope) -> list[KnowledgeBase]:
    """Of the workspace, by name."""
    query = select(KnowledgeBase).where(KnowledgeBase.workspace_id == scope.workspace_id)
    return list(session.exec(query.order_by(func.lower(KnowledgeBase.name), col(KnowledgeBase.created_at))))


def list_bases_by_id(session: Session, scope: Scope, ids: Iterable[UUID]) -> list[KnowledgeBase]:
    """Those of the ids that are knowledge bases of the workspace, in the order of the ids."""
    ids = list(ids)
    query = select(KnowledgeBase).where(
        KnowledgeBase.workspace_id == scope.workspace_id, col(KnowledgeBase.id).in_(ids)
    )
    return sorted(session.exec(query), key=lambda base: ids.index(base.id))


def list_users(session: Session, scope: Scope, knowledge_base_id: UUID) -> list[Chatbot]:
    """The chatbots that search it, oldest first; for one of them it may be its own."""
    linked = select(KnowledgeLink.chatbot_id).where(KnowledgeLink.knowledge_base_id == knowledge_base_id)
    uses = or_(col(Chatbot.knowledge_base_id) == knowledge_base_id, col(Chatbot.id).in_(linked))
    query = select(Chatbot).where(Chatbot.workspace_id == scope.workspace_id, uses)
    return list(session.exec(query.order_by(col(Chatbot.created_at))))


def find_link(session: Session, chatbot_id: UUID, knowledge_base_id: UUID) -> KnowledgeLink | None:
    return session.get(KnowledgeLink, (chatbot_id, knowledge_base_id))


def add_link(session: Session, chatbot: Chatbot, knowledge_base_id: UUID) -> None:
    """Behind those that are there."""
    query = select(func.coalesce(func.max(KnowledgeLink.position), 0)).where(KnowledgeLink.chatbot_id == chatbot.id)
    session.add(
        KnowledgeLink(
            chatbot_id=chatbot.id,
            knowledge_base_id=knowledge_base_id,
            workspace_id=chatbot.workspace_id,
            position=session.exec(query).one() + 1,
        )
    )
