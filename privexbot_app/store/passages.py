"""The only queries for passages: written by the ingest job, read by search, always inside one knowledge base."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, cast
from uuid import UUID

from sqlalchemy import (
    and_,
    bindparam,
    delete,
    false,
    func,
    insert,
    select,
    tuple_,
    update,
)
from sqlalchemy import (
    text as sql,
)
from sqlmodel import Session, col

from privexbot_app.errors import Conflict, NotFound
from privexbot_app.models.knowledge import Document, KnowledgeBase, Passage
from privexbot_app.models.overrides import PassageOverride
from privexbot_app.rag.index import PackedPassage
from privexbot_app.rag.rank import Candidate
from privexbot_app.store.overrides import keep_decisions

WRITE_ROWS = 200


class SpaceChanged(Conflict):
    """Vectors were made for an embedding space that the knowledge base has left since."""

    def __init__(self) -> None:
        super().__init__("The knowledge base changed to another embedding model just now. Please try again.")


@dataclass(frozen=True)
class PreparedPassage:
    """A passage ready to be written: cut, counted and embedded, in the space that its knowledge base was in."""

    position: int
    heading: str
    text: str
    start: int
    end: int
    sentences: tuple[tuple[int, int], ...]
    vectors: bytes
    lexemes: tuple[str, ...]
    content_hash: str = ""
    pages: tuple[int, ...] = ()
    space_id: UUID | None = None


class Located(NamedTuple):
    """A passage that was found, and where it stands; `sentences` are [start, end) offsets into `text`."""

    id: int
    heading: str
    text: str
    sentences: list[list[int]]
    document_id: UUID
    source_id: UUID
    title: str
    url: str
    is_edited: bool
    pages: list[int]
    page_kind: str
    position: int
    start: int
    end: int


def replace_passages(
    session: Session, document_id: UUID, knowledge_base_id: UUID, prepared: Sequence[PreparedPassage]
) -> None:
    """Put these in the place of all the document's passages and tell every node that its index is stale."""
    session.flush()  # the document may be new in this very transaction
    _require_space_of(session, knowledge_base_id, prepared)
    session.execute(delete(Passage).where(col(Passage.document_id) == document_id))
    put_passages(session, document_id, knowledge_base_id, prepared)
    bump_version(session, knowledge_base_id)


def put_passages(
    session: Session, document_id: UUID, knowledge_base_id: UUID, prepared: Sequence[PreparedPassage]
) -> None:
    """Write these at their positions, over what stands there, with what owners decided about their words before;
    whoever ends the work calls `bump_version`."""
    session.flush()
    _require_space_of(session, knowledge_base_id, prepared)
    for first in range(0, len(prepared), WRITE_ROWS):
        some = prepared[first : first + WRITE_ROWS]
        own = col(Passage.document_id) == document_id
        session.execute(delete(Passage).where(own, col(Passage.position).in_([passage.position for passage in some])))
        rows = [_row(passage, document_id, knowledge_base_id) for passage in some]
        keep_decisions(session, document_id, rows)
        session.execute(insert(Passage), rows)


def renew_passages(
    session: Session, document_id: UUID, knowledge_base_id: UUID, prepared: Sequence[PreparedPassage]
) -> None:
    """As `replace_passages`, but a passage whose heading and text are in the document already keeps its row and id."""
    session.flush()
    _require_space_of(session, knowledge_base_id, prepared)
    kept = _kept_rows(session, document_id)
    rows = [_row(passage, document_id, knowledge_base_id) for passage in prepared]
    keep_decisions(session, document_id, rows)
    ids = [_take(kept, (row["heading"], row["text"])) for row in rows]
    own = col(Passage.document_id) == document_id
    session.execute(delete(Passage).where(own, col(Passage.id).not_in([id_ for id_ in ids if id_ is not None])))
    session.execute(update(Passage).where(own).values(position=-1 - col(Passage.position)))  # positions are unique
    for row, id_ in zip(rows, ids, strict=True):
        session.execute(
            insert(Passage).values(row) if id_ is None else update(Passage).where(col(Passage.id) == id_).values(row)
        )
    bump_version(session, knowledge_base_id)


def require_space(session: Session, knowledge_base_id: UUID, space_id: UUID | None) -> None:
    """The knowledge base is in this space, and stays there until the transaction ends. Raises SpaceChanged."""
    query = select(col(KnowledgeBase.space_id)).where(col(KnowledgeBase.id) == knowledge_base_id)
    if session.execute(query.with_for_update(key_share=True)).scalar_one_or_none() != space_id:
        raise SpaceChanged()


def _require_space_of(session: Session, knowledge_base_id: UUID, prepared: Sequence[PreparedPassage]) -> None:
    for space_id in {passage.space_id for passage in prepared}:
        require_space(session, knowledge_base_id, space_id)


def _kept_rows(session: Session, document_id: UUID) -> dict[tuple[str, str], list[int]]:
    """The ids of a document's passages by heading and text, the last one first."""
    query = select(_passages.id, _passages.heading, _passages.text).where(_passages.document_id == document_id)
    rows: dict[tuple[str, str], list[int]] = {}
    for row in session.execute(query.order_by(_passages.position.desc())):
        rows.setdefault((row.heading, row.text), []).append(row.id)
    return rows


def _take(rows: dict[tuple[str, str], list[int]], key: tuple[str, str]) -> int | None:
    same = rows.get(key)
    return same.pop() if same else None


def list_known_vectors(session: Session, knowledge_base_id: UUID, hashes: Collection[str]) -> dict[str, bytes]:
    """What was embedded before in this knowledge base, by the hash of what it was made from."""
    columns = select(col(Passage.content_hash), col(Passage.vectors))
    as_read = col(Passage.override_id).is_(None)  # an owner's own words may stand in another
    wanted = columns.where(
        col(Passage.knowledge_base_id) == knowledge_base_id, as_read, col(Passage.content_hash).in_(hashes)
    )
    rows = session.execute(wanted)
    return {row.content_hash: row.vectors for row in rows}


def bump_version(session: Session, knowledge_base_id: UUID) -> None:
    """Call it in every transaction that changes or deletes passages."""
    own = col(KnowledgeBase.id) == knowledge_base_id
    session.execute(update(KnowledgeBase).where(own).values(version=KnowledgeBase.version + 1))


def refresh_statistics(session: Session) -> None:
    """Tell PostgreSQL's planner what is in the table now: a first search was ten times slower before it knew."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sql("ANALYZE passages"))


def get_version(session: Session, knowledge_base_id: UUID) -> int:
    version = session.connection().execute(_VERSION, {"knowledge_base_id": knowledge_base_id}).scalar_one_or_none()
    if version is None:
        raise NotFound("There is no such knowledge base.")
    return cast("int", version)


def list_vectors(session: Session, knowledge_base_id: UUID) -> list[PackedPassage]:
    """What the index needs of every passage."""
    columns = select(_passages.id, _passages.vectors, _passages.lexeme_count, _SENTENCES).select_from(_DECIDED)
    own = _passages.knowledge_base_id == knowledge_base_id
    rows = session.execute(columns.where(own, _ENABLED).order_by(_passages.id))
    return [PackedPassage(*row) for row in rows]


def list_candidates(session: Session, knowledge_base_ids: Sequence[UUID], ids: Collection[int]) -> list[Candidate]:
    """What scoring needs of those of the ids that are passages of these knowledge bases and may be found."""
    bound = {"knowledge_base_ids": list(knowledge_base_ids), "ids": list(ids)}
    return [Candidate(*row) for row in session.connection().execute(_CANDIDATES, bound).all()]


def list_passages(session: Session, knowledge_base_ids: Sequence[UUID], ids: Collection[int]) -> list[Located]:
    """Those of the ids that are passages of these knowledge bases, each with its document, in any order."""
    bound = {"knowledge_base_ids": list(knowledge_base_ids), "ids": list(ids)}
    return [Located(*row) for row in session.connection().execute(_LOCATED, bound).all()]


def list_standing(
    session: Session, knowledge_base_ids: Sequence[UUID], places: Sequence[tuple[UUID, int]]
) -> list[Located]:
    """Those that stand at these places (document, position) of these knowledge bases and may be found, in any order."""
    bound = {"knowledge_base_ids": list(knowledge_base_ids), "places": list(places)}
    return [Located(*row) for row in session.connection().execute(_STANDING, bound)]


def list_ids_of_sources(session: Session, knowledge_base_id: UUID, source_ids: Collection[UUID]) -> set[int]:
    """The passages of those of the sources that are in this knowledge base."""
    query = select(_passages.id).join(Document.__table__, _documents.id == _passages.document_id)  # type: ignore[attr-defined]
    own = _passages.knowledge_base_id == knowledge_base_id
    return set(session.execute(query.where(own, _documents.source_id.in_(source_ids))).scalars())


# Each question is asked through the statements below. They are built once: building one costs more than running it.
_passages, _documents = Passage.__table__.c, Document.__table__.c  # type: ignore[attr-defined]  # SQLModel hides it
_bases = KnowledgeBase.__table__.c  # type: ignore[attr-defined]
_VERSION = select(_bases.version).where(_bases.id == bindparam("knowledge_base_id"))
_overrides = PassageOverride.__table__.c  # type: ignore[attr-defined]
_DECIDED = Passage.__table__.outerjoin(PassageOverride.__table__, _overrides.id == _passages.override_id)  # type: ignore[attr-defined]
_ENABLED = func.coalesce(_overrides.is_disabled, false()) == false()
_OWN = and_(
    _passages.knowledge_base_id.in_(bindparam("knowledge_base_ids", expanding=True)),
    _passages.id.in_(bindparam("ids", expanding=True)),
)
_SENTENCES = func.json_array_length(_passages.sentences)
_CANDIDATES = (
    select(
        _passages.id,
        _passages.vectors,
        _passages.lexemes,
        _SENTENCES,
        func.coalesce(_overrides.boost, 0.0),
        func.coalesce(_overrides.is_pinned, false()),
        _bases.space_id,
    )
    .select_from(_DECIDED.join(KnowledgeBase.__table__, _bases.id == _passages.knowledge_base_id))  # type: ignore[attr-defined]
    .where(_OWN, _ENABLED)
)
_PLACED = (
    select(
        _passages.id,
        _passages.heading,
        _passages.text,
        _passages.sentences,
        _documents.id,
        _documents.source_id,
        _documents.title,
        _documents.url,
        func.coalesce(_overrides.edited_text, "") != "",
        _passages.pages,
        _documents.page_kind,
        _passages.position,
        _passages.start,
        _passages.end,
    )
    .select_from(_DECIDED)
    .join(Document.__table__, _documents.id == _passages.document_id)  # type: ignore[attr-defined]
)
_LOCATED = _PLACED.where(_OWN)
_STANDING = _PLACED.where(
    _passages.knowledge_base_id.in_(bindparam("knowledge_base_ids", expanding=True)),
    tuple_(_passages.document_id, _passages.position).in_(bindparam("places", expanding=True)),
    _ENABLED,
)


def _row(passage: PreparedPassage, document_id: UUID, knowledge_base_id: UUID) -> dict[str, Any]:
    values = {name: value for name, value in vars(passage).items() if name not in ("lexemes", "space_id")}
    words = {"lexemes": " ".join(passage.lexemes), "lexeme_count": len(passage.lexemes)}
    place = {"document_id": document_id, "knowledge_base_id": knowledge_base_id}
    return {**values, **words, **place, "override_id": None}
