"""What the product's search is held against: BM25 alone and vectors alone, each over every passage of a set."""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import log
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.sets import SetQuery
from privexbot_app.rag.tokens import MARKER, STEMMERS, query_terms
from privexbot_app.rag.vectors import unpack
from privexbot_app.services.spaces import embed_text
from privexbot_app.store.passages import PreparedPassage

K1, B = 1.5, 0.75  # as usual
FOUND = 10

Scores = NDArray[np.float64]


class Ranks(NamedTuple):
    """Reciprocal ranks of the right passage, one a query."""

    bm25: list[float]
    vectors: list[float]


class Alone:
    """Both over the passages that the product itself would store, each as good as its best piece."""

    def __init__(self, prepared: Mapping[str, Sequence[PreparedPassage]]) -> None:
        pieces = [(passage_id, piece) for passage_id, some in prepared.items() for piece in some]
        self._ids = [passage_id for passage_id, _ in pieces]
        self._language = stemmer_of([piece.lexemes for _, piece in pieces])
        self._words = _Words([piece.lexemes for _, piece in pieces])
        matrices = [unpack(piece.vectors, len(embed_text("a"))) for _, piece in pieces]
        self._vectors = np.vstack(matrices)
        counts = [len(matrix) for matrix in matrices]
        self._starts: NDArray[np.int64] = np.cumsum(np.array(counts, dtype=np.int64)) - counts

    def ranks(self, queries: Sequence[SetQuery]) -> Ranks:
        ranks = Ranks([], [])
        for query in queries:
            cosines = np.maximum.reduceat(self._vectors @ embed_text(query.text), self._starts)
            ranks.vectors.append(self._reciprocal_rank(query, cosines.astype(np.float64)))
            ranks.bm25.append(self._reciprocal_rank(query, self._words.scores(query_terms(query.text, self._language))))
        return ranks

    def _reciprocal_rank(self, query: SetQuery, scores: Scores) -> float:
        ordered = dict.fromkeys(self._ids[place] for place in np.argsort(-scores, kind="stable") if scores[place] > 0)
        best = list(ordered)[:FOUND]
        return next((1 / place for place, passage in enumerate(best, 1) if passage in query.gold), 0.0)


def stemmer_of(texts: Sequence[Sequence[str]]) -> str:
    """Of the language that most of the texts are marked with."""
    marked = Counter(text[-1].removeprefix(MARKER) for text in texts if text and text[-1].startswith(MARKER))
    code, times = marked.most_common(1)[0] if marked else ("en", len(texts))
    return STEMMERS[code if 2 * times > len(texts) else "en"]


class _Words:
    """BM25 by the book."""

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        lengths = np.array([len(words) for words in texts])
        self._damping = K1 * (1 - B + B * lengths / lengths.mean())
        self._counts: dict[str, dict[int, int]] = {}
        for place, words in enumerate(texts):
            for word in words:
                counts = self._counts.setdefault(word, {})
                counts[place] = counts.get(place, 0) + 1

    def scores(self, terms: Sequence[str]) -> Scores:
        scores = np.zeros(len(self._damping))
        for counts in filter(None, map(self._counts.get, terms)):
            places, times = np.array(list(counts)), np.array(list(counts.values()))
            idf = log(1 + (len(scores) - len(counts) + 0.5) / (len(counts) + 0.5))
            scores[places] += idf * times * (K1 + 1) / (times + self._damping[places])
        return scores
