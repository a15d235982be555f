"""Neighbours in the question that are neighbours in the text."""

import pytest

from privexbot_app.rag.bm25 import Statistics
from privexbot_app.rag.word_pairs import APART, WordPairs

STATISTICS = Statistics(passages=100, mean_length=10, frequencies={"gift": 5, "card": 5, "expir": 5})
PAIRS = WordPairs(["do", "gift", "card", "expir"], STATISTICS)


def test_all_neighbours_together_are_one_and_none_are_nothing() -> None:
    assert PAIRS.of_line("do gift card expir soon") == pytest.approx(1.0)
    assert PAIRS.of_line("expir card gift") == 0
    assert PAIRS.of_line("") == 0


def test_a_word_between_them_halves_what_a_pair_counts() -> None:
    asked = WordPairs(["gift", "card"], STATISTICS)
    assert asked.of_line("a gift voucher card") == APART
    assert asked.of_line("gift card") == 1
    assert asked.of_line("gift or paper card") == 0


def test_a_later_occurrence_counts_where_the_first_does_not() -> None:
    asked = WordPairs(["gift", "card"], STATISTICS)
    assert asked.of_line("gift a b gift my card") == APART
    assert asked.of_line("gift gift card") == 1


def test_parts_of_words_are_no_words() -> None:
    assert WordPairs(["gift", "card"], STATISTICS).of_line("regift cardboard gift cards") == 0


def test_a_pair_of_words_that_every_text_has_counts_nothing() -> None:
    asked = WordPairs(["do", "you", "gift", "card"], STATISTICS)
    assert asked.of_line("do you") == 0
    assert asked.of_line("you gift card") == pytest.approx(1.0)


def test_one_word_alone_has_no_neighbours() -> None:
    assert WordPairs(["gift"], STATISTICS).of_line("gift gift") == 0
