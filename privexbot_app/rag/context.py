"""A sentence means what it says under its heading: vectors of sentences, turned a little towards their heading's."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from privexbot_app.rag.scale import BUILT_IN, Scale
from privexbot_app.rag.vectors import count_rows, unpack

HEADING_SHARE = 0.5
SAME = 0.95  # the same words in another batch come out a little different

Vectors = NDArray[np.float32]


class Packed(Protocol):
    """A passage with its vectors: one for each of so many sentences, then its heading and other phrasings of it."""

    @property
    def vectors(self) -> bytes: ...

    @property
    def sentences(self) -> int: ...


class Rows:
    """The vectors of many passages, one below the other, [n, dimensions]; `starts` is where each passage begins."""

    def __init__(self, passages: Sequence[Packed], dimensions: int, scale: Scale = BUILT_IN) -> None:
        self._scale = scale
        self.counts = np.array([count_rows(passage.vectors, dimensions) for passage in passages], dtype=np.int64)
        self.starts = np.cumsum(self.counts) - self.counts
        self.vectors: Vectors = unpack(b"".join(passage.vectors for passage in passages), dimensions)
        sentences = np.array([passage.sentences for passage in passages], dtype=np.int64)
        place = np.arange(len(self.vectors)) - np.repeat(self.starts, self.counts)
        self.is_sentence: NDArray[np.bool_] = place < np.repeat(sentences, self.counts)
        self._headings_of_passages = np.where(sentences < self.counts, self.starts + sentences, -1)
        self._headings = np.where(self.is_sentence, np.repeat(self._headings_of_passages, self.counts), -1)

    def repeats_heading(self) -> NDArray[np.bool_]:
        """True for the heading of a passage whose heading is that of the passage before it: it tells nothing new."""
        repeats = np.zeros(len(self.vectors), dtype=np.bool_)
        places = self._headings_of_passages
        both = (places[1:] >= 0) & (places[:-1] >= 0)
        later, earlier = places[1:][both], places[:-1][both]
        cosines = np.einsum("ij,ij->i", self.vectors[later], self.vectors[earlier])
        repeats[later] = cosines >= self._scale.least(SAME)
        return repeats

    def in_context(self) -> Vectors:
        """The rows again, those of sentences turned towards their heading; all at unit length."""
        shares = self._shares()
        turned = self.vectors + shares[:, None] * self.vectors[self._headings]
        return np.asarray(turned / np.maximum(np.linalg.norm(turned, axis=1, keepdims=True), 1e-12), dtype=np.float32)

    def read_in_context(self, cosines: NDArray[np.float32]) -> NDArray[np.float32]:
        """Cosines of a question with every row, as the scale reads them, for those that `in_context` gives."""
        shares, headings = self._shares(), self.vectors[self._headings]
        own, of_heading = (np.einsum("ij,ij->i", rows, rows) for rows in (self.vectors, headings))
        towards = self._scale.alike(np.einsum("ij,ij->i", self.vectors, headings))
        lengths = np.sqrt(np.maximum(own + shares**2 * of_heading + 2 * shares * towards, 1e-12))
        return np.asarray((cosines + shares * cosines[self._headings]) / lengths, dtype=np.float32)

    def _shares(self) -> NDArray[np.float32]:
        return np.where(self._headings >= 0, HEADING_SHARE, 0).astype(np.float32)

    def meanings(self, places: Sequence[int]) -> Vectors:
        """The mean of the sentences of each of these passages, [n, dimensions], at unit length."""
        spans = [slice(self.starts[place], self.starts[place] + self.counts[place]) for place in places]
        means = np.array([self.vectors[span][self.is_sentence[span]].sum(axis=0) for span in spans], dtype=np.float32)
        return np.asarray(means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-12), dtype=np.float32)

    def most(self, values: NDArray[np.float32], *, of_sentences: bool) -> NDArray[np.float32]:
        """The largest value of each passage's sentences, or of its other rows; 0 where there are none."""
        asked = np.where(self.is_sentence == of_sentences, values, -np.inf)
        most = np.maximum.reduceat(asked, self.starts)
        return np.where(np.isfinite(most), most, 0).astype(np.float32)
