"""Which of the owner's own answers a question is asking for, if it asks for one closely enough to be told verbatim.

The threshold was measured on 125 entries and 1,249 human paraphrases (stackfaq) with two phrasings an entry besides its
question: at 0.80 it answers 48 % of the questions, 99.8 % of those rightly, and 0.6 % of the questions whose own entry
was taken away; at 0.75 64 %, 99.2 % and 2.1 %. With the question alone, at 0.80: 30 %, 99.7 % and 0.1 %.
Cosines cannot tell sizes, days and "not" apart (0.94, 0.88 and 0.94 for short questions that differ in nothing else),
so these must agree to the letter. What falls short goes on to search, where the same answers are passages like others.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from privexbot_app.rag.english import CALENDAR
from privexbot_app.rag.question import Question
from privexbot_app.rag.tokens import lexemes
from privexbot_app.rag.vectors import unpack

MIN_COSINE = 0.8
LOOKED_AT = 5  # the nearest phrasings: the very nearest may be about another size
LENGTH = re.compile(r"century|decade|(?:day|week|month|year|hour|minute)s?")
NEGATIONS = re.compile(
    r"\b(?:not|no|never|without|cannot|(?:ca|do|does|did|is|are|wo|have|has)nt)\b|n[’']t\b", re.IGNORECASE
)


@dataclass(frozen=True)
class PackedPair:
    """A pair as it is stored: its phrasings, question first, and one packed vector for each."""

    id: UUID
    phrasings: tuple[str, ...]
    vectors: bytes


@dataclass(frozen=True)
class Match:
    """The pair to be told, and how near its nearest phrasing is (1.0 when it is the same words)."""

    pair_id: UUID
    cosine: float


def key_of(question: str) -> str:
    """The question without case, marks and punctuation: two that agree in this are one."""
    plain = unicodedata.normalize("NFKC", question).casefold()
    return " ".join(re.findall(r"\w+", plain)) or plain.strip()


class PairIndex:
    """All pairs of a knowledge base, looked through one by one: a few thousand take a millisecond."""

    def __init__(self, pairs: Sequence[PackedPair], dimensions: int) -> None:
        self._owners = [(pair.id, phrasing) for pair in pairs for phrasing in pair.phrasings]
        self._same = {key_of(phrasing): owner for owner, phrasing in reversed(self._owners)}
        self._questions = [pair.phrasings[0] for pair in pairs]
        self._bounds = np.cumsum([0, *(len(pair.phrasings) for pair in pairs)])
        self._rows = {key_of(phrasing): row for row, (_, phrasing) in enumerate(self._owners)}
        rows = [unpack(pair.vectors, dimensions) for pair in pairs] or [np.zeros((0, dimensions), dtype=np.float32)]
        self._vectors: NDArray[np.float16] = np.vstack(rows).astype(np.float16)

    def __len__(self) -> int:
        return len(self._owners)

    @property
    def size_bytes(self) -> int:
        return int(self._vectors.nbytes) + 200 * len(self._owners)

    def find_same(self, question: str) -> Match | None:
        """The pair one of whose phrasings is this very question."""
        owner = self._same.get(key_of(question))
        return Match(owner, 1.0) if owner else None

    def find_near(self, question: str, vector: NDArray[np.float32]) -> Match | None:
        """The pair with the nearest phrasing that is near enough and agrees in what must agree."""
        cosines = self._vectors.astype(np.float32) @ vector
        for row in np.argsort(-cosines)[:LOOKED_AT]:
            pair_id, phrasing = self._owners[row]
            if cosines[row] >= MIN_COSINE and must_agree(question) == must_agree(phrasing):
                return Match(pair_id, round(float(cosines[row]), 4))
        return None

    def vector_of(self, question: str) -> NDArray[np.float32] | None:
        """Of a question that is one of the phrasings; None for any other."""
        row = self._rows.get(key_of(question))
        return None if row is None else self._vectors[row].astype(np.float32)

    def list_near(
        self, vector: NDArray[np.float32], asked: Sequence[NDArray[np.float32]], min_cosine: float
    ) -> list[str]:
        """The questions of pairs that are near, nearest first; none that is asked with `vector`, or was before."""
        best = np.maximum.reduceat(self._vectors.astype(np.float32) @ vector, self._bounds[:-1])
        near = np.flatnonzero((best >= min_cosine) & (best < MIN_COSINE))
        nearest = near[np.argsort(-best[near])][: LOOKED_AT + len(asked)]
        return [self._questions[pair] for pair in nearest if not self._is_asked(pair, asked)]

    def _is_asked(self, pair: int, asked: Sequence[NDArray[np.float32]]) -> bool:
        rows = self._vectors[self._bounds[pair] : self._bounds[pair + 1]].astype(np.float32)
        return any(float((rows @ vector).max()) >= MIN_COSINE for vector in asked)


def must_agree(question: str) -> tuple[frozenset[str], bool]:
    """Numbers, colours, days and months; and whether it denies."""
    terms = set(lexemes(question))
    return Question(question).insisted | (terms & _calendar()), bool(NEGATIONS.search(question))


@lru_cache(maxsize=1)
def _calendar() -> frozenset[str]:
    return frozenset(lexemes(" ".join(word for word in CALENDAR if not LENGTH.fullmatch(word))))
