"""Vectors in PostgreSQL are made ready before somebody asks, and large knowledge bases get an index of their own."""

from contextlib import suppress
from uuid import UUID

from anyio import to_thread

from privexbot_app.db import reading
from privexbot_app.errors import NotFound
from privexbot_app.services.vector_indexes import bring_up_to_date
from privexbot_app.store import vectors
from privexbot_app.store.vector_clusters import tend_clusters

MOST_AT_ONCE = 100  # knowledge bases, before large ones get their turn


async def tend_vectors() -> int:
    """Returns how many knowledge bases were out of date; several processes may do it at once."""
    stale = await _list_stale(MOST_AT_ONCE)
    for knowledge_base_id in stale:
        await _tend(knowledge_base_id)
    await to_thread.run_sync(tend_clusters)
    return len(stale)


_list_stale = reading(vectors.list_stale)


async def _tend(knowledge_base_id: UUID) -> None:
    with suppress(NotFound):  # it was deleted meanwhile
        await bring_up_to_date(knowledge_base_id)
