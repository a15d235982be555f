"""`python -m benchmarks.index_sizes 10000 100000 1000000`: what asking FAISS costs as a knowledge base grows.

Made-up sentence vectors of 40 degrees of freedom in 384 dimensions, three of them a passage, in the product's own
index. Times are the processor's; recall is how many of the ten nearest passages, found by comparing all, are among the
ten found. A million vectors take 2 GB of memory.
"""

import resource
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from privexbot_app.rag.index import PackedPassage, PassageIndex
from privexbot_app.rag.vectors import pack, unpack

DIMENSIONS, FREEDOM, TOPICS = 384, 40, 2_000
SPREAD, NOISE = 0.7, 0.02
SENTENCES = 3
WRITTEN_TOGETHER = 20_000  # passages
QUESTIONS, ROUNDS = 100, 5
CANDIDATES, BEST = 40, 10

Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class Asked:
    """Milliseconds of processor time for each question, and the share of the nearest passages that were found."""

    milliseconds: list[float]
    recall: float


def main(sizes: list[int]) -> None:
    print(f"{'vectors':>10}{'made in s':>11}{'index MB':>10}{'ms':>8}{'95 %':>8}{'recall@10':>11}{'growth':>28}")
    before: tuple[int, float] | None = None
    for size in sizes:
        passages = make_passages(size // SENTENCES)
        began = time.process_time()
        index = PassageIndex(passages, DIMENSIONS)
        made = time.process_time() - began
        asked = ask(index, passages)
        median = statistics.median(asked.milliseconds)
        growth = f"{median / before[1]:.1f} for {size / before[0]:.0f} times as many" if before else ""
        print(
            f"{size:>10,}{made:>11.1f}{index.size_bytes / 1e6:>10.0f}{median:>8.2f}"
            f"{statistics.quantiles(asked.milliseconds, n=20)[-1]:>8.2f}{asked.recall:>11.3f}{growth:>28}",
            flush=True,
        )
        before = size, median
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.1f} GB")


def sentences(chance: np.random.Generator, count: int) -> Vectors:
    """Around topics that are always the same; [count, dimensions], at unit length."""
    fixed = np.random.default_rng(0)
    topics = fixed.normal(size=(TOPICS, FREEDOM)).astype(np.float32)
    basis = fixed.normal(size=(FREEDOM, DIMENSIONS)).astype(np.float32) / np.sqrt(DIMENSIONS)
    inner = topics[chance.integers(TOPICS, size=count)] + SPREAD * chance.normal(size=(count, FREEDOM))
    made = inner.astype(np.float32) @ basis + NOISE * chance.normal(size=(count, DIMENSIONS)).astype(np.float32)
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), dtype=np.float32)


def make_passages(count: int) -> list[PackedPassage]:
    chance = np.random.default_rng(1)
    made: list[PackedPassage] = []
    while len(made) < count:
        some = min(WRITTEN_TOGETHER, count - len(made))
        packed = pack(sentences(chance, some * SENTENCES))
        width = len(packed) // some
        pieces = (packed[first : first + width] for first in range(0, len(packed), width))
        made += [PackedPassage(len(made) + place, piece, 20, SENTENCES) for place, piece in enumerate(pieces)]
    return made


def ask(index: PassageIndex, passages: Sequence[PackedPassage]) -> Asked:
    questions = sentences(np.random.default_rng(2), QUESTIONS)
    found = [list(index.search(question, CANDIDATES))[:BEST] for question in questions]
    milliseconds: list[float] = []
    for _ in range(ROUNDS):
        for question in questions:
            began = time.process_time()
            index.search(question, CANDIDATES)
            milliseconds.append((time.process_time() - began) * 1000)
    pairs = zip(found, nearest(questions, passages), strict=True)
    return Asked(milliseconds, statistics.mean(len(set(one) & set(other)) / BEST for one, other in pairs))


def nearest(questions: Vectors, passages: Sequence[PackedPassage]) -> list[list[int]]:
    """The best passages of each question, by comparing all."""
    best: list[NDArray[np.float32]] = []
    for first in range(0, len(passages), WRITTEN_TOGETHER):
        some = passages[first : first + WRITTEN_TOGETHER]
        vectors = unpack(b"".join(passage.vectors for passage in some), DIMENSIONS)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        best.append((questions @ vectors.T).reshape(len(questions), -1, SENTENCES).max(axis=2))
    cosines = np.hstack(best)
    places: list[list[int]] = np.argsort(-cosines, axis=1)[:, :BEST].tolist()
    return places


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [10_000, 100_000, 1_000_000])
