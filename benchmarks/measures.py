"""The figures of an evaluation, each a fraction 0..1, or None where the set has nothing to measure it on."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from benchmarks.sets import SetQuery


@dataclass(frozen=True)
class Measured:
    """What the product did with a query: ids of passages and sentences, best first, and how sure it was."""

    query: SetQuery
    found: Sequence[str]
    sentences: Sequence[str]
    confidence: float

    def reciprocal_rank(self) -> float:
        places = (place for place, passage in enumerate(self.found, 1) if passage in self.query.gold)
        return 1 / next(places, float("inf"))

    def hits(self, sentences: int) -> bool:
        """An answer stands word for word in one of the first sentences; big and small letters are the same."""
        said = [sentence.casefold() for sentence in self.sentences[:sentences]]
        return any(answer.casefold() in sentence for answer in self.query.answers for sentence in said)


def summary(measured: Sequence[Measured]) -> dict[str, object]:
    answerable = [one for one in measured if one.query.answerable]
    with_answers = [one for one in answerable if one.query.answers]
    unknown = [one.confidence for one in measured if not one.query.answerable]
    ranks = [one.reciprocal_rank() for one in answerable]
    return {
        "queries": len(measured),
        "recall_1": mean([rank >= 1 for rank in ranks]),
        "recall_5": mean([rank >= 1 / 5 for rank in ranks]),
        "mrr": mean(ranks),
        "hit_1": mean([one.hits(1) for one in with_answers]),
        "hit_2": mean([one.hits(2) for one in with_answers]),
        "unknown_auroc": auroc([one.confidence for one in answerable], unknown),
    }


def mean(values: Sequence[float]) -> float | None:
    return round(sum(values) / len(values), 4) if values else None


def auroc(higher: Sequence[float], lower: Sequence[float]) -> float | None:
    """How often a member of `higher` is above one of `lower`; equal ones count half (Mann and Whitney's U)."""
    if not higher or not lower:
        return None
    ordered = sorted([(value, True) for value in higher] + [(value, False) for value in lower])
    above, below = 0.0, 0
    for _, tied in groupby(ordered, key=lambda pair: pair[0]):
        sides = [is_higher for _, is_higher in tied]
        equal_below = len(sides) - sum(sides)
        above += sum(sides) * (below + equal_below / 2)
        below += equal_below
    return round(above / (len(higher) * len(lower)), 4)
