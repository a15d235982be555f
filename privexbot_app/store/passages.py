"""The only queries for passages: written by the ingest job, read by search, always inside one knowledge base."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple, cast
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    TextClause,
    and_,
    bindparam,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy import (
    text as sql,
)
from sqlmodel import Session, col

from privexbot_app.errors import NotFound
from privexbot_app.models.knowledge import Document, KnowledgeBase, Passage

WRITE_ROWS = 200


@dataclass(frozen=True)
class PreparedPassage:
    """A passage ready to be written: cut, counted and embedded."""

    position: int
    heading: str
    text: str
    start: int
    end: int
    sentences: tuple[tuple[int, int], ...]
    vectors: bytes
    lexemes: tuple[str, ...]


class Candidate(NamedTuple):
    """A passage that may be found."""

    id: int
    vectors: bytes
    lexemes: str


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


def replace_passages(
    session: Session, document_id: UUID, knowledge_base_id: UUID, prepared: Sequence[PreparedPassage]
) -> None:
    """Put these in the place of all the document's passages and tell every node that its index is stale."""
    session.flush()  # the document may be new in this very transaction
    session.execute(delete(Passage).where(col(Passage.document_id) == document_id))
    put_passages(session, document_id, knowledge_base_id, prepared)
    bump_version(session, knowledge_base_id)


def put_passages(
    session: Session, document_id: UUID, knowledge_base_id: UUID, prepared: Sequence[PreparedPassage]
) -> None:
    """Write these at their positions, over what stands there; whoever ends the work calls `bump_version`."""
    session.flush()
    for first in range(0, len(prepared), WRITE_ROWS):
        some = prepared[first : first + WRITE_ROWS]
        own = col(Passage.document_id) == document_id
        session.execute(delete(Passage).where(own, col(Passage.position).in_([passage.position for passage in some])))
        session.execute(insert(Passage), [_row(passage, document_id, knowledge_base_id) for passage in some])


def bump_version(session: Session, knowledge_base_id: UUID) -> None:
    """Call it in every transaction that changes or deletes passages."""
    own = col(KnowledgeBase.id) == knowledge_base_id
    session.execute(update(KnowledgeBase).where(own).values(version=KnowledgeBase.version + 1))


def refresh_statistics(session: Session) -> None:
    """Tell PostgreSQL's planner what is in the table now: a first search was ten times slower before it knew."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sql("ANALYZE passages"))


def get_version(session: Session, knowledge_base_id: UUID) -> int:
    query = select(col(KnowledgeBase.version)).where(col(KnowledgeBase.id) == knowledge_base_id)
    version = session.execute(query).scalar_one_or_none()
    if version is None:
        raise NotFound("There is no such knowledge base.")
    return cast("int", version)


def list_vectors(session: Session, knowledge_base_id: UUID) -> list[tuple[int, bytes, int]]:
    """(id, packed vectors, number of search words) of every passage."""
    columns = select(col(Passage.id), col(Passage.vectors), col(Passage.lexeme_count))
    rows = session.execute(columns.where(_within(knowledge_base_id)).order_by(col(Passage.id)))
    return [(row.id, row.vectors, row.lexeme_count) for row in rows]


def count_frequencies(session: Session, knowledge_base_id: UUID, terms: Sequence[str]) -> dict[str, int]:
    """In how many passages of the knowledge base each term occurs."""
    if not terms:
        return {}
    words = {f"words{place}": _any_of(session, knowledge_base_id, [term]) for place, term in enumerate(terms)}
    counts = _counts(_dialect(session), len(terms))
    rows = session.connection().execute(counts, _bound(session, knowledge_base_id, words))
    return {terms[place]: passages for place, passages in rows}


def list_ids_with_any(session: Session, knowledge_base_id: UUID, terms: Sequence[str]) -> list[int]:
    """The passages that hold at least one of the terms."""
    if not terms:
        return []
    words = {"words0": _any_of(session, knowledge_base_id, terms)}
    query = sql(_matching(_dialect(session)))
    rows = session.connection().execute(query, _bound(session, knowledge_base_id, words))
    return [cast("int", passage_id) for passage_id in rows.scalars()]


def list_candidates(session: Session, knowledge_base_id: UUID, ids: Collection[int]) -> list[Candidate]:
    """What scoring needs of those of the ids that are passages of this knowledge base, and no more."""
    rows = session.connection().execute(_CANDIDATES, {"knowledge_base_id": knowledge_base_id, "ids": list(ids)})
    return [Candidate(row.id, row.vectors, row.lexemes) for row in rows]


def list_passages(session: Session, knowledge_base_id: UUID, ids: Collection[int]) -> list[Located]:
    """Those of the ids that are passages of this knowledge base, each with its document, in any order."""
    rows = session.connection().execute(_LOCATED, {"knowledge_base_id": knowledge_base_id, "ids": list(ids)})
    return [Located(*row) for row in rows]


# Each question is asked through the statements below. They are built once: building one costs more than running it.
_passages, _documents = Passage.__table__.c, Document.__table__.c  # type: ignore[attr-defined]  # SQLModel hides it
_OWN = and_(
    _passages.knowledge_base_id == bindparam("knowledge_base_id"), _passages.id.in_(bindparam("ids", expanding=True))
)
_CANDIDATES = select(_passages.id, _passages.vectors, _passages.lexemes).where(_OWN)
_LOCATED = (
    select(
        _passages.id,
        _passages.heading,
        _passages.text,
        _passages.sentences,
        _documents.id,
        _documents.source_id,
        _documents.title,
        _documents.url,
    )
    .join(Document.__table__, _documents.id == _passages.document_id)  # type: ignore[attr-defined]
    .where(_OWN)
)
# The name of the id, and the rows that hold `:words…`: through FTS5, or through the index on the tsvector, whose
# expression this has to repeat to the letter.
_WORD_ROWS = {
    "sqlite": ("rowid", "passage_words WHERE passage_words MATCH :words{place}"),
    "postgresql": (
        "id",
        "passages WHERE knowledge_base_id = :knowledge_base_id"
        " AND to_tsvector('simple', lexemes) @@ to_tsquery('simple', :words{place})",
    ),
}


def _holding(dialect: str, place: int) -> str:
    return _WORD_ROWS[dialect][1].format(place=place)


def _matching(dialect: str) -> str:
    return f"SELECT {_WORD_ROWS[dialect][0]} FROM {_holding(dialect, 0)}"  # noqa: S608  # our own words


@lru_cache(maxsize=256)
def _counts(dialect: str, terms: int) -> TextClause:
    counts = [f"SELECT {place}, count(*) FROM {_holding(dialect, place)}" for place in range(terms)]  # noqa: S608  # numbers and our own words
    return sql(" UNION ALL ".join(counts))


def _any_of(session: Session, knowledge_base_id: UUID, terms: Sequence[str]) -> str:
    """In the language of the database's text search; on SQLite the knowledge base is one more word to be found."""
    if _dialect(session) != "sqlite":
        return " | ".join(map(_plain, terms))
    words = " OR ".join(f'"{term}"' for term in map(_plain, terms))
    return f'knowledge_base_id : "{knowledge_base_id.hex}" AND lexemes : ({words})'


def _bound(session: Session, knowledge_base_id: UUID, words: dict[str, str]) -> dict[str, Any]:
    return words if _dialect(session) == "sqlite" else {"knowledge_base_id": knowledge_base_id, **words}


def _dialect(session: Session) -> str:
    return session.get_bind().dialect.name


def _row(passage: PreparedPassage, document_id: UUID, knowledge_base_id: UUID) -> dict[str, Any]:
    values = {name: value for name, value in vars(passage).items() if name != "lexemes"}
    words = {"lexemes": " ".join(passage.lexemes), "lexeme_count": len(passage.lexemes)}
    return {**values, **words, "document_id": document_id, "knowledge_base_id": knowledge_base_id}


def _within(knowledge_base_id: UUID) -> ColumnElement[bool]:
    return col(Passage.knowledge_base_id) == knowledge_base_id


def _plain(term: str) -> str:
    """Search words are a-z and 0-9 (see `rag/tokens.py`); whatever else were in one could be an operator."""
    return "".join(filter(str.isalnum, term))
