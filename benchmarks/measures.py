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


@dataclass(frozen=True)
class Topics:
    """How sure the product was of questions on topics that its knowledge base has, and on others."""

    known: Sequence[float]
    unknown: Sequence[float]

    def summary(self) -> dict[str, object]:
        """Also at the product's own limit: of how many it says something."""
        from privexbot_app.rag.quote import MIN_CONFIDENCE

        return {
            "unknown_topic_auroc": auroc(self.known, self.unknown),
            "known_answered": mean([sure >= MIN_CONFIDENCE for sure in self.known]),
            "unknown_answered": mean([sure >= MIN_CONFIDENCE for sure in self.unknown]),
        }


def summary(measured: Sequence[Measured], topics: Topics | None = None) -> dict[str, object]:
    """`unknown_auroc`: questions that look answerable and are not, as the set has them. `unknown_topic_auroc`:
    questions on articles that were left out of the knowledge base, against those on articles that are in it."""
    answerable = [one for one in measured if one.query.answerable]
    with_answers = [one for one in answerable if one.query.answers]
    unknown = [one.confidence for one in measured if not one.query.answerable]
    return {
        "queries": len(measured),
        **ranking([one.reciprocal_rank() for one in answerable]),
        "hit_1": mean([one.hits(1) for one in with_answers]),
        "hit_2": mean([one.hits(2) for one in with_answers]),
        "unknown_auroc": auroc([one.confidence for one in answerable], unknown),
        **(topics.summary() if topics else {}),
    }


def ranking(reciprocal_ranks: Sequence[float]) -> dict[str, object]:
    """How high the right passage stands."""
    return {
        "recall_1": mean([rank >= 1 for rank in reciprocal_ranks]),
        "recall_5": mean([rank >= 1 / 5 for rank in reciprocal_ranks]),
        "mrr": mean(reciprocal_ranks),
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
