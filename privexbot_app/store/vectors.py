"""Sentence vectors in PostgreSQL, by its extension pgvector: a cache of what passages hold, never the truth.

It has a schema of its own, which may be dropped: the next start makes it anew, and nothing was lost.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import TextClause
from sqlalchemy import text as sql
from sqlmodel import Session

from privexbot_app.rag.index import OVERHEAD_BYTES, SENTENCES_PER_PASSAGE

CLUSTERED_FROM = 10_000  # rows: one by one they take 5 ms, and clusters find 99 % in a third of that
PROBES = 48  # clusters that are looked into

# Every row of a passage has its `stamp`: what the passage, and the one before it, were when the row was made.
_TABLES = (
    "CREATE EXTENSION IF NOT EXISTS vector",
    "CREATE SCHEMA IF NOT EXISTS vectors",
    """CREATE TABLE IF NOT EXISTS vectors.bases (
        knowledge_base_id uuid PRIMARY KEY REFERENCES knowledge_bases ON DELETE CASCADE,
        version integer NOT NULL, dimensions integer NOT NULL,
        passages integer NOT NULL, length bigint NOT NULL, row_count integer NOT NULL, space_id uuid)""",
    "ALTER TABLE vectors.bases ADD COLUMN IF NOT EXISTS space_id uuid",
    """CREATE TABLE IF NOT EXISTS vectors.sentences (
        passage_id bigint REFERENCES passages ON DELETE CASCADE, place integer,
        knowledge_base_id uuid NOT NULL, stamp text NOT NULL, embedding halfvec NOT NULL,
        PRIMARY KEY (passage_id, place))""",
    "CREATE INDEX IF NOT EXISTS ix_sentences_knowledge_base_id ON vectors.sentences (knowledge_base_id)",
)
_ONE_AT_A_TIME = 7_209_116

# `rows` nearest sentences, then the passages that they are of.
_NEAREST = """
SELECT passage_id, -min(distance) FROM (
    SELECT passage_id, {distance} AS distance FROM vectors.sentences
    WHERE knowledge_base_id = {base} AND vector_dims(embedding) = {dimensions} {only}
    ORDER BY {order} LIMIT :rows) AS nearest
GROUP BY passage_id ORDER BY min(distance), passage_id LIMIT :limit"""


class Stored(NamedTuple):
    """What is known of a knowledge base whose vectors lie in PostgreSQL; `length` in search words, `space_id` of the
    embedding space."""

    version: int
    dimensions: int
    passages: int
    length: int
    row_count: int
    space_id: UUID | None = None


@dataclass(frozen=True)
class StoredIndex:
    """As `rag.index.PassageIndex`, without a vector in this process."""

    knowledge_base_id: UUID
    stored: Stored
    frequencies: dict[str, int] = field(default_factory=dict)

    @property
    def passages(self) -> int:
        return self.stored.passages

    @property
    def length(self) -> int:
        return self.stored.length

    @property
    def space_id(self) -> UUID | None:
        return self.stored.space_id

    @property
    def size_bytes(self) -> int:
        return OVERHEAD_BYTES

    def search(
        self, vector: NDArray[np.float32], limit: int, among: Collection[int] | None, session: Session
    ) -> dict[int, float]:
        """The `limit` best passages, of all or of those ids: id → cosine of their best sentence, best first."""
        bound = {"vector": _written(vector), "rows": limit * SENTENCES_PER_PASSAGE, "limit": limit}
        connection = session.connection()
        if among is None and self.stored.row_count >= CLUSTERED_FROM:
            connection.execute(_PROBING)
            found = connection.execute(_by_clusters(self.knowledge_base_id, self.stored.dimensions), bound)
        else:
            bound |= {"base": self.knowledge_base_id, "dimensions": self.stored.dimensions}
            bound |= {} if among is None else {"among": list(among)}
            found = connection.execute(_ONE_BY_ONE if among is None else _AMONG, bound)
        return {passage_id: float(cosine) for passage_id, cosine in found}


def make_tables(session: Session) -> None:
    """Harmless when they are there, and when several nodes start at once. Raises what PostgreSQL says against it."""
    session.execute(sql("SELECT pg_advisory_xact_lock(:key)"), {"key": _ONE_AT_A_TIME})
    for statement in _TABLES:
        session.execute(sql(statement))


def has_tables(session: Session) -> bool:
    """Whether `make_tables` was called here before."""
    return session.execute(sql("SELECT to_regclass('vectors.sentences') IS NOT NULL")).scalar_one() is True


def find_stored(session: Session, knowledge_base_id: UUID) -> Stored | None:
    """None when nothing of this knowledge base is there yet."""
    row = session.connection().execute(_STORED, {"id": knowledge_base_id}).one_or_none()
    return None if row is None else Stored(*row)


def keep_stored(session: Session, knowledge_base_id: UUID, stored: Stored) -> None:
    """Write down what is there now."""
    session.execute(_KEEP, {"id": knowledge_base_id, **stored._asdict()})


def list_stale(session: Session, limit: int) -> Sequence[UUID]:
    """Knowledge bases whose vectors here are not those of their passages as they are now."""
    return session.execute(_STALE, {"limit": limit}).scalars().all()


_STORED = sql(
    "SELECT version, dimensions, passages, length, row_count, space_id FROM vectors.bases WHERE knowledge_base_id = :id"
)
_KEEP = sql("""
INSERT INTO vectors.bases (knowledge_base_id, version, dimensions, passages, length, row_count, space_id)
VALUES (:id, :version, :dimensions, :passages, :length, :row_count, :space_id)
ON CONFLICT (knowledge_base_id) DO UPDATE SET version = excluded.version, dimensions = excluded.dimensions,
    passages = excluded.passages, length = excluded.length, row_count = excluded.row_count,
    space_id = excluded.space_id""")
_STALE = sql("""
SELECT knowledge_bases.id FROM knowledge_bases LEFT JOIN vectors.bases ON knowledge_base_id = knowledge_bases.id
WHERE coalesce(vectors.bases.version, 0) <> knowledge_bases.version LIMIT :limit""")
# One round trip for three settings; the last two keep a short query from being compiled, and from being shared out.
_PROBING = sql(f"""
SELECT set_config('ivfflat.probes', '{PROBES}', true), set_config('jit', 'off', true),
    set_config('max_parallel_workers_per_gather', '0', true)""")


def _one_by_one(only: str) -> TextClause:
    distance = "embedding <#> CAST(:vector AS halfvec)"
    return sql(
        _NEAREST.format(
            distance=distance, base=":base", dimensions=":dimensions", only=only, order="distance, passage_id"
        )
    )


@lru_cache(maxsize=256)
def _by_clusters(knowledge_base_id: UUID, dimensions: int) -> TextClause:
    """The planner takes an index of a part of the table only where that part is spelled out."""
    return sql(
        _NEAREST.format(
            distance=f"CAST(embedding AS halfvec({dimensions})) <#> CAST(:vector AS halfvec({dimensions}))",
            base=f"'{knowledge_base_id}'",
            dimensions=dimensions,
            only="",
            order="distance",
        )
    )


_ONE_BY_ONE = _one_by_one("")
_AMONG = _one_by_one("AND passage_id = ANY(:among)")


def _written(vector: NDArray[Any]) -> str:
    return f"[{','.join(map(str, vector.tolist()))}]"
