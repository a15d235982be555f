"""The index of each knowledge base: FAISS in this process, or pgvector in the database (`VECTOR_STORE`).

Search asks both the same way, and finds the same.
"""

import asyncio
from collections.abc import Collection
from functools import lru_cache
from time import monotonic
from typing import Protocol
from uuid import UUID

import numpy as np
from anyio import to_thread
from numpy.typing import NDArray
from psycopg.errors import LockNotAvailable
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlmodel import Session

from privexbot_app.db import in_session, reading, transaction
from privexbot_app.errors import Unavailable
from privexbot_app.rag.index import Frame, IndexCache, PackedPassage, PassageIndex
from privexbot_app.services.spaces import open_space
from privexbot_app.settings import settings
from privexbot_app.store import passages as store
from privexbot_app.store import vector_writing, vectors
from privexbot_app.store.embedding import find_space, get_shelf
from privexbot_app.store.passages import SpaceChanged

WAIT_SECONDS = 60.0  # for the first writing of a knowledge base by another process
LOOK_AGAIN_SECONDS = 0.05
MOST_TRIES = 3


class VectorIndex(Protocol):
    """What search needs; `space_id` is that of its vectors.

    `length` is in search words, `frequencies` remembers in how many passages a term occurs."""

    @property
    def space_id(self) -> UUID | None: ...

    @property
    def frequencies(self) -> dict[str, int]: ...

    @property
    def passages(self) -> int: ...

    @property
    def length(self) -> int: ...

    @property
    def size_bytes(self) -> int: ...

    def search(
        self, vector: NDArray[np.float32], limit: int, among: Collection[int] | None, session: Session
    ) -> dict[int, float]:
        """The `limit` best passages, of all or of those ids: id → cosine of their best sentence, best first."""


def is_in_database() -> bool:
    return settings().vector_store == "pgvector"


def prepare_store() -> None:
    """Make what the chosen store needs, and raise a ValueError that says what is missing. Blocks."""
    if not is_in_database():
        return
    try:
        in_session(vectors.make_tables)
    except DBAPIError as error:
        raise ValueError(
            "VECTOR_STORE=pgvector needs the extension “vector”, 0.7 or newer, in this PostgreSQL database."
            " Install pgvector on its server; then a superuser runs CREATE EXTENSION vector once."
            f" PostgreSQL says: {str(error.orig).splitlines()[0]}"
        ) from error


def find_index(session: Session, knowledge_base_id: UUID) -> VectorIndex | None:
    """None when one has to be built first. Raises NotFound for an unknown knowledge base."""
    version = store.get_version(session, knowledge_base_id)
    if (kept := _cache().find(knowledge_base_id, version)) is not None:
        return kept
    stored = vectors.find_stored(session, knowledge_base_id) if is_in_database() else None
    return _keep(knowledge_base_id, stored) if stored is not None and stored.version == version else None


async def fresh_index(knowledge_base_id: UUID) -> VectorIndex:
    """The one of this moment, built if need be. Raises NotFound for an unknown knowledge base."""
    return await _find_index(knowledge_base_id) or await build_index(knowledge_base_id)


async def build_index(knowledge_base_id: UUID) -> VectorIndex:
    """A new one, whatever there is. Raises Unavailable when that takes too long."""
    return await (_wait_for_stored(knowledge_base_id) if is_in_database() else build_in_memory(knowledge_base_id))


@lru_cache(maxsize=1)
def _cache() -> IndexCache[VectorIndex]:
    return IndexCache(settings().index_memory_bytes)


@reading
def _find_index(session: Session, knowledge_base_id: UUID) -> VectorIndex | None:
    return find_index(session, knowledge_base_id)


async def build_in_memory(knowledge_base_id: UUID) -> PassageIndex:
    """With FAISS, from all the vectors of the knowledge base."""
    version, dimensions, frame, passages = await _list_packed(knowledge_base_id)
    index = await to_thread.run_sync(PassageIndex, passages, dimensions, frame)
    _cache().keep(knowledge_base_id, version, index)
    return index


@reading
def _list_packed(session: Session, knowledge_base_id: UUID) -> tuple[int, int, Frame, list[PackedPassage]]:
    """Raises Unavailable if the embedding space changes all the time."""
    for _ in range(MOST_TRIES):
        version, dimensions, frame = _look(session, knowledge_base_id)
        passages = store.list_vectors(session, knowledge_base_id)
        if get_shelf(session, knowledge_base_id).space_id == frame.space_id:
            return version, dimensions, frame, passages
    raise Unavailable("This knowledge is being prepared for search. Please try again in a minute.")


def _look(session: Session, knowledge_base_id: UUID) -> tuple[int, int, Frame]:
    """Version and space are of one moment, before any passage is read: what is written meanwhile raises the version."""
    shelf = get_shelf(session, knowledge_base_id)
    space = open_space(session, find_space(session, shelf.space_id))
    return shelf.version, space.dimensions, Frame(shelf.space_id, space.scale)


async def _wait_for_stored(knowledge_base_id: UUID) -> VectorIndex:
    """Written here, or waited for while another process writes it for the first time."""
    until = monotonic() + WAIT_SECONDS
    while (stored := await bring_up_to_date(knowledge_base_id)) is None:
        if monotonic() > until:
            raise Unavailable("This knowledge is being prepared for search. Please try again in a minute.")
        await asyncio.sleep(LOOK_AGAIN_SECONDS)
    return _keep(knowledge_base_id, stored)


async def bring_up_to_date(knowledge_base_id: UUID) -> vectors.Stored | None:
    """What lies in the database then: what lay there before while another process writes, None if that is nothing."""
    try:
        return await _bring_up_to_date(knowledge_base_id)
    except SpaceChanged:
        return await _find_stored(knowledge_base_id)
    except OperationalError as error:
        if not isinstance(error.orig, LockNotAvailable):
            raise
        return await _find_stored(knowledge_base_id)


@transaction
def _bring_up_to_date(session: Session, knowledge_base_id: UUID) -> vectors.Stored | None:
    if not vector_writing.claim(session, knowledge_base_id):
        return vectors.find_stored(session, knowledge_base_id)
    version, dimensions, frame = _look(session, knowledge_base_id)
    stored = vectors.find_stored(session, knowledge_base_id)
    if stored is not None and stored.version == version:
        return stored
    return vector_writing.bring_up_to_date(session, knowledge_base_id, version, dimensions, frame)


_find_stored = reading(vectors.find_stored)


def _keep(knowledge_base_id: UUID, stored: vectors.Stored) -> VectorIndex:
    index = vectors.StoredIndex(knowledge_base_id, stored)
    _cache().keep(knowledge_base_id, stored.version, index)
    return index
