"""Where what a chatbot knows says one thing twice, or two things about one; looked for when its owner asks for it.

The work is done piece by piece in one thread for the whole process, so that visitors' answers are not kept waiting.
"""

from collections.abc import AsyncGenerator, Generator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from anyio import CapacityLimiter, to_thread
from sqlmodel import Session

from privexbot_app.db import reading
from privexbot_app.rag.conflicts import Compared, Conflicts, compare
from privexbot_app.services.accounts import Viewer
from privexbot_app.services.spaces import Space, open_space
from privexbot_app.store import compared as store
from privexbot_app.store.chatbots import get_chatbot
from privexbot_app.store.compared import Origin
from privexbot_app.store.embedding import find_space
from privexbot_app.store.knowledge_links import list_base_ids

MOST_PASSAGES = 5_000


@dataclass(frozen=True)
class Side:
    """One of the two: a passage, and the sentence that is meant, which is all of it in a duplicate."""

    passage_id: int
    document_id: UUID
    title: str
    source: str
    said: str


@dataclass(frozen=True)
class Pair:
    """Two places that say the same, or contradict each other; `percent` of their words are the same."""

    first: Side
    second: Side
    percent: int


@dataclass(frozen=True)
class Report:
    """What was found; `compared` passages of `total`, and `skipped` sentences with numbers beyond the limit."""

    duplicates: tuple[Pair, ...]
    contradictions: tuple[Pair, ...]
    compared: int
    total: int
    skipped: int


async def find_conflicts(viewer: Viewer, chatbot_id: UUID) -> AsyncGenerator[float | Report, None]:
    """How much is done, 0 to 1, again and again; the report last. Raises NotFound for a chatbot the viewer cannot
    see."""
    shelves, total = await _read(viewer, chatbot_id)
    work = _compare_all(shelves)
    while isinstance(step := await to_thread.run_sync(_next, work, limiter=_limiter()), float):
        yield step
    yield await _report(step, sum(len(passages) for _, passages in shelves), total)


def _compare_all(shelves: Sequence[tuple[Space, list[Compared]]]) -> Generator[float, None, Conflicts]:
    """Those of each embedding space among themselves: vectors of different models tell nothing about each other."""
    found: list[Conflicts] = []
    for number, (space, passages) in enumerate(shelves):
        work = compare(passages, space.dimensions, space.scale)
        while isinstance(step := _next(work), float):
            yield (number + step) / len(shelves)
        found.append(step)
    return Conflicts(
        tuple(sorted((one for of_one in found for one in of_one.duplicates), key=lambda one: -one.likeness)),
        tuple(sorted((one for of_one in found for one in of_one.contradictions), key=lambda one: -one.likeness)),
        sum(of_one.skipped for of_one in found),
    )


@lru_cache(maxsize=1)
def _limiter() -> CapacityLimiter:
    return CapacityLimiter(1)


def _next(work: Generator[float, None, Conflicts]) -> float | Conflicts:
    try:
        return next(work)
    except StopIteration as end:
        found: Conflicts = end.value
        return found


@reading
def _read(session: Session, viewer: Viewer, chatbot_id: UUID) -> tuple[list[tuple[Space, list[Compared]]], int]:
    bases = list_base_ids(session, get_chatbot(session, viewer.scope, chatbot_id))
    found = store.list_compared(session, bases, MOST_PASSAGES)
    spaces = {space_id: open_space(session, find_space(session, space_id)) for space_id in found}
    return [(spaces[space_id], passages) for space_id, passages in found.items()], store.count_compared(session, bases)


@reading
def _report(session: Session, found: Conflicts, compared: int, total: int) -> Report:
    """Without passages that are gone meanwhile."""
    ids = {passage for one in found.duplicates for passage in (one.first, one.second)}
    ids |= {passage for one in found.contradictions for passage in (one.first, one.second)}
    origins = store.list_origins(session, ids)
    duplicates = [
        Pair(_side(origins, one.first), _side(origins, one.second), int(100 * one.likeness))
        for one in found.duplicates
        if {one.first, one.second} <= origins.keys()
    ]
    contradictions = [
        Pair(
            _side(origins, one.first, one.first_sentence),
            _side(origins, one.second, one.second_sentence),
            int(100 * one.likeness),
        )
        for one in found.contradictions
        if {one.first, one.second} <= origins.keys()
    ]
    return Report(tuple(duplicates), tuple(contradictions), compared, total, found.skipped)


def _side(origins: dict[int, Origin], passage_id: int, sentence: str = "") -> Side:
    origin = origins[passage_id]
    title = " › ".join(dict.fromkeys(filter(None, (origin.title, origin.heading))))
    return Side(passage_id, origin.document_id, title, origin.source, sentence or origin.text)
