"""The passages that hold a word: FTS5 on SQLite, an index of tsvector on PostgreSQL."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, cast
from uuid import UUID

from sqlalchemy import TextClause
from sqlalchemy import text as sql
from sqlmodel import Session

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


def count_frequencies(session: Session, knowledge_base_id: UUID, terms: Sequence[str]) -> dict[str, int]:
    """In how many passages of the knowledge base each term occurs."""
    if not terms:
        return {}
    words = _each(session, knowledge_base_id, terms)
    counts = _counts(_dialect(session), len(terms))
    rows = session.connection().execute(counts, _bound(session, knowledge_base_id, words))
    return {terms[place]: passages for place, passages in rows}


def list_ids_by_words(session: Session, knowledge_base_id: UUID, terms: Mapping[str, float], limit: int) -> list[int]:
    """The passages whose terms weigh most together, heaviest first; none that has none of them."""
    if not terms:
        return []
    words = _each(session, knowledge_base_id, list(terms))
    weights = {f"weight{place}": weight for place, weight in enumerate(terms.values())}
    bound = _bound(session, knowledge_base_id, words) | weights | {"limit": limit}
    rows = session.connection().execute(_by_words(_dialect(session), len(terms)), bound)
    return [cast("int", passage_id) for passage_id in rows.scalars().all()]


def _holding(dialect: str, place: int) -> str:
    return _WORD_ROWS[dialect][1].format(place=place)


@lru_cache(maxsize=256)
def _counts(dialect: str, terms: int) -> TextClause:
    counts = [f"SELECT {place}, count(*) FROM {_holding(dialect, place)}" for place in range(terms)]  # noqa: S608  # numbers and our own words
    return sql(" UNION ALL ".join(counts))


@lru_cache(maxsize=256)
def _by_words(dialect: str, terms: int) -> TextClause:
    row_id = _WORD_ROWS[dialect][0]
    weighed = [
        f"SELECT {row_id} AS id, CAST(:weight{place} AS FLOAT) AS weight FROM {_holding(dialect, place)}"  # noqa: S608  # numbers and our own words
        for place in range(terms)
    ]
    rows = " UNION ALL ".join(weighed)
    return sql(f"SELECT id FROM ({rows}) AS weighed GROUP BY id ORDER BY sum(weight) DESC, id LIMIT :limit")  # noqa: S608


def _each(session: Session, knowledge_base_id: UUID, terms: Sequence[str]) -> dict[str, str]:
    """Each term in the language of the database's text search."""
    if _dialect(session) != "sqlite":
        return {f"words{place}": _plain(term) for place, term in enumerate(terms)}
    own = f'knowledge_base_id : "{knowledge_base_id.hex}"'  # one more word to be found
    return {f"words{place}": f'{own} AND lexemes : "{_plain(term)}"' for place, term in enumerate(terms)}


def _bound(session: Session, knowledge_base_id: UUID, words: dict[str, str]) -> dict[str, Any]:
    return dict(words) if _dialect(session) == "sqlite" else {"knowledge_base_id": knowledge_base_id, **words}


def _dialect(session: Session) -> str:
    return session.get_bind().dialect.name


def _plain(term: str) -> str:
    """Search words are a-z and 0-9 (see `rag/tokens.py`); whatever else were in one could be an operator."""
    return "".join(filter(str.isalnum, term))
