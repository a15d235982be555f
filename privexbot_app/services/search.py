"""Find the passages that answer a question, by meaning and by words; and make documents findable."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

import numpy as np
from anyio import CapacityLimiter, to_thread
from numpy.typing import NDArray
from sqlmodel import Session

from privexbot_app.adapters.embedder import embedder
from privexbot_app.db import reading
from privexbot_app.rag import rank
from privexbot_app.rag.bm25 import Statistics, share
from privexbot_app.rag.chunk import PassageDraft, chunk
from privexbot_app.rag.document import ParsedDocument
from privexbot_app.rag.found import Found
from privexbot_app.rag.index import IndexCache, PackedPassage, PassageIndex
from privexbot_app.rag.sentences import is_whole
from privexbot_app.rag.tokens import lexemes, query_terms
from privexbot_app.rag.vectors import pack, unpack
from privexbot_app.settings import settings
from privexbot_app.store import passages as store
from privexbot_app.store.passages import PreparedPassage

DENSE_CANDIDATES = 50
EMBED_PASSAGES = 16  # how many passages are embedded between two reports of progress
SHORT_SENTENCE_CHARACTERS = 80  # shorter ones say 'it' and 'they' and need to be told of what
EMBEDDING_THREADS = 2

Vector = NDArray[np.float32]


@dataclass(frozen=True)
class LookUp:
    """What was found for a question, best first, and how rare its terms are: all that quote mode needs."""

    question: str
    found: tuple[Found, ...]
    statistics: Statistics


@dataclass(frozen=True)
class _Asked:
    """A question, and the passages that are near to it in meaning."""

    question: str
    vector: Vector
    near: frozenset[int]
    limit: int


@dataclass(frozen=True)
class _Scored:
    """A candidate's cosines, one a vector, and its score."""

    id: int
    cosines: tuple[float, ...]
    lexical: float
    score: float


async def find_passages(knowledge_base_id: UUID, question: str, limit: int = 6) -> list[Found]:
    """The best passages, best first; raises NotFound for an unknown knowledge base."""
    return list((await look_up(knowledge_base_id, question, limit)).found)


async def look_up(knowledge_base_id: UUID, question: str, limit: int = 6) -> LookUp:
    """The same, together with the statistics of the question's terms."""
    index = await _index(knowledge_base_id)
    asked = await to_thread.run_sync(_ask, question, index, limit, limiter=embedding_limiter())
    return await _search(knowledge_base_id, asked, index)


def prepare_passages(
    document: ParsedDocument, progress: Callable[[int, int], None] | None = None
) -> list[PreparedPassage]:
    """Cut, count and embed; blocks. `progress` hears (done, total) passages after every batch."""
    drafts = chunk(document)
    prepared: list[PreparedPassage] = []
    for first in range(0, len(drafts), EMBED_PASSAGES):
        prepared += prepare_batch(document.title, drafts[first : first + EMBED_PASSAGES])
        if progress:
            progress(len(prepared), len(drafts))
    return prepared


def prepare_batch(title: str, drafts: Sequence[PassageDraft]) -> list[PreparedPassage]:
    """A few passages of the document of that title, embedded together; blocks."""
    texts = [_texts_to_embed(title, draft) for draft in drafts]
    vectors = embedder().embed([text for of_one in texts for text in of_one])
    prepared, place = [], 0
    for draft, of_one in zip(drafts, texts, strict=True):
        packed = pack(vectors[place : place + len(of_one)])
        words = lexemes(f"{title} {draft.heading} {draft.text}")
        prepared.append(PreparedPassage(**vars(draft), vectors=packed, lexemes=tuple(words)))
        place += len(of_one)
    return prepared


@lru_cache(maxsize=1)
def _cache() -> IndexCache:
    return IndexCache(settings().index_memory_bytes)


@lru_cache(maxsize=1)
def embedding_limiter() -> CapacityLimiter:
    return CapacityLimiter(EMBEDDING_THREADS)


@lru_cache(maxsize=256)
def embed_text(text: str) -> Vector:
    """Remembered for a while: a question is looked for in several places, a claim in several passages. Blocks."""
    vector: Vector = embedder().embed([text])[0]
    return vector


def _ask(question: str, index: PassageIndex, limit: int) -> _Asked:
    vector = embed_text(question)
    return _Asked(question, vector, frozenset(index.search(vector, DENSE_CANDIDATES)), limit)


async def _index(knowledge_base_id: UUID) -> PassageIndex:
    version = await _get_version(knowledge_base_id)
    if kept := _cache().find(knowledge_base_id, version):
        return kept
    version, passages = await _list_packed(knowledge_base_id)
    index = await to_thread.run_sync(PassageIndex, passages, embedder().dimensions)
    _cache().keep(knowledge_base_id, version, index)
    return index


_get_version = reading(store.get_version)


@reading
def _list_packed(session: Session, knowledge_base_id: UUID) -> tuple[int, list[PackedPassage]]:
    version = store.get_version(session, knowledge_base_id)  # first: what is written meanwhile raises it again
    return version, [PackedPassage(*row) for row in store.list_vectors(session, knowledge_base_id)]


@reading
def _search(session: Session, knowledge_base_id: UUID, asked: _Asked, index: PassageIndex) -> LookUp:
    """Score what is near in meaning or shares rare words; read only the best whole."""
    terms = query_terms(asked.question)
    frequencies = store.count_frequencies(session, knowledge_base_id, terms)
    statistics = Statistics(index.passages, index.mean_length, frequencies)
    worded = store.list_ids_with_any(session, knowledge_base_id, rank.telling_terms(statistics))
    candidates = store.list_candidates(session, knowledge_base_id, asked.near.union(worded))
    scored = [_scored(candidate, terms, asked.vector, statistics) for candidate in candidates]
    best = {one.id: one for one in sorted(scored, key=lambda one: (-one.score, one.id))[: asked.limit]}
    rows = {row.id: row for row in store.list_passages(session, knowledge_base_id, best)}
    found = tuple(_found(rows[one.id], one) for one in best.values() if one.id in rows)  # it may be gone meanwhile
    return LookUp(asked.question, found, statistics)


def _scored(candidate: store.Candidate, terms: Sequence[str], vector: Vector, statistics: Statistics) -> _Scored:
    cosines = (unpack(candidate.vectors, len(vector)) @ vector).tolist()
    lexical = share(terms, candidate.lexemes.split(), statistics, statistics.mean_length)
    return _Scored(candidate.id, tuple(cosines), lexical, rank.score(max(cosines), lexical))


def _found(passage: store.Located, scored: _Scored) -> Found:
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
        lexical=scored.lexical,
    )


def _texts_to_embed(title: str, draft: PassageDraft) -> list[str]:
    """One text a sentence, a fragment after its title and heading; then the heading, which may be the question."""
    heading = draft.heading.rsplit(" › ", 1)[-1] or title
    context = heading if heading == title or not title else f"{title}, {heading}"
    spoken = [draft.text[start:end] for start, end in draft.sentences]
    texts = [
        text if is_whole(text) and len(text) >= SHORT_SENTENCE_CHARACTERS else f"{context}: {text}" for text in spoken
    ]
    return [*texts, heading] if heading else texts
