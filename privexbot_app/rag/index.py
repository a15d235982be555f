"""FAISS over the sentences of one knowledge base: a cache of what SQL holds, rebuilt whenever it is out of date."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from math import isqrt
from threading import Lock
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from privexbot_app.rag.vectors import unpack

FLAT_LIMIT = 50_000  # vectors; above, exact search takes more than 5 ms and clusters find 98 %
PROBES = 32
SENTENCES_PER_PASSAGE = 6  # how many rows to ask for, so that enough passages are among them
OVERHEAD_BYTES = 16_000


@dataclass(frozen=True)
class PackedPassage:
    """A passage as the index wants it: its id, its packed vectors and how many search words it has."""

    id: int
    vectors: bytes
    lexeme_count: int


class PassageIndex:
    """Searches by the best sentence of a passage; also knows the lengths that BM25 needs."""

    def __init__(self, passages: Sequence[PackedPassage], dimensions: int) -> None:
        matrices = [unpack(passage.vectors, dimensions) for passage in passages]
        counts = [len(matrix) for matrix in matrices]
        self._owners = np.repeat(np.array([passage.id for passage in passages], dtype=np.int64), counts)
        self._faiss = _filled(np.vstack(matrices), dimensions) if matrices else None
        self.passages = len(passages)
        self.mean_length = sum(passage.lexeme_count for passage in passages) / max(len(passages), 1)

    @property
    def size_bytes(self) -> int:
        width = self._faiss.sa_code_size() if self._faiss is not None else 0
        return int(len(self._owners) * (width + 8) + OVERHEAD_BYTES)

    def search(self, vector: NDArray[np.float32], limit: int) -> dict[int, float]:
        """The `limit` best passages: id → cosine of their best sentence, best first."""
        if self._faiss is None:
            return {}
        one_thread()
        rows = min(limit * SENTENCES_PER_PASSAGE, len(self._owners))
        cosines, found = self._faiss.search(vector.reshape(1, -1), rows)
        best: dict[int, float] = {}
        for row, cosine in zip(found[0], cosines[0], strict=True):
            if row >= 0 and len(best) < limit:
                best.setdefault(int(self._owners[row]), float(cosine))
        return best


def _filled(vectors: NDArray[np.float32], dimensions: int) -> Any:
    """16-bit floats searched one by one; above FLAT_LIMIT clusters of 8-bit numbers."""
    import faiss

    one_thread()
    clusters = 2 * isqrt(len(vectors))
    kind = "SQfp16" if len(vectors) <= FLAT_LIMIT else f"IVF{clusters},SQ8"
    index = faiss.index_factory(dimensions, kind, faiss.METRIC_INNER_PRODUCT)
    if len(vectors) > FLAT_LIMIT:
        faiss.extract_index_ivf(index).nprobe = PROBES
    index.train(vectors)
    index.add(vectors)
    return index


def one_thread() -> None:
    """OpenMP keeps its number of threads per calling thread, and its idle threads burn a core each."""
    import faiss

    faiss.omp_set_num_threads(1)


class IndexCache:
    """The indexes used last, up to a number of bytes; a newer version takes the place of the older one."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._lock = Lock()
        self._kept: OrderedDict[UUID, tuple[int, PassageIndex]] = OrderedDict()

    def find(self, knowledge_base_id: UUID, version: int) -> PassageIndex | None:
        """None when it is not here, or here in another version."""
        with self._lock:
            kept = self._kept.get(knowledge_base_id)
            if kept is None or kept[0] != version:
                return None
            self._kept.move_to_end(knowledge_base_id)
            return kept[1]

    def keep(self, knowledge_base_id: UUID, version: int, index: PassageIndex) -> None:
        """The newest one stays even when it alone is larger than the limit: it is in use."""
        with self._lock:
            if knowledge_base_id in self._kept and self._kept[knowledge_base_id][0] > version:
                return
            self._kept[knowledge_base_id] = version, index
            self._kept.move_to_end(knowledge_base_id)
            while len(self._kept) > 1 and sum(index.size_bytes for _, index in self._kept.values()) > self._max_bytes:
                self._kept.popitem(last=False)
