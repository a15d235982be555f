"""The answer that the owner wrote to this very question, if there is one: it is told before anything else is tried."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from uuid import UUID

from anyio import to_thread
from sqlmodel import Session

from privexbot_app.adapters.embedder import embedder
from privexbot_app.db import reading
from privexbot_app.rag.pairs import Match, PackedPair, PairIndex
from privexbot_app.services.spaces import embed_text
from privexbot_app.store import qa as store
from privexbot_app.store.passages import get_version

TITLE = "Answer by the owner"
KEPT_BYTES = 50_000_000


@dataclass(frozen=True)
class OwnerAnswer:
    """What the owner wrote; `cosine` says how near the question is to one of the pair's phrasings."""

    pair_id: UUID
    source_id: UUID
    question: str
    answer: str
    link: str
    cosine: float


async def find_owner_answer(knowledge_base_ids: Sequence[UUID], question: str) -> OwnerAnswer | None:
    """The nearest of all these knowledge bases; of two as near, that of the first.

    None when no pair asks the same; raises NotFound for an unknown knowledge base.
    """
    indexes = [index for one in knowledge_base_ids if len(index := await _find_index(one))]
    if not indexes:
        return None
    matches = [match for index in indexes if (match := index.find_same(question))]
    if not matches:
        vector = await to_thread.run_sync(embed_text, question)
        matches = [match for index in indexes if (match := index.find_near(question, vector))]
    return await _read(max(matches, key=lambda match: match.cosine)) if matches else None


_kept: OrderedDict[UUID, tuple[int, PairIndex]] = OrderedDict()
_lock = Lock()


@reading
def _find_index(session: Session, knowledge_base_id: UUID) -> PairIndex:
    """From memory as long as the knowledge base has not changed."""
    version = get_version(session, knowledge_base_id)
    with _lock:
        kept = _kept.get(knowledge_base_id)
    if kept is not None and kept[0] == version:
        return kept[1]
    rows = store.list_phrasings(session, knowledge_base_id)
    pairs = [PackedPair(pair_id, (question, *others), vectors) for pair_id, question, others, vectors in rows]
    return _keep(knowledge_base_id, version, PairIndex(pairs, embedder().dimensions))


def find_kept_index(knowledge_base_id: UUID) -> PairIndex | None:
    """As it was when it was last asked, without looking whether it has changed; None if it was not, or made room."""
    with _lock:
        kept = _kept.get(knowledge_base_id)
    return kept[1] if kept else None


def _keep(knowledge_base_id: UUID, version: int, index: PairIndex) -> PairIndex:
    with _lock:
        _kept[knowledge_base_id] = version, index
        _kept.move_to_end(knowledge_base_id)
        while len(_kept) > 1 and sum(one.size_bytes for _, one in _kept.values()) > KEPT_BYTES:
            _kept.popitem(last=False)
    return index


@reading
def _read(session: Session, match: Match) -> OwnerAnswer | None:
    if (found := store.find_with_source(session, match.pair_id)) is None:
        return None  # deleted since the index was made
    pair, source_id = found
    return OwnerAnswer(pair.id, source_id, pair.question, pair.answer, pair.link, match.cosine)
