"""Find the passages that answer a question, by meaning and by words; and make documents findable."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from uuid import UUID

import numpy as np
from anyio import CapacityLimiter, to_thread
from numpy.typing import NDArray
from sqlmodel import Session

from privexbot_app.adapters.embedder import embedder
from privexbot_app.db import in_session, reading
from privexbot_app.rag.bm25 import Statistics
from privexbot_app.rag.chunk import PassageDraft, chunk
from privexbot_app.rag.document import ParsedDocument
from privexbot_app.rag.found import Found
from privexbot_app.rag.index import IndexCache, PackedPassage, PassageIndex
from privexbot_app.rag.language import likeliest
from privexbot_app.rag.rank import WEIGHTS, WORDS_FIRST, Asked, Scored, best_candidates, telling_terms
from privexbot_app.rag.sentences import is_whole
from privexbot_app.rag.tokens import MARKER, STEMMERS, is_latin, lexemes, passage_words, telling_words
from privexbot_app.rag.vectors import pack
from privexbot_app.settings import settings
from privexbot_app.store import passages as store
from privexbot_app.store.passages import PreparedPassage

DENSE_CANDIDATES = 40
WORDED_CANDIDATES = 20
EMBED_PASSAGES = 16  # how many passages are embedded between two reports of progress
SHORT_SENTENCE_CHARACTERS = 80  # shorter ones say 'it' and 'they' and need to be told of what
EMBEDDING_THREADS = 2
MOST_REMEMBERED_TERMS = 50_000
SPOKEN_SHARE = 0.05  # of the passages: fewer may be quotations

Vector = NDArray[np.float32]


@dataclass(frozen=True)
class LookUp:
    """What was found for a question, best first, and how rare its terms are: all that quote mode needs."""

    question: str
    found: tuple[Found, ...]
    statistics: Statistics


@dataclass(frozen=True)
class _Asked:
    """What is looked for where; at most `limit` passages."""

    knowledge_base_id: UUID
    question: str
    vector: Vector
    limit: int


async def find_passages(knowledge_base_id: UUID, question: str, limit: int = 6) -> list[Found]:
    """The best passages, best first; raises NotFound for an unknown knowledge base."""
    return list((await look_up(knowledge_base_id, question, limit)).found)


async def look_up(knowledge_base_id: UUID, question: str, limit: int = 6) -> LookUp:
    """The same, together with the statistics of the question's terms."""
    vector = await to_thread.run_sync(embed_text, question, limiter=embedding_limiter())
    asked = _Asked(knowledge_base_id, question, vector, limit)
    result = await _search(asked)
    return result or await _search_in(asked, await _build_index(knowledge_base_id))


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


def prepare_batch(
    title: str, drafts: Sequence[PassageDraft], knowledge_base_id: UUID | None = None
) -> list[PreparedPassage]:
    """A few passages of the document of that title, embedded together; what was embedded before in the knowledge base
    is taken from there. Blocks."""
    texts = {draft.position: _texts_to_embed(title, draft) for draft in drafts}
    hashes = {position: _hash_of(of_one) for position, of_one in texts.items()}
    known = in_session(store.list_known_vectors, knowledge_base_id, set(hashes.values())) if knowledge_base_id else {}
    new = {hash_: texts[position] for position, hash_ in hashes.items() if hash_ not in known}
    vectors = known | _embedded(new)
    return [
        PreparedPassage(
            **vars(draft),
            vectors=vectors[hashes[draft.position]],
            lexemes=tuple(passage_words(f"{title} {draft.heading} {draft.text}")),
            content_hash=hashes[draft.position],
        )
        for draft in drafts
    ]


def _hash_of(texts: Sequence[str]) -> str:
    """Of what vectors are made from, and of who makes them."""
    return sha256("\0".join((embedder().name, *texts)).encode("utf-8", "replace")).hexdigest()


def _embedded(texts: dict[str, list[str]]) -> dict[str, bytes]:
    """Under the same keys, each list packed into one."""
    if not texts:
        return {}
    vectors, packed, place = embedder().embed([text for of_one in texts.values() for text in of_one]), {}, 0
    for key, of_one in texts.items():
        packed[key] = pack(vectors[place : place + len(of_one)])
        place += len(of_one)
    return packed


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


async def _build_index(knowledge_base_id: UUID) -> PassageIndex:
    version, passages = await _list_packed(knowledge_base_id)
    index = await to_thread.run_sync(PassageIndex, passages, embedder().dimensions)
    _cache().keep(knowledge_base_id, version, index)
    return index


@reading
def _list_packed(session: Session, knowledge_base_id: UUID) -> tuple[int, list[PackedPassage]]:
    version = store.get_version(session, knowledge_base_id)  # first: what is written meanwhile raises it again
    return version, store.list_vectors(session, knowledge_base_id)


@reading
def _search(session: Session, asked: _Asked) -> LookUp | None:
    """None when the index has to be built first."""
    index = _cache().find(asked.knowledge_base_id, store.get_version(session, asked.knowledge_base_id))
    return _find_in(session, asked, index) if index else None


@reading
def _search_in(session: Session, asked: _Asked, index: PassageIndex) -> LookUp:
    return _find_in(session, asked, index)


def _find_in(session: Session, asked: _Asked, index: PassageIndex) -> LookUp:
    """Score what is near in meaning or shares rare words; read only the best whole."""
    base_id, code = asked.knowledge_base_id, _language(session, asked, index)
    words = lexemes(asked.question, STEMMERS[code])
    frequencies = _count(session, base_id, index, telling_words(words, STEMMERS[code]))
    statistics = Statistics(index.passages, index.mean_length, frequencies, STEMMERS[code])
    rarity = {term: statistics.idf(term) for term in telling_terms(statistics)}
    worded = store.list_ids_by_words(session, base_id, rarity, WORDED_CANDIDATES)
    near = index.search(asked.vector, DENSE_CANDIDATES)
    candidates = store.list_candidates(session, base_id, {*near, *worded})
    weights = WEIGHTS if code == "en" and is_latin(asked.question) else WORDS_FIRST
    best = best_candidates(Asked(tuple(words), asked.vector, weights), candidates, statistics, asked.limit)
    rows = {row.id: row for row in store.list_passages(session, base_id, [one.id for one in best])}
    found = tuple(_found(rows[one.id], one) for one in best if one.id in rows)  # it may be gone meanwhile
    return LookUp(asked.question, found, statistics)


def _language(session: Session, asked: _Asked, index: PassageIndex) -> str:
    """The likeliest of those that the knowledge base has passages in."""
    others = [MARKER + code for code in STEMMERS if code != "en"]
    counted = _count(session, asked.knowledge_base_id, index, others)
    passages = {marker.removeprefix(MARKER): number for marker, number in counted.items()}
    passages["en"] = index.passages - sum(passages.values())
    spoken = [code for code in passages if passages[code] > index.passages * SPOKEN_SHARE] or ["en"]
    return likeliest(asked.question, sorted(spoken, key=lambda code: -passages[code]))


def _count(session: Session, knowledge_base_id: UUID, index: PassageIndex, terms: Sequence[str]) -> dict[str, int]:
    """Each term once for each version of the knowledge base: the commonest ones take longest."""
    known = index.frequencies
    counted = store.count_frequencies(session, knowledge_base_id, [term for term in terms if term not in known])
    if len(known) < MOST_REMEMBERED_TERMS:
        known.update(counted)
    return {term: counted[term] if term in counted else known[term] for term in terms}


def _found(passage: store.Located, scored: Scored) -> Found:
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
