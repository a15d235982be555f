"""Sentences are seen under their heading, and headings that passages share are kept once."""

from typing import NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray

from privexbot_app.rag.context import HEADING_SHARE, Rows
from privexbot_app.rag.vectors import pack

EAST, NORTH, UP = np.eye(3, dtype=np.float32)


class Passage(NamedTuple):
    vectors: bytes
    sentences: int


def passage(*vectors: NDArray[np.float32], sentences: int) -> Passage:
    return Passage(pack(np.vstack(vectors)), sentences)


def test_a_sentence_is_turned_towards_its_heading_and_the_heading_stays() -> None:
    turned = Rows([passage(EAST, NORTH, sentences=1)], 3).in_context()
    expected = np.array([1, HEADING_SHARE, 0]) / np.hypot(1, HEADING_SHARE)
    assert turned[0] == pytest.approx(expected, abs=0.01)
    assert turned[1] == pytest.approx(NORTH, abs=0.01)


def test_a_sentence_without_a_heading_stays_what_it_is() -> None:
    both = [passage(EAST, sentences=1), passage(UP, NORTH, sentences=1)]
    assert Rows(both, 3).in_context()[0] == pytest.approx(EAST, abs=0.01)


def test_each_passage_has_the_most_of_its_own_sentences_and_of_its_own_headings() -> None:
    rows = Rows([passage(EAST, NORTH, UP, sentences=2), passage(UP, sentences=1)], 3)
    values = np.array([0.1, 0.4, 0.9, 0.3], dtype=np.float32)
    assert rows.most(values, of_sentences=True) == pytest.approx([0.4, 0.3])
    assert rows.most(values, of_sentences=False) == pytest.approx([0.9, 0.0])


def test_a_heading_is_repeated_only_where_the_passage_before_has_the_same() -> None:
    passages = [passage(EAST, heading, sentences=1) for heading in (UP, UP, NORTH, UP)]
    assert Rows(passages, 3).repeats_heading().tolist() == [False, False, False, True, *[False] * 4]


def test_a_passage_without_a_heading_repeats_none() -> None:
    rows = Rows([passage(EAST, sentences=1), passage(EAST, sentences=1)], 3)
    assert not rows.repeats_heading().any()
