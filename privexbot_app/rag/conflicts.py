"""Where knowledge says the same twice, or two things about one: passages alike, sentences that differ in a number.

Only what is near in meaning is compared, by the vectors that are there; the figures below were set on a shop's pages.
"""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from privexbot_app.rag.context import Rows
from privexbot_app.rag.english import CALENDAR, COMMON, words_of
from privexbot_app.rag.index import one_thread
from privexbot_app.rag.scale import BUILT_IN, Scale
from privexbot_app.rag.sentences import is_whole
from privexbot_app.rag.tokens import lexemes

SAME_MEANING = 0.9  # cosine of two passages, each the mean of its sentences
SAME_WORDS = 0.8  # share of the words of both that are in each
NEAR = 0.7  # cosine of two sentences
SAME_SUBJECT = 0.6  # share of their words but for numbers
FEWEST_WORDS = 2  # that two sentences share, else they are about nothing
NEIGHBOURS = 12
BLOCK = 256
MOST_SENTENCES = 10_000  # with a number each: comparing more would take minutes
MOST_PAIRS = 200  # of each kind: nobody reads more at once
LONG_SENTENCE_CHARACTERS = 80  # shorter ones may say “it”, so that their headings tell what of

NUMBERS = (
    "one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty ninety"
)
VALUES = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 20, 30, 40, 50, 60, 90)
LENGTHS = words_of("century decade day days week weeks month months year years hour hours minute minutes")

Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class Compared:
    """A passage as it is compared; `vectors` are packed, those of its sentences first."""

    id: int
    document_id: UUID
    title: str
    heading: str
    text: str
    spans: Sequence[Sequence[int]]
    vectors: bytes
    lexemes: str

    @property
    def sentences(self) -> int:
        return len(self.spans)


class Duplicate(NamedTuple):
    """Two passages of different documents that say nearly the same; `likeness` 0..1 is the share of common words."""

    first: int
    second: int
    likeness: float


class Contradiction(NamedTuple):
    """Two sentences of different documents about the same thing, with different values; the ids are of passages."""

    first: int
    second: int
    first_sentence: str
    second_sentence: str
    likeness: float


class Conflicts(NamedTuple):
    """What was found, the likest first; `skipped` sentences were not compared because there are too many."""

    duplicates: tuple[Duplicate, ...]
    contradictions: tuple[Contradiction, ...]
    skipped: int


class _Claim(NamedTuple):
    """A sentence with a value in it."""

    owner: int
    row: int
    text: str
    words: frozenset[str]
    values: frozenset[str]


def compare(
    passages: Sequence[Compared], dimensions: int, scale: Scale = BUILT_IN
) -> Generator[float, None, Conflicts]:
    """Yields how much is done, 0 to 1, after each piece of work of a fraction of a second; returns what was found.

    The vectors are all of one embedding space, whose cosines the scale reads.
    """
    if not passages:
        return Conflicts((), (), 0)
    rows = Rows(passages, dimensions)
    duplicates: dict[tuple[int, int], Duplicate] = {}
    means = _means(rows)
    words = [frozenset(passage.lexemes.split()) for passage in passages]
    for done, pairs in _neighbours(means, scale.least(SAME_MEANING)):
        for first, second in pairs:
            if found := _duplicate(passages, words, first, second):
                duplicates[found.first, found.second] = found
        yield done / 2
    claims = [claim for owner in range(len(passages)) for claim in _claims(passages[owner], owner, rows)]
    kept = claims[:MOST_SENTENCES]
    contradictions: dict[tuple[str, str], Contradiction] = {}
    vectors = rows.vectors[[claim.row for claim in kept]]
    for done, pairs in _neighbours(vectors, scale.least(NEAR)):
        for first, second in pairs:
            if difference := _contradiction(passages, kept[first], kept[second]):
                contradictions.setdefault((difference.first_sentence, difference.second_sentence), difference)
        yield (1 + done) / 2
    return Conflicts(
        tuple(_likest(duplicates)),
        tuple(_likest(contradictions)),
        len(claims) - len(kept),
    )


def _likest(found: Mapping[Any, Any]) -> list[Any]:
    return sorted(found.values(), key=lambda one: -one.likeness)[:MOST_PAIRS]


def _means(rows: Rows) -> Vectors:
    """One vector a passage, that of all its sentences."""
    shown = np.where(rows.is_sentence[:, None], rows.vectors, 0)
    sums = np.add.reduceat(shown, rows.starts, axis=0)
    return np.asarray(sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-12), dtype=np.float32)


def _neighbours(vectors: Vectors, least: float) -> Generator[tuple[float, list[tuple[int, int]]], None, None]:
    """(share done, pairs of places with at least that cosine), each pair once, the smaller place first."""
    import faiss

    if not len(vectors):
        return
    index: Any = faiss.IndexFlatIP(vectors.shape[1])
    index.add(np.ascontiguousarray(vectors))
    for first in range(0, len(vectors), BLOCK):
        one_thread()
        cosines, found = index.search(np.ascontiguousarray(vectors[first : first + BLOCK]), NEIGHBOURS)
        places, columns = np.nonzero((cosines >= least) & (found >= 0))
        pairs = {
            (min(place, other), max(place, other))
            for place, other in zip((places + first).tolist(), found[places, columns].tolist(), strict=True)
            if place != other
        }
        yield min((first + BLOCK) / len(vectors), 1.0), sorted(pairs)


def _duplicate(
    passages: Sequence[Compared], words: Sequence[frozenset[str]], first: int, second: int
) -> Duplicate | None:
    """Unless they are of one document, or differ in a number, which makes them no duplicates but a contradiction."""
    if passages[first].document_id == passages[second].document_id:
        return None
    likeness = _overlap(words[first], words[second])
    if likeness < SAME_WORDS or _numbers(words[first]) != _numbers(words[second]):
        return None
    return Duplicate(passages[first].id, passages[second].id, likeness)


def _numbers(words: frozenset[str]) -> set[str]:
    return {word for word in words if word[0].isdigit()}


def _claims(passage: Compared, owner: int, rows: Rows) -> list[_Claim]:
    claims = []
    for number, (start, end) in enumerate(passage.spans):
        text = passage.text[start:end]
        words = lexemes(text)
        values = frozenset(value for word in words if (value := _value(word)))
        if not values:
            continue
        is_clear = is_whole(text) and len(text) >= LONG_SENTENCE_CHARACTERS
        around = [] if is_clear else lexemes(passage.heading or passage.title)
        subject = frozenset(word for word in (*words, *around) if not _value(word)) - _common()
        claims.append(_Claim(owner, int(rows.starts[owner]) + number, text, subject, values))
    return claims


def _contradiction(passages: Sequence[Compared], first: _Claim, second: _Claim) -> Contradiction | None:
    """Each has a value that the other lacks; one that only says more contradicts nothing."""
    ours, theirs = passages[first.owner], passages[second.owner]
    if ours.document_id == theirs.document_id or first.values <= second.values or second.values <= first.values:
        return None
    likeness = _overlap(first.words, second.words)
    if likeness < SAME_SUBJECT or len(first.words & second.words) < FEWEST_WORDS:
        return None
    return Contradiction(ours.id, theirs.id, first.text, second.text, likeness)


def _overlap(first: frozenset[str], second: frozenset[str]) -> float:
    return len(first & second) / max(len(first | second), 1)


def _value(word: str) -> str:
    """A number, day or month as one spelling; empty for any other word."""
    return word if word[0].isdigit() else _values().get(word, "")


@lru_cache(maxsize=1)
def _values() -> dict[str, str]:
    numbers = dict(zip(lexemes(NUMBERS), map(str, VALUES), strict=True))
    days = lexemes(" ".join(word for word in CALENDAR if word not in LENGTHS))
    return {day: day for day in days} | numbers


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    return frozenset(lexemes(" ".join(COMMON)))
