"""FAISS over the sentences of one knowledge base: a cache of what SQL holds, rebuilt whenever it is out of date."""

import importlib
from collections import OrderedDict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from math import isqrt
from threading import Lock
from typing import Any, Generic, NamedTuple, Protocol, TypeVar
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from privexbot_app.rag.context import Rows, Vectors
from privexbot_app.rag.scale import BUILT_IN, Scale
from privexbot_app.rag.vectors import count_rows

Vector = NDArray[np.float32]

FLAT_LIMIT = 50_000  # vectors; above, exact search takes more than 5 ms and clusters find 98 %
PROBES = 32
SENTENCES_PER_PASSAGE = 6  # how many rows to ask for, so that enough passages are among them
OVERHEAD_BYTES = 16_000
BLOCK_PASSAGES = 5_000
SAMPLED_PER_CLUSTER = 64  # vectors; with fewer than 39, FAISS warns


@dataclass(frozen=True)
class PackedPassage:
    """A passage as the index wants it: its id, its packed vectors, how many search words and sentences it has."""

    id: int
    vectors: bytes
    lexeme_count: int
    sentences: int


class Frame(NamedTuple):
    """The embedding space of an index, of which None is the built-in one, and how its cosines are read."""

    space_id: UUID | None = None
    scale: Scale = BUILT_IN


BUILT_IN_FRAME = Frame()


class PassageIndex:
    """Searches by the best sentence of a passage, under its heading; also knows what BM25 needs.

    `frequencies` remembers in how many passages a term occurs, once that was counted. All vectors are of one space.
    """

    def __init__(self, passages: Sequence[PackedPassage], dimensions: int, frame: Frame = BUILT_IN_FRAME) -> None:
        self.space_id = frame.space_id
        self._faiss = _empty(passages, dimensions) if passages else None
        owners = [_add(self._faiss, rows) for rows in _in_blocks(passages, dimensions, frame.scale)]
        self._owners = np.concatenate(owners) if owners else np.zeros(0, dtype=np.int64)
        self.passages = len(passages)
        self.frequencies: dict[str, int] = {}
        self.length = sum(passage.lexeme_count for passage in passages)  # in search words, all passages together

    @property
    def size_bytes(self) -> int:
        width = self._faiss.sa_code_size() if self._faiss is not None else 0
        return int(len(self._owners) * (width + 8) + OVERHEAD_BYTES)

    def search(
        self, vector: Vector, limit: int, among: Collection[int] | None = None, _session: object = None
    ) -> dict[int, float]:
        """The `limit` best passages, of all or of those ids: id → cosine of their best sentence, best first.

        It has all it needs in memory; the index in PostgreSQL is asked through a session.
        """
        if self._faiss is None:
            return {}
        one_thread()
        rows = min(limit * SENTENCES_PER_PASSAGE, len(self._owners))
        selected = {} if among is None else {"params": self._only(among)}
        cosines, found = self._faiss.search(vector.reshape(1, -1), rows, **selected)
        is_row = found[0] >= 0
        owners, nearest = self._owners[found[0][is_row]].tolist(), cosines[0][is_row].tolist()
        best: dict[int, float] = {}
        for owner, cosine in zip(owners, nearest, strict=True):
            if len(best) < limit:
                best.setdefault(owner, cosine)
        return best

    def _only(self, ids: Collection[int]) -> Any:
        faiss: Any = importlib.import_module("faiss")  # its types know nothing of these parameters
        rows = np.flatnonzero(np.isin(self._owners, np.fromiter(ids, dtype=np.int64, count=len(ids))))
        selector = faiss.IDSelectorBatch(rows)
        if isinstance(self._faiss, faiss.IndexIVF):
            return faiss.SearchParametersIVF(sel=selector, nprobe=self._faiss.nlist)
        return faiss.SearchParameters(sel=selector)


def searched_rows(
    passages: Sequence[PackedPassage], is_wanted: NDArray[np.bool_], dimensions: int, scale: Scale = BUILT_IN
) -> tuple[NDArray[np.int64], Vectors]:
    """The vectors by which the wanted ones of these passages are found, and the id of the passage for each.

    Whether a heading is left out hangs on the passage before: that has to stand before each wanted one.
    """
    rows = Rows(passages, dimensions, scale)
    kept = ~rows.repeats_heading() & np.repeat(is_wanted, rows.counts)
    owners = np.repeat(np.array([passage.id for passage in passages], dtype=np.int64), rows.counts)
    return owners[kept], rows.in_context()[kept]


def _in_blocks(
    passages: Sequence[PackedPassage], dimensions: int, scale: Scale
) -> Iterator[tuple[NDArray[np.int64], Vectors]]:
    """As many as are unpacked at a time, each time with the last one of the time before."""
    for first in range(0, len(passages), BLOCK_PASSAGES):
        block = passages[max(first - 1, 0) : first + BLOCK_PASSAGES]
        is_wanted = np.ones(len(block), dtype=np.bool_)
        is_wanted[0] = first == 0
        yield searched_rows(block, is_wanted, dimensions, scale)


def _add(index: Any, rows: tuple[NDArray[np.int64], Vectors]) -> NDArray[np.int64]:
    """The ids of the passages whose vectors were added, one a vector."""
    owners, vectors = rows
    index.add(vectors)
    return owners


def _empty(passages: Sequence[PackedPassage], dimensions: int) -> Any:
    """16-bit floats searched one by one; above FLAT_LIMIT clusters of 8-bit numbers, found on a sample."""
    import faiss

    one_thread()
    total = sum(count_rows(passage.vectors, dimensions) for passage in passages)
    clusters = 2 * isqrt(total)
    kind = "SQfp16" if total <= FLAT_LIMIT else f"IVF{clusters},SQ8"
    index = faiss.index_factory(dimensions, kind, faiss.METRIC_INNER_PRODUCT)
    if total > FLAT_LIMIT:
        faiss.extract_index_ivf(index).nprobe = PROBES
        every = max(total // (clusters * SAMPLED_PER_CLUSTER), 1)
        index.train(Rows(passages[::every], dimensions).in_context())
    return index


def one_thread() -> None:
    """OpenMP keeps its number of threads per calling thread, and its idle threads burn a core each."""
    import faiss

    faiss.omp_set_num_threads(1)


class Sized(Protocol):
    """Whatever knows how much memory it takes."""

    @property
    def size_bytes(self) -> int: ...


Kept = TypeVar("Kept", bound=Sized)


class IndexCache(Generic[Kept]):
    """The indexes used last, up to a number of bytes; a newer version takes the place of the older one."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._lock = Lock()
        self._kept: OrderedDict[UUID, tuple[int, Kept]] = OrderedDict()

    def find(self, knowledge_base_id: UUID, version: int) -> Kept | None:
        """None when it is not here, or here in another version."""
        with self._lock:
            kept = self._kept.get(knowledge_base_id)
            if kept is None or kept[0] != version:
                return None
            self._kept.move_to_end(knowledge_base_id)
            return kept[1]

    def keep(self, knowledge_base_id: UUID, version: int, index: Kept) -> None:
        """The newest one stays even when it alone is larger than the limit: it is in use."""
        with self._lock:
            if knowledge_base_id in self._kept and self._kept[knowledge_base_id][0] > version:
                return
            self._kept[knowledge_base_id] = version, index
            self._kept.move_to_end(knowledge_base_id)
            while len(self._kept) > 1 and sum(index.size_bytes for _, index in self._kept.values()) > self._max_bytes:
                self._kept.popitem(last=False)
