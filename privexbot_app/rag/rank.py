"""One score for a passage, out of what its sentences mean, what its heading means, and the words it has."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from privexbot_app.rag.bm25 import Shares, Statistics
from privexbot_app.rag.diversity import choose
from privexbot_app.rag.nearness import Nearness, View
from privexbot_app.rag.word_pairs import WordPairs

MAX_CANDIDATES = 300
LOOKED_AT = 3  # times as many as are wanted: of these, the ones that say something of their own
HEADING_TELLS = 0.5  # a heading that is less near than this is about something else


class Signs(NamedTuple):
    """What speaks for a passage.

    `meaning`: cosine of the nearest sentence, seen in the light of its heading. `heading`: how far the nearest of the
    heading and the other phrasings of an owner's question is above `HEADING_TELLS`. `lexical`: its share of BM25.
    `pairs`: words that stand together in the question and here.
    """

    meaning: float
    heading: float
    lexical: float
    pairs: float


# A softmax over the candidates of a question, learned on half of the articles of squad2 and half of the entries of
# stackfaq, and rounded (docs/search-quality.md).
WEIGHTS = Signs(meaning=1.0, heading=1.5, lexical=0.4, pairs=0.3)
# For languages that the embedder hardly speaks: of Spanish questions on Spanish text, it alone finds 50 % at once,
# words alone 94 %; both together 80 % where words weigh as little as above, 92 % where they weigh three times as much.
WORDS_FIRST = WEIGHTS._replace(lexical=1.6, pairs=0.6)


class Asked(NamedTuple):
    """A question as search sees it: all its words in their order, its meaning in each embedding space, and what counts
    how much where the built-in one sees it."""

    words: tuple[str, ...]
    views: Mapping[UUID | None, View]
    weights: Signs


class Candidate(NamedTuple):
    """A passage that may be found: the first `sentences` of its vectors are those of its sentences.

    `boost` is added to its score; one that is pinned comes first among those found. `space_id` is that of its
    vectors.
    """

    id: int
    vectors: bytes
    lexemes: str
    sentences: int
    boost: float = 0.0
    is_pinned: bool = False
    space_id: UUID | None = None


class Scored(NamedTuple):
    """A candidate's score, what it is made of, its cosines, one a vector, and what its owner decided about it."""

    id: int
    score: float
    signs: Signs
    cosines: tuple[float, ...]
    boost: float = 0.0
    is_pinned: bool = False


def telling_terms(statistics: Statistics) -> list[str]:
    """The rarest terms that together occur in no more than MAX_CANDIDATES passages; at least one that occurs.

    What only the other terms find could gain little: the more frequent a term, the smaller its part in the score.
    """
    kept: list[str] = []
    total = 0
    for term, frequency in sorted(statistics.frequencies.items(), key=lambda pair: (pair[1], pair[0])):
        if frequency and kept and total + frequency > MAX_CANDIDATES:
            break
        if frequency:
            kept.append(term)
            total += frequency
    return kept


def score(signs: Signs) -> float:
    """What the signs say together."""
    return sum(weight * sign for weight, sign in zip(WEIGHTS, signs, strict=True))


def best_candidates(asked: Asked, candidates: Sequence[Candidate], statistics: Statistics, limit: int) -> list[Scored]:
    """At most `limit`, best first but for pinned ones and copies. Scores are by the usual weights, to be compared."""
    if not candidates:
        return []
    near = Nearness(candidates, asked.views)
    signs = _signs(asked, candidates, statistics, near)
    boosts = np.array([candidate.boost for candidate in candidates])
    weights = np.array([WEIGHTS if candidate.space_id else asked.weights for candidate in candidates])
    order, scores = (signs * weights).sum(axis=1) + boosts, signs @ np.array(WEIGHTS) + boosts
    best = sorted(range(len(candidates)), key=lambda place: (-order[place], candidates[place].id))
    best = best[: LOOKED_AT * limit]
    best = [best[place] for place in choose(order[best].tolist(), near.alike(best, asked.views), limit)]
    best.sort(key=lambda place: not candidates[place].is_pinned)
    return [
        Scored(
            candidates[place].id,
            float(scores[place]),
            Signs(*signs[place].tolist()),
            near.cosines[place],
            candidates[place].boost,
            candidates[place].is_pinned,
        )
        for place in best
    ]


def _signs(
    asked: Asked, candidates: Sequence[Candidate], statistics: Statistics, near: Nearness
) -> NDArray[np.float64]:
    """One row a candidate, in the order of `Signs`."""
    shares = Shares(list(statistics.frequencies), statistics, statistics.mean_length)
    pairs = WordPairs(asked.words, statistics)
    heading = np.maximum(near.heading - HEADING_TELLS, 0)
    lexical = [shares.of_line(candidate.lexemes) for candidate in candidates]
    paired = [pairs.of_line(candidate.lexemes) for candidate in candidates]
    return np.column_stack([near.meaning, heading, lexical, paired])
