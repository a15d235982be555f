"""Brings the vectors in PostgreSQL up to date with the passages: only what is new or changed is written."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import and_, func, select
from sqlalchemy import text as sql
from sqlmodel import Session, col

from privexbot_app.models.knowledge import KnowledgeBase, Passage
from privexbot_app.rag.index import BUILT_IN_FRAME, Frame, PackedPassage, searched_rows
from privexbot_app.store.passages import SpaceChanged
from privexbot_app.store.vectors import Stored, keep_stored

PASSAGES_TOGETHER = 2_000
LOCK_MILLISECONDS = 300  # below PostgreSQL's second for deadlocks: whoever changes passages goes first

_FINDABLE = """FROM passages WHERE knowledge_base_id = :base AND NOT EXISTS (
    SELECT FROM passage_overrides WHERE passage_overrides.id = override_id AND is_disabled)"""
# A passage as it is now. `xmin` is the transaction that wrote the row last: every change of it gives it another one.
_NOW = f"""WITH now AS MATERIALIZED (
    SELECT id, concat_ws(' ', passages.xmin, lag(id) OVER by_id, lag(passages.xmin) OVER by_id) AS stamp,
        lag(id) OVER by_id AS before
    {_FINDABLE} WINDOW by_id AS (ORDER BY id))"""
_FORGET = sql(f"""{_NOW}
DELETE FROM vectors.sentences WHERE knowledge_base_id = :base AND NOT EXISTS (
    SELECT FROM now WHERE now.id = passage_id AND now.stamp = sentences.stamp)""")  # noqa: S608  # our own words
_MISSING = sql(f"""{_NOW}
SELECT now.id, now.stamp, now.before FROM now LEFT JOIN vectors.sentences ON passage_id = now.id AND place = 0
WHERE passage_id IS NULL ORDER BY now.id""")  # noqa: S608
_PASSAGES = sql(f"SELECT count(*), coalesce(sum(lexeme_count), 0) {_FINDABLE}")
_ROWS = sql("SELECT count(*) FROM vectors.sentences WHERE knowledge_base_id = :base")
_COPY = "COPY vectors.sentences (passage_id, place, knowledge_base_id, stamp, embedding) FROM STDIN (FORMAT binary)"
_COLUMN_TYPES = ("int8", "int4", "uuid", "text", "bytea")  # a halfvec is sent as the bytes that it is received as


class _Missing(NamedTuple):
    """A passage whose rows have to be made, and the one before it."""

    id: int
    stamp: str
    before: int | None


def claim(session: Session, knowledge_base_id: UUID) -> bool:
    """Whether this transaction, and no other one, may write the vectors of the knowledge base until it ends."""
    key = int.from_bytes(knowledge_base_id.bytes[:8], "big", signed=True)
    return session.execute(sql("SELECT pg_try_advisory_xact_lock(:key)"), {"key": key}).scalar_one() is True


def bring_up_to_date(
    session: Session,
    knowledge_base_id: UUID,
    version: int,
    dimensions: int,
    frame: Frame = BUILT_IN_FRAME,
) -> Stored:
    """The passages of `version` or later; what is written meanwhile raises the version again. `claim` it first.

    Raises SpaceChanged when the passages have vectors of another space by now.

    Waits hardly at all for whoever changes passages: raises psycopg's LockNotAvailable inside an OperationalError.
    """
    session.execute(sql(f"SET LOCAL lock_timeout = {LOCK_MILLISECONDS}"))
    session.execute(_FORGET, {"base": knowledge_base_id})
    missing = session.execute(_MISSING, {"base": knowledge_base_id}, execution_options={"stream_results": True})
    for some in missing.partitions(PASSAGES_TOGETHER):
        _write(session, knowledge_base_id, [_Missing(*row) for row in some], (dimensions, frame))
    passages, length = session.execute(_PASSAGES, {"base": knowledge_base_id}).one()
    rows = session.execute(_ROWS, {"base": knowledge_base_id}).scalar_one()
    stored = Stored(version, dimensions, passages, int(length), rows, frame.space_id)
    keep_stored(session, knowledge_base_id, stored)
    return stored


def _write(session: Session, knowledge_base_id: UUID, missing: Sequence[_Missing], shape: tuple[int, Frame]) -> None:
    dimensions, frame = shape
    stamps = {one.id: one.stamp for one in missing}
    ids = stamps.keys() | {one.before for one in missing if one.before is not None}
    passages = _list_packed(session, knowledge_base_id, ids, frame.space_id)
    if not passages:
        return
    is_wanted = np.array([passage.id in stamps for passage in passages])
    owners, vectors = searched_rows(passages, is_wanted, dimensions, frame.scale)
    places = _places(owners)
    with session.connection().connection.driver_connection.cursor().copy(_COPY) as copy:  # type: ignore[union-attr]
        copy.set_types(_COLUMN_TYPES)
        for owner, place, vector in zip(owners.tolist(), places, _half_vectors(vectors), strict=True):
            copy.write_row((owner, place, knowledge_base_id, stamps[owner], vector))


def _list_packed(
    session: Session, knowledge_base_id: UUID, ids: set[int], space_id: UUID | None
) -> list[PackedPassage]:
    """Those that are still there, by id; nobody can delete them until this transaction ends."""
    columns = select(
        col(Passage.id),
        col(Passage.vectors),
        col(Passage.lexeme_count),
        func.json_array_length(Passage.sentences),
        col(KnowledgeBase.space_id),
    ).join(KnowledgeBase, col(KnowledgeBase.id) == col(Passage.knowledge_base_id))
    own = and_(col(Passage.knowledge_base_id) == knowledge_base_id, col(Passage.id).in_(ids))
    locked = columns.where(own).order_by(col(Passage.id)).with_for_update(read=True, key_share=True, of=Passage)
    rows = session.execute(locked).all()
    if any(row.space_id != space_id for row in rows):
        raise SpaceChanged()
    return [PackedPassage(*packed) for *packed, _ in rows]


def _places(owners: NDArray[np.int64]) -> list[int]:
    """How many rows of the same passage stand before each."""
    _, starts, counts = np.unique(owners, return_index=True, return_counts=True)
    places: list[int] = (np.arange(len(owners)) - np.repeat(starts, counts)).tolist()
    return places


def _half_vectors(vectors: NDArray[np.float32]) -> list[bytes]:
    """Each row as pgvector receives it: its length, two bytes of zero, 16-bit floats; most significant byte first."""
    head = np.array([vectors.shape[1], 0], dtype=">i2").view(np.uint8)
    numbers = np.ascontiguousarray(vectors.astype(">f2")).view(np.uint8)
    packed = np.hstack([np.broadcast_to(head, (len(vectors), len(head))), numbers])
    return [row.tobytes() for row in packed]
