"""Words of a question that stand together in it, and stand together in a text too: "gift card", "size of the sole"."""

from collections.abc import Sequence
from itertools import pairwise

from privexbot_app.rag.bm25 import Statistics

APART = 0.5  # what a pair counts with another word between its two


class WordPairs:
    """0..1 for each text: the share of the question's neighbouring words that are neighbours there, rare ones first.

    The rarity of a pair is that of its words; those that every text has count nothing, but tell what stood between.
    """

    def __init__(self, question: Sequence[str], statistics: Statistics) -> None:
        rarity = {word: statistics.idf(word) for word in statistics.frequencies}
        pairs = dict.fromkeys(pairwise(question))
        weights = {pair: sum(rarity.get(word, 0.0) for word in pair) for pair in pairs}
        total = sum(weights.values())
        self._pairs = [
            (f" {first} ", f"{second} ", weight / total) for (first, second), weight in weights.items() if weight
        ]

    def of_line(self, lexemes: str) -> float:
        """Of search words joined by blanks."""
        line = f" {lexemes} "
        share = 0.0
        for first, second, weight in self._pairs:
            if first + second in line:
                share += weight
            elif first in line and second in line and _is_next_but_one(first, second, line):
                share += APART * weight
        return share


def _is_next_but_one(first: str, second: str, line: str) -> bool:
    place = line.find(first)
    while place >= 0:
        between = place + len(first)
        if line.startswith(second, line.find(" ", between) + 1):
            return True
        place = line.find(first, between - 1)
    return False
