"""BM25 as a share of what the query could reach, so that scores of different questions can be compared."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

K1, B = 0.4, 0.2  # that a term is there at all is nearly everything (docs/search-quality.md)
TELLING = 50  # fewer passages say little of how rare their words are: as if there were others, about something else
REACHABLE = 0.75  # of Σ idf·(k1+1): no passage holds every term endlessly often


@dataclass(frozen=True)
class Statistics:
    """How many passages a knowledge base has, how long they are, and in how many each term of the query occurs.

    `language` is whose stemmer made the terms.
    """

    passages: int
    mean_length: float
    frequencies: Mapping[str, int]
    language: str = "english"

    def idf(self, term: str) -> float:
        """Rarity, always above 0; a term that occurs nowhere is the rarest."""
        frequency = min(self.frequencies.get(term, 0), self.passages)
        return log(1 + (max(self.passages, TELLING) - frequency + 0.5) / (frequency + 0.5))


class Shares:
    """0..1⅓ for each text: its BM25 over the query's own maximum, Σ idf·(k1+1)·0.75, unseen terms included."""

    def __init__(self, query: Sequence[str], statistics: Statistics, mean_length: float) -> None:
        rarity = {term: statistics.idf(term) for term in query}
        most = sum(rarity.values()) * REACHABLE
        self._weights = {term: idf / most for term, idf in rarity.items()} if most else {}
        self._mean_length = max(mean_length, 1)

    def of_words(self, words: Sequence[str]) -> float:
        """The share of a text that is cut into words."""
        counts = Counter(word for word in words if word in self._weights)
        return self._share(counts, len(words))

    def of_line(self, lexemes: str) -> float:
        """The same of words joined by blanks, several times as fast."""
        spaced = f" {lexemes.replace(' ', '  ')} "
        counts = {term: n for term in self._weights if (n := spaced.count(f" {term} "))}
        return self._share(counts, lexemes.count(" ") + 1) if counts else 0.0

    def _share(self, counts: Mapping[str, int], length: int) -> float:
        damping = K1 * (1 - B + B * length / self._mean_length)
        return sum(self._weights[term] * n / (n + damping) for term, n in counts.items())
