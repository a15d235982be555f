"""Vectors on their way into another space: what is lacking, what is there, and the one moment in which they count.

A passage that an owner decided about takes its vectors from the decision, which has those of two texts.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import and_, case, delete, func, insert, update
from sqlalchemy import select as select_columns
from sqlmodel import Session, col

from privexbot_app.models import (
    Document,
    KnowledgeBase,
    Passage,
    PassageOverride,
    PendingOverride,
    PendingVectors,
    QaPair,
    Source,
    SourceKind,
)


class Lacking(NamedTuple):
    """A passage whose vectors in the other space are not there, with all that they are made from."""

    passage_id: int
    heading: str
    text: str
    sentences: Sequence[Sequence[int]]
    content_hash: str
    title: str
    kind: SourceKind
    phrasings: Sequence[str] | None


class Decided(NamedTuple):
    """A decision whose vectors are not there; heading and title are empty where its passage is not there either."""

    override_id: UUID
    changed_at: datetime
    read_text: str
    read_sentences: Sequence[Sequence[int]]
    edited_text: str
    edited_sentences: Sequence[Sequence[int]]
    heading: str
    title: str
    content_hash: str


class Progress(NamedTuple):
    """How many passages there are, and how many of them are ready."""

    passages: int
    ready: int


_is_fresh = and_(
    col(PendingVectors.passage_id) == col(Passage.id), col(PendingVectors.read_hash) == col(Passage.content_hash)
)
_is_decided_on = and_(
    col(PendingOverride.override_id) == col(PassageOverride.id),
    col(PendingOverride.decided_at) == col(PassageOverride.changed_at),
)


def list_lacking(session: Session, knowledge_base_id: UUID, after: int, limit: int) -> list[Lacking]:
    """Those with an id above `after`, in the order of their ids."""
    query = (
        select_columns(
            col(Passage.id),
            col(Passage.heading),
            col(Passage.text),
            col(Passage.sentences),
            col(Passage.content_hash),
            col(Document.title),
            col(Source.kind),
            col(QaPair.phrasings),
        )
        .join(Document, col(Document.id) == col(Passage.document_id))
        .join(Source, col(Source.id) == col(Document.source_id))
        .outerjoin(QaPair, col(QaPair.document_id) == col(Document.id))
        .outerjoin(PendingVectors, _is_fresh)
        .where(*_lacks(knowledge_base_id), col(Passage.id) > after)
    )
    return [Lacking(*row) for row in session.execute(query.order_by(col(Passage.id)).limit(limit))]


def list_decided(session: Session, knowledge_base_id: UUID, limit: int) -> list[Decided]:
    """Decisions whose vectors are lacking."""
    one = (
        select_columns(col(Passage.override_id), func.min(Passage.id).label("id"))
        .where(col(Passage.knowledge_base_id) == knowledge_base_id, col(Passage.override_id).is_not(None))
        .group_by(col(Passage.override_id))
        .subquery()
    )
    query = (
        select_columns(
            col(PassageOverride.id),
            col(PassageOverride.changed_at),
            col(PassageOverride.read_text),
            col(PassageOverride.read_sentences),
            col(PassageOverride.edited_text),
            col(PassageOverride.edited_sentences),
            func.coalesce(Passage.heading, ""),
            func.coalesce(Document.title, ""),
            func.coalesce(Passage.content_hash, ""),
        )
        .outerjoin(one, one.c.override_id == col(PassageOverride.id))
        .outerjoin(Passage, col(Passage.id) == one.c.id)
        .outerjoin(Document, col(Document.id) == col(Passage.document_id))
        .outerjoin(PendingOverride, _is_decided_on)
        .where(col(PassageOverride.knowledge_base_id) == knowledge_base_id, col(PendingOverride.override_id).is_(None))
    )
    return [Decided(*row) for row in session.execute(query.order_by(col(PassageOverride.id)).limit(limit))]


def is_complete(session: Session, knowledge_base_id: UUID) -> bool:
    """Whether nothing is lacking."""
    return not list_lacking(session, knowledge_base_id, 0, 1) and not list_decided(session, knowledge_base_id, 1)


def list_known(session: Session, knowledge_base_id: UUID, hashes: Collection[str]) -> dict[str, bytes]:
    """What was embedded for another passage that says the same, by the hash of what it says."""
    columns = select_columns(col(PendingVectors.content_hash), col(PendingVectors.vectors))
    own = col(PendingVectors.knowledge_base_id) == knowledge_base_id
    rows = session.execute(columns.where(own, col(PendingVectors.content_hash).in_(hashes)))
    return {row.content_hash: row.vectors for row in rows if row.content_hash}


def put_pending(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Over what was there of the same passages; of a passage that is gone meanwhile nothing is kept."""
    ids = [row["passage_id"] for row in rows]
    session.execute(delete(PendingVectors).where(col(PendingVectors.passage_id).in_(ids)))
    there = set(session.execute(select_columns(col(Passage.id)).where(col(Passage.id).in_(ids))).scalars())
    if kept := [dict(row) for row in rows if row["passage_id"] in there]:
        session.execute(insert(PendingVectors), kept)


def put_decided(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """The same for decisions."""
    ids = [row["override_id"] for row in rows]
    session.execute(delete(PendingOverride).where(col(PendingOverride.override_id).in_(ids)))
    query = select_columns(col(PassageOverride.id)).where(col(PassageOverride.id).in_(ids))
    there = set(session.execute(query).scalars())
    if kept := [dict(row) for row in rows if row["override_id"] in there]:
        session.execute(insert(PendingOverride), kept)


def drop_pending(session: Session, knowledge_base_id: UUID) -> None:
    """Nobody waits for it any more."""
    for table in (PendingVectors, PendingOverride):
        session.execute(delete(table).where(col(table.knowledge_base_id) == knowledge_base_id))


def take_pending(session: Session, knowledge_base_id: UUID) -> None:
    """All that is ready counts from now on, for callers that hold the knowledge base and know that nothing lacks."""
    own = col(Passage.knowledge_base_id) == knowledge_base_id
    plain, decided = col(Passage.override_id).is_(None), col(Passage.override_id).is_not(None)
    of_passage = col(PendingVectors.passage_id) == col(Passage.id)
    of_decision = col(PendingOverride.override_id) == col(PassageOverride.id)
    shown = case(
        (col(PassageOverride.edited_text) != "", col(PassageOverride.edited_vectors)),
        else_=col(PassageOverride.read_vectors),
    )
    session.execute(
        update(Passage)
        .where(own, plain)
        .values(
            vectors=_one(PendingVectors.vectors, of_passage), content_hash=_one(PendingVectors.content_hash, of_passage)
        )
        .execution_options(synchronize_session=False)
    )
    session.execute(
        update(PassageOverride)
        .where(col(PassageOverride.knowledge_base_id) == knowledge_base_id)
        .values(
            read_vectors=_one(PendingOverride.read_vectors, of_decision),
            edited_vectors=_one(PendingOverride.edited_vectors, of_decision),
        )
        .execution_options(synchronize_session=False)
    )
    by_passage = col(PassageOverride.id) == col(Passage.override_id)
    hashed = col(PendingOverride.override_id) == col(Passage.override_id)
    session.execute(
        update(Passage)
        .where(own, decided)
        .values(vectors=_one(shown, by_passage), content_hash=_one(PendingOverride.content_hash, hashed))
        .execution_options(synchronize_session=False)
    )
    drop_pending(session, knowledge_base_id)


def _one(column: Any, condition: Any) -> Any:
    return select_columns(column).where(condition).scalar_subquery()


def measure(session: Session, knowledge_base_id: UUID) -> Progress:
    """Cheap enough to be asked again and again; what has to be embedded once more counts as ready until then."""
    passages, *ready = (
        session.execute(
            select_columns(func.count()).select_from(table).where(col(table.knowledge_base_id) == knowledge_base_id)
        ).scalar_one()
        for table in (Passage, PendingVectors, PendingOverride)
    )
    return Progress(passages, min(sum(ready), passages))


def count_characters(session: Session, knowledge_base_id: UUID) -> int:
    """Of all passages."""
    columns = select_columns(func.coalesce(func.sum(func.length(Passage.text)), 0))
    return int(session.execute(columns.where(col(Passage.knowledge_base_id) == knowledge_base_id)).scalar_one())


def _lacks(knowledge_base_id: UUID) -> tuple[Any, ...]:
    return (
        col(Passage.knowledge_base_id) == knowledge_base_id,
        col(Passage.override_id).is_(None),
        col(PendingVectors.passage_id).is_(None),
    )


def lock_base(session: Session, knowledge_base_id: UUID) -> KnowledgeBase | None:
    """Until the transaction ends nobody writes passages into it: see `store.passages.require_space`."""
    query = select_columns(KnowledgeBase).where(col(KnowledgeBase.id) == knowledge_base_id)
    return session.execute(query.with_for_update(key_share=True)).scalar_one_or_none()
