"""The only queries for passages: written by the ingest job, read by search, always inside one knowledge base."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, cast
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    and_,
    bindparam,
    column,
    delete,
    func,
    insert,
    literal,
    literal_column,
    select,
    table,
    union_all,
    update,
)
from sqlalchemy import (
    text as sql,
)
from sqlalchemy.orm import defer
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
    counts = [
        select(literal(term).label("term"), func.count().label("passages"))
        .select_from(Passage)
        .where(_holds_any(session, knowledge_base_id, [term]))
        for term in terms
    ]
    return {row.term: row.passages for row in session.execute(union_all(*counts))} if counts else {}


def list_ids_with_any(session: Session, knowledge_base_id: UUID, terms: Sequence[str]) -> list[int]:
    """The passages that hold at least one of the terms."""
    if not terms:
        return []
    query = select(col(Passage.id)).where(_holds_any(session, knowledge_base_id, terms))
    return [cast("int", passage_id) for passage_id in session.execute(query).scalars()]


def list_candidates(session: Session, knowledge_base_id: UUID, ids: Collection[int]) -> list[Candidate]:
    """What scoring needs of those of the ids that are passages of this knowledge base, and no more."""
    columns = select(col(Passage.id), col(Passage.vectors), col(Passage.lexemes))
    rows = session.execute(columns.where(_within(knowledge_base_id), col(Passage.id).in_(ids)))
    return [Candidate(row.id, row.vectors, row.lexemes) for row in rows]


def list_passages(session: Session, knowledge_base_id: UUID, ids: Collection[int]) -> list[tuple[Passage, Document]]:
    """Passages with their documents, in any order, without the documents' whole text."""
    query = (
        select(Passage, Document)
        .join(Document, col(Document.id) == col(Passage.document_id))
        .where(_within(knowledge_base_id), col(Passage.id).in_(ids))
        .options(defer(Document.text))  # type: ignore[arg-type]  # SQLModel types its columns as their values
    )
    return [(passage, document) for passage, document in session.execute(query)]


def _row(passage: PreparedPassage, document_id: UUID, knowledge_base_id: UUID) -> dict[str, Any]:
    values = {name: value for name, value in vars(passage).items() if name != "lexemes"}
    words = {"lexemes": " ".join(passage.lexemes), "lexeme_count": len(passage.lexemes)}
    return {**values, **words, "document_id": document_id, "knowledge_base_id": knowledge_base_id}


def _within(knowledge_base_id: UUID) -> ColumnElement[bool]:
    return col(Passage.knowledge_base_id) == knowledge_base_id


def _holds_any(session: Session, knowledge_base_id: UUID, terms: Sequence[str]) -> ColumnElement[bool]:
    """Through FTS5, or the tsvector index, whose expression this has to repeat to the letter."""
    if session.get_bind().dialect.name == "sqlite":
        words = " OR ".join(f'"{term}"' for term in map(_plain, terms))
        match: BindParameter[str] = bindparam(
            None, f'knowledge_base_id : "{knowledge_base_id.hex}" AND lexemes : ({words})'
        )
        words_table = table("passage_words", column("rowid"))
        return col(Passage.id).in_(
            select(words_table.c.rowid).where(literal_column("passage_words").op("MATCH")(match))
        )
    query: BindParameter[str] = bindparam(None, " | ".join(map(_plain, terms)))
    vector = func.to_tsvector(literal_column("'simple'"), col(Passage.lexemes))
    return and_(_within(knowledge_base_id), vector.op("@@")(func.to_tsquery(literal_column("'simple'"), query)))


def _plain(term: str) -> str:
    """Search words are a-z and 0-9 (see `rag/tokens.py`); whatever else were in one could be an operator."""
    return "".join(filter(str.isalnum, term))
