"""BM25 as a share of what the query could reach, so that scores of different questions can be compared."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

K1, B = 1.5, 0.75
REACHABLE = 0.75  # of Σ idf·(k1+1): no passage holds every term endlessly often


@dataclass(frozen=True)
class Statistics:
    """How many passages a knowledge base has, how long they are, and in how many each term of the query occurs."""

    passages: int
    mean_length: float
    frequencies: Mapping[str, int]

    def idf(self, term: str) -> float:
        """Rarity, always above 0; a term that occurs nowhere is the rarest."""
        frequency = min(self.frequencies.get(term, 0), self.passages)
        return log(1 + (self.passages - frequency + 0.5) / (frequency + 0.5))


def share(query: Sequence[str], words: Sequence[str], statistics: Statistics, mean_length: float) -> float:
    """0..1: BM25 of `words` over the query's own maximum, Σ idf·(k1+1)·0.75, unseen terms included."""
    terms = set(query)
    if not (most := sum(map(statistics.idf, terms)) * (K1 + 1) * REACHABLE):
        return 0.0
    counts = Counter(word for word in words if word in terms)
    damping = K1 * (1 - B + B * len(words) / max(mean_length, 1))
    return sum(statistics.idf(term) * n * (K1 + 1) / (n + damping) for term, n in counts.items()) / most
