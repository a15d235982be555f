"""The owner's questions and answers, and the source and documents behind them."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlmodel import Session, col, func, or_, select

from privexbot_app.errors import NotFound
from privexbot_app.models import Document, KnowledgeBase, QaPair, Source, SourceKind, SourceState
from privexbot_app.store.scope import Scope

SOURCE_TITLE = "Questions and answers"


def lock_knowledge_base(session: Session, scope: Scope, knowledge_base_id: UUID) -> KnowledgeBase:
    """Until the transaction ends nobody else adds a pair to it."""
    query = select(KnowledgeBase).where(
        KnowledgeBase.workspace_id == scope.workspace_id, KnowledgeBase.id == knowledge_base_id
    )
    if found := session.exec(query.with_for_update()).one_or_none():
        return found
    raise NotFound("There is no such knowledge base.")


def find_or_add_source(session: Session, knowledge: KnowledgeBase) -> Source:
    """The one source that all pairs of a knowledge base belong to."""
    query = select(Source).where(Source.knowledge_base_id == knowledge.id, Source.kind == SourceKind.QA)
    if source := session.exec(query).first():
        return source
    source = Source(
        workspace_id=knowledge.workspace_id,
        knowledge_base_id=knowledge.id,
        kind=SourceKind.QA,
        title=SOURCE_TITLE,
        state=SourceState.READY,
    )
    session.add(source)
    session.flush()
    return source


def get_pair(session: Session, scope: Scope, pair_id: UUID) -> QaPair:
    query = (
        select(QaPair)
        .join(KnowledgeBase, col(KnowledgeBase.id) == QaPair.knowledge_base_id)
        .where(KnowledgeBase.workspace_id == scope.workspace_id, QaPair.id == pair_id)
    )
    if pair := session.exec(query).one_or_none():
        return pair
    raise NotFound("There is no such question and answer.")


def find_by_key(session: Session, knowledge_base_id: UUID, key: str) -> QaPair | None:
    query = select(QaPair).where(QaPair.knowledge_base_id == knowledge_base_id, QaPair.question_key == key)
    return session.exec(query).one_or_none()


def list_pairs(session: Session, knowledge_base_id: UUID, words: str, *, offset: int, limit: int) -> list[QaPair]:
    """Those whose question or answer holds the words, latest change first."""
    query = select(QaPair).where(QaPair.knowledge_base_id == knowledge_base_id)
    if words:
        query = query.where(
            or_(
                col(QaPair.question).icontains(words, autoescape=True),
                col(QaPair.answer).icontains(words, autoescape=True),
            )
        )
    return list(session.exec(query.order_by(col(QaPair.changed_at).desc(), col(QaPair.id)).offset(offset).limit(limit)))


def count_pairs(session: Session, knowledge_base_id: UUID) -> int:
    query = select(func.count()).where(col(QaPair.knowledge_base_id) == knowledge_base_id)
    return session.exec(query).one()


def list_phrasings(session: Session, knowledge_base_id: UUID) -> list[tuple[UUID, str, Sequence[str], bytes]]:
    """(id, question, other phrasings, packed vectors) of every pair."""
    query = select(QaPair.id, QaPair.question, QaPair.phrasings, QaPair.vectors)
    return list(session.exec(query.where(QaPair.knowledge_base_id == knowledge_base_id).order_by(col(QaPair.id))))


def list_vectors(session: Session, pair_ids: Collection[UUID]) -> list[bytes]:
    """Packed, of each of these pairs."""
    return list(session.exec(select(QaPair.vectors).where(col(QaPair.id).in_(pair_ids))))


def find_with_source(session: Session, pair_id: UUID) -> tuple[QaPair, UUID] | None:
    """A pair and the id of its source, for the knowledge base's own chatbot to tell."""
    query = select(QaPair, Document.source_id).join(Document, col(Document.id) == QaPair.document_id)
    return session.exec(query.where(QaPair.id == pair_id)).one_or_none()
