"""An index for each large knowledge base in PostgreSQL: its rows in clusters, of which a search looks into a few.

Each is of one knowledge base alone, so a large one makes no small one slower, and none is searched past its own rows.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from math import isqrt
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy import text as sql

from privexbot_app.db import outside_transactions
from privexbot_app.store.vectors import CLUSTERED_FROM

MOST_CLUSTERS = 1_000  # the sums to find them take 4 × 50 × clusters² bytes: 200 MB
SAMPLED_PER_CLUSTER = 50  # pgvector's own number
OUTGROWN = 1.5  # times as many clusters as there are: more than twice the rows
NAME = re.compile(r"near_([0-9a-f]{32})_(\d+)_(\d+)")
_ONE_AT_A_TIME = 7_209_117

_WANTED = sql("SELECT knowledge_base_id, dimensions, row_count FROM vectors.bases WHERE row_count >= :least")
_MADE = sql("""
SELECT relname, indisvalid FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
WHERE indrelid = 'vectors.sentences'::regclass""")


class Clusters(NamedTuple):
    """An index as its name tells it."""

    knowledge_base_id: UUID
    dimensions: int
    lists: int

    @property
    def name(self) -> str:
        return f"near_{self.knowledge_base_id.hex}_{self.dimensions}_{self.lists}"

    def serves(self, wanted: "Clusters") -> bool:
        """Whether it need not be made anew for that."""
        return self[:2] == wanted[:2] and wanted.lists < OUTGROWN * self.lists


def tend_clusters() -> int:
    """Make what large knowledge bases lack, then drop what nothing needs; returns how many were made. Blocks, minutes.

    Searches and writes go on meanwhile. Nothing happens while another process does it.
    """
    with outside_transactions() as connection, _alone(connection) as is_alone:
        return _tend(connection) if is_alone else 0


def _tend(connection: Connection) -> int:
    wanted = [_wanted(*row) for row in connection.execute(_WANTED, {"least": CLUSTERED_FROM})]
    named = [(NAME.fullmatch(name), is_valid) for name, is_valid in connection.execute(_MADE)]
    made = {Clusters(UUID(name[1]), int(name[2]), int(name[3])): is_valid for name, is_valid in named if name}
    _drop(connection, [one for one, is_valid in made.items() if not is_valid])  # whoever was making it died
    whole = [one for one, is_valid in made.items() if is_valid]
    missing = [want for want in wanted if not any(one.serves(want) for one in whole)]
    for want in missing:
        _make(connection, want)
    _drop(connection, [one for one in whole if not any(one.serves(want) for want in wanted)])
    return len(missing)


def _wanted(knowledge_base_id: UUID, dimensions: int, rows: int) -> Clusters:
    return Clusters(knowledge_base_id, dimensions, min(2 * isqrt(rows), MOST_CLUSTERS))


def _make(connection: Connection, wanted: Clusters) -> None:
    connection.execute(sql(f"SET maintenance_work_mem = '{_kilobytes(wanted)}kB'"))
    connection.execute(
        sql(
            f"CREATE INDEX CONCURRENTLY {wanted.name} ON vectors.sentences"
            f" USING ivfflat (CAST(embedding AS halfvec({wanted.dimensions})) halfvec_ip_ops)"
            f" WITH (lists = {wanted.lists})"
            f" WHERE knowledge_base_id = '{wanted.knowledge_base_id}' AND vector_dims(embedding) = {wanted.dimensions}"
        )
    )
    connection.execute(sql("RESET maintenance_work_mem"))
    connection.execute(sql("ANALYZE vectors.sentences"))  # else the planner takes a large one for a small one


def _kilobytes(wanted: Clusters) -> int:
    """What finding the clusters takes: distances of each sampled row to each centre, the rows, and some to spare."""
    rows = SAMPLED_PER_CLUSTER * wanted.lists
    return (4 * rows * wanted.lists + 4 * wanted.lists**2 + 2 * rows * wanted.dimensions) * 12 // 10_240 + 65_536


def _drop(connection: Connection, clusters: list[Clusters]) -> None:
    for one in clusters:
        connection.execute(sql(f"DROP INDEX CONCURRENTLY IF EXISTS vectors.{one.name}"))


@contextmanager
def _alone(connection: Connection) -> Iterator[bool]:
    """Whether no other process tends them; none does until this ends."""
    key = {"key": _ONE_AT_A_TIME}
    is_alone = bool(connection.execute(sql("SELECT pg_try_advisory_lock(:key)"), key).scalar_one())
    try:
        yield is_alone
    finally:
        if is_alone:
            connection.execute(sql("SELECT pg_advisory_unlock(:key)"), key)
