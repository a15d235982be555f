"""Find the passages that answer a question, by meaning and by words."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from sqlmodel import Session

from privexbot_app.db import reading
from privexbot_app.errors import Unavailable
from privexbot_app.models import now
from privexbot_app.rag.bm25 import Statistics
from privexbot_app.rag.fact_section import is_fact_section, without_untold
from privexbot_app.rag.found import Found
from privexbot_app.rag.language import likeliest
from privexbot_app.rag.nearness import View
from privexbot_app.rag.pages import kind_of
from privexbot_app.rag.rank import WEIGHTS, WORDS_FIRST, Asked, Scored, best_candidates, telling_terms
from privexbot_app.rag.tokens import MARKER, STEMMERS, is_latin, lexemes, telling_words
from privexbot_app.services.spaces import view
from privexbot_app.services.vector_indexes import VectorIndex, find_index, fresh_index
from privexbot_app.store import facts as fact_store
from privexbot_app.store import passage_words
from privexbot_app.store import passages as store

DENSE_CANDIDATES = 40
WORDED_CANDIDATES = 20
MOST_WORDED = 2000  # are looked through where only some sources are asked for
MOST_REMEMBERED_TERMS = 50_000
SPOKEN_SHARE = 0.05  # of the passages: fewer may be quotations
MOST_TRIES = 3  # when knowledge bases go over to another model while they are searched


@dataclass(frozen=True)
class LookUp:
    """What was found for a question, best first, and how rare its terms are: all that quote mode needs."""

    question: str
    found: tuple[Found, ...]
    statistics: Statistics


@dataclass(frozen=True)
class _Asked:
    """What is looked for where; at most `limit` passages, of these sources alone unless there are none. `views` has the
    question as it is seen in the embedding spaces that the knowledge bases were in last."""

    knowledge_base_ids: tuple[UUID, ...]
    question: str
    views: dict[UUID | None, View]
    limit: int
    source_ids: frozenset[UUID]


@dataclass(frozen=True)
class _Place:
    """A knowledge base with its index, and which of its passages may be found: all of them where that is None."""

    knowledge_base_id: UUID
    index: VectorIndex
    view: View
    among: set[int] | None


class _Moved(Unavailable):
    """A knowledge base is in another embedding space than it was last."""


async def find_passages(knowledge_base_id: UUID, question: str, limit: int = 6) -> list[Found]:
    """The best passages, best first; raises NotFound for an unknown knowledge base."""
    return list((await look_up(knowledge_base_id, question, limit)).found)


async def look_up(knowledge_base_id: UUID, question: str, limit: int = 6) -> LookUp:
    """The same, together with the statistics of the question's terms."""
    return await look_up_in([knowledge_base_id], question, limit)


async def look_up_in(
    knowledge_base_ids: Sequence[UUID],
    question: str,
    limit: int = 6,
    source_ids: Collection[UUID] = (),
    *,
    is_masked: bool = True,
) -> LookUp:
    """In all of these as if they were one; only in those sources, unless there are none. `is_masked` says whether what
    is personal in the question is hidden from embedding models elsewhere."""
    bases = tuple(dict.fromkeys(knowledge_base_ids))
    for _ in range(MOST_TRIES):
        views = await view(question, [_last_space.get(base_id) for base_id in bases], is_masked=is_masked)
        try:
            return await _look_up(_Asked(bases, question, views, limit, frozenset(source_ids)))
        except _Moved:
            continue
    raise Unavailable("What the chatbot knows is being prepared anew. Please ask again in a moment.")


async def _look_up(asked: _Asked) -> LookUp:
    if (result := await _search(asked)) is not None:
        return result
    return await _search_in(asked, [await fresh_index(base_id) for base_id in asked.knowledge_base_ids])


_last_space: dict[UUID, UUID | None] = {}  # of knowledge bases that are in another than the built-in one


def _remember(knowledge_base_id: UUID, space_id: UUID | None) -> None:
    if space_id is None:
        _last_space.pop(knowledge_base_id, None)
    else:
        _last_space[knowledge_base_id] = space_id


@reading
def _search(session: Session, asked: _Asked) -> LookUp | None:
    """None when an index has to be built first."""
    indexes = [find_index(session, base_id) for base_id in asked.knowledge_base_ids]
    fresh = [index for index in indexes if index is not None]
    return _find_in(session, asked, fresh) if len(fresh) == len(indexes) else None


@reading
def _search_in(session: Session, asked: _Asked, indexes: Sequence[VectorIndex]) -> LookUp:
    return _find_in(session, asked, indexes)


def _find_in(session: Session, asked: _Asked, indexes: Sequence[VectorIndex]) -> LookUp:
    """Score what is near in meaning or shares rare words; read only the best whole. Raises _Moved."""
    for base_id, index in zip(asked.knowledge_base_ids, indexes, strict=True):
        _remember(base_id, index.space_id)
    places = [_place(session, asked, *one) for one in zip(asked.knowledge_base_ids, indexes, strict=True)]
    code = _language(session, asked, places)
    words = lexemes(asked.question, STEMMERS[code])
    frequencies = _count(session, places, telling_words(words, STEMMERS[code]))
    statistics = _statistics(places, frequencies, STEMMERS[code])
    candidates = store.list_candidates(
        session, asked.knowledge_base_ids, _near(session, places) | _worded(session, places, statistics)
    )
    for candidate in candidates:
        if candidate.space_id not in asked.views:
            raise _Moved("It is in another space now.")
    weights = WEIGHTS if code == "en" and is_latin(asked.question) else WORDS_FIRST
    best = best_candidates(Asked(tuple(words), asked.views, weights), candidates, statistics, asked.limit)
    rows = {row.id: row for row in store.list_passages(session, asked.knowledge_base_ids, [one.id for one in best])}
    found = [as_found(rows[one.id], one) for one in best if one.id in rows]  # it may be gone meanwhile
    return LookUp(asked.question, _that_hold(session, found), statistics)


def _that_hold(session: Session, found: Sequence[Found]) -> tuple[Found, ...]:
    """Without the facts that are over, or that the owner hid."""
    documents = {passage.document_id for passage in found if is_fact_section(passage.heading)}
    untold = fact_store.list_untold(session, documents, now().date()) if documents else {}
    told = (without_untold(passage, untold.get(passage.document_id, ())) for passage in found)
    return tuple(passage for passage in told if passage is not None)


def _place(session: Session, asked: _Asked, knowledge_base_id: UUID, index: VectorIndex) -> _Place:
    among = store.list_ids_of_sources(session, knowledge_base_id, asked.source_ids) if asked.source_ids else None
    if (seen := asked.views.get(index.space_id)) is None:
        raise _Moved("It is in another space now.")
    return _Place(knowledge_base_id, index, seen, among)


def _statistics(places: Sequence[_Place], frequencies: dict[str, int], stemmer: str) -> Statistics:
    """Of all the knowledge bases together, whatever the sources that are asked for."""
    passages = sum(place.index.passages for place in places)
    length = sum(place.index.length for place in places)
    return Statistics(passages, length / max(passages, 1), frequencies, stemmer)


def _near(session: Session, places: Sequence[_Place]) -> set[int]:
    """The nearest in meaning of all the knowledge bases, of which those in other spaces have other levels."""
    near: dict[int, float] = {}
    for place in places:
        if place.view.vector.any():
            found = place.index.search(place.view.vector, DENSE_CANDIDATES, place.among, session)
            read = place.view.scale.read(np.array(list(found.values()), dtype=np.float32))
            near |= dict(zip(found, read.tolist(), strict=True))
    return set(sorted(near, key=lambda passage_id: -near[passage_id])[:DENSE_CANDIDATES])


def _worded(session: Session, places: Sequence[_Place], statistics: Statistics) -> set[int]:
    """Those whose rare words weigh most, of each knowledge base."""
    rarity = {term: statistics.idf(term) for term in telling_terms(statistics)}
    worded: set[int] = set()
    for place in places:
        limit = WORDED_CANDIDATES if place.among is None else MOST_WORDED
        ids = passage_words.list_ids_by_words(session, place.knowledge_base_id, rarity, limit)
        worded.update(ids if place.among is None else [one for one in ids if one in place.among][:WORDED_CANDIDATES])
    return worded


def _language(session: Session, asked: _Asked, places: Sequence[_Place]) -> str:
    """The likeliest of those that the knowledge bases have passages in."""
    others = [MARKER + code for code in STEMMERS if code != "en"]
    counted = _count(session, places, others)
    total = sum(place.index.passages for place in places)
    passages = {marker.removeprefix(MARKER): number for marker, number in counted.items()}
    passages["en"] = total - sum(passages.values())
    spoken = [code for code in passages if passages[code] > total * SPOKEN_SHARE] or ["en"]
    return likeliest(asked.question, sorted(spoken, key=lambda code: -passages[code]))


def _count(session: Session, places: Sequence[_Place], terms: Sequence[str]) -> dict[str, int]:
    """In how many passages of them all each term is."""
    counted = [_count_in(session, place.knowledge_base_id, place.index, terms) for place in places]
    return {term: sum(of_one[term] for of_one in counted) for term in terms}


def _count_in(session: Session, knowledge_base_id: UUID, index: VectorIndex, terms: Sequence[str]) -> dict[str, int]:
    """Each term once for each version of the knowledge base: the commonest ones take longest."""
    known = index.frequencies
    counted = passage_words.count_frequencies(session, knowledge_base_id, [term for term in terms if term not in known])
    if len(known) < MOST_REMEMBERED_TERMS:
        known.update(counted)
    return {term: counted[term] if term in counted else known[term] for term in terms}


def _pages(passage: store.Located) -> tuple[int, ...]:
    """What the owner wrote instead has other sentences, and stands where the first was."""
    count = len(passage.sentences)
    return tuple(passage.pages if len(passage.pages) == count else passage.pages[:1] * count)


def as_found(passage: store.Located, scored: Scored) -> Found:
    """A passage with what it scored."""
    return Found(
        passage_id=scored.id,
        document_id=passage.document_id,
        source_id=passage.source_id,
        title=passage.title,
        url=passage.url,
        heading=passage.heading,
        text=passage.text,
        sentences=tuple((start, end) for start, end in passage.sentences),
        sentence_cosines=scored.cosines[: len(passage.sentences)],
        score=scored.score,
        cosine=max(scored.cosines),
        lexical=scored.signs.lexical,
        signs=scored.signs,
        boost=scored.boost,
        is_pinned=scored.is_pinned,
        is_edited=passage.is_edited,
        pages=_pages(passage),
        page_kind=kind_of(passage.page_kind),
        position=passage.position,
        start=passage.start,
        end=passage.end,
    )
