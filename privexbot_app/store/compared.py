"""All passages of a chatbot with everything that comparing them needs, and where each is from."""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col, func

from privexbot_app.models import Document, KnowledgeBase, Passage, PassageOverride, Source
from privexbot_app.rag.conflicts import Compared


class Origin(NamedTuple):
    """Where a passage stands, and whether its own words are shown."""

    document_id: UUID
    title: str
    source: str
    heading: str
    text: str


def list_compared(
    session: Session, knowledge_base_ids: Collection[UUID], limit: int
) -> dict[UUID | None, list[Compared]]:
    """The first `limit` that can be found, oldest first, by the embedding space of their vectors."""
    query = (
        select(
            col(Passage.id),
            col(Passage.document_id),
            col(Document.title),
            col(Passage.heading),
            col(Passage.text),
            col(Passage.sentences),
            col(Passage.vectors),
            col(Passage.lexemes),
            col(KnowledgeBase.space_id),
        )
        .join(Document, col(Document.id) == col(Passage.document_id))
        .join(KnowledgeBase, col(KnowledgeBase.id) == col(Passage.knowledge_base_id))
        .outerjoin(PassageOverride, col(PassageOverride.id) == col(Passage.override_id))
        .where(col(Passage.knowledge_base_id).in_(knowledge_base_ids))
        .where(func.coalesce(PassageOverride.is_disabled, False).is_(False))
    )
    found: dict[UUID | None, list[Compared]] = {}
    for *passage, space_id in session.execute(query.order_by(col(Passage.id)).limit(limit)):
        found.setdefault(space_id, []).append(Compared(*passage))
    return found


def count_compared(session: Session, knowledge_base_ids: Collection[UUID]) -> int:
    query = select(func.count()).where(col(Passage.knowledge_base_id).in_(knowledge_base_ids))
    return int(session.execute(query).scalar_one())


def list_origins(session: Session, passage_ids: Collection[int]) -> dict[int, Origin]:
    """For callers that found the passages in knowledge bases they were allowed to see."""
    columns = select(
        col(Passage.id),
        col(Document.id),
        col(Document.title),
        col(Source.title),
        col(Passage.heading),
        col(Passage.text),
    )
    query = columns.join(Document, col(Document.id) == col(Passage.document_id)).join(
        Source, col(Source.id) == col(Document.source_id)
    )
    rows = session.execute(query.where(col(Passage.id).in_(passage_ids)))
    return {passage_id: Origin(*origin) for passage_id, *origin in rows}
