"""What a model reads of a document: passages that stand next to each other are one stretch, told in reading order.

Passages overlap by a sentence, which is told once. One whose words are not those that were read, because the owner
edited it or a fact in it is over, stands alone: its place in the text says nothing about its words.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from privexbot_app.rag.found import Found
from privexbot_app.rag.prompt import count_tokens

Place = tuple[UUID, int]


@dataclass(frozen=True)
class Stretch:
    """Passages of one document under one heading, in the order of its text; at least one of them was found."""

    passages: tuple[Found, ...]

    @property
    def best_first(self) -> tuple[Found, ...]:
        """Those that were found before those beside them."""
        return tuple(sorted(self.passages, key=lambda passage: (passage.is_beside, -passage.score)))

    @property
    def title(self) -> str:
        """With the path of headings."""
        first = self.passages[0]
        return f"{first.title} › {first.heading}" if first.heading else first.title

    @property
    def text(self) -> str:
        """Each sentence once."""
        told, end = self.passages[0].text, self.passages[0].end
        for passage in self.passages[1:]:
            told += passage.text[end - passage.start :] if passage.start < end else f"\n{passage.text}"
            end = passage.end
        return told


def stretches_of(found: Sequence[Found], beside: Sequence[Found] = ()) -> tuple[Stretch, ...]:
    """All of both, in the order of the best that was found in each."""
    rank = {passage: number for number, passage in enumerate(found)}
    joined = [Stretch(tuple(run)) for run in _runs([*rank, *beside])]
    joined += [Stretch((passage,)) for passage in rank if not passage.is_as_read]
    return tuple(sorted(joined, key=lambda stretch: min(rank[one] for one in stretch.passages if one in rank)))


def choose_beside(beside: Iterable[Found], tokens: int) -> list[Found]:
    """As many as fit, the first ones first; what overlaps is counted as if it were told twice."""
    chosen: list[Found] = []
    for passage in beside:
        if (cost := count_tokens(passage.text)) <= tokens:
            chosen.append(passage)
            tokens -= cost
    return chosen


def places_beside(found: Sequence[Found], best: int) -> list[Place]:
    """Where the passages after and before so many of the best stand, without those that were found themselves."""
    read = [passage for passage in found if passage.is_as_read]
    taken = {(passage.document_id, passage.position) for passage in read}
    places = [(passage.document_id, passage.position + step) for passage in read[:best] for step in (1, -1)]
    return [place for place in dict.fromkeys(places) if place not in taken and place[1] >= 0]


def _runs(passages: Iterable[Found]) -> list[list[Found]]:
    """Of passages as they were read, each run as long as it can be."""
    ordered = sorted(
        (passage for passage in passages if passage.is_as_read),
        key=lambda passage: (passage.document_id, passage.position),
    )
    steps = enumerate(ordered)
    runs = groupby(steps, key=lambda step: (step[1].document_id, step[1].heading, step[1].position - step[0]))
    return [[passage for _, passage in run] for _, run in runs]
