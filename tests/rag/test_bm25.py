"""BM25 by hand."""

from math import log

import pytest

from privexbot_app.rag.bm25 import K1, B, Shares, Statistics
from privexbot_app.rag.rank import MAX_CANDIDATES, telling_terms

STATISTICS = Statistics(passages=100, mean_length=4, frequencies={"red": 20, "size": 50})


def test_a_term_in_20_of_100_passages_has_the_idf_of_the_formula() -> None:
    assert STATISTICS.idf("red") == pytest.approx(log(1 + 80.5 / 20.5))


def test_in_a_single_passage_no_word_is_common() -> None:
    one = Statistics(passages=1, mean_length=4, frequencies={"red": 1})
    assert one.idf("red") == pytest.approx(log(1 + 49.5 / 1.5))
    assert one.idf("unicorn") < 1.4 * one.idf("red")


def test_a_term_that_occurs_nowhere_is_the_rarest() -> None:
    assert STATISTICS.idf("unicorn") > STATISTICS.idf("red") > STATISTICS.idf("size") > 0


def share(query: list[str], words: list[str]) -> float:
    return Shares(query, STATISTICS, 4).of_words(words)


def test_the_share_is_bm25_over_three_quarters_of_what_the_query_could_reach() -> None:
    words = ["red", "shoe", "red", "sole"]  # as long as the mean: damping is k1
    red, size = STATISTICS.idf("red"), STATISTICS.idf("size")
    expected = red * (2 * (K1 + 1) / (2 + K1)) / ((red + size) * (K1 + 1) * 0.75)
    assert share(["red", "size"], words) == pytest.approx(expected)


def test_a_longer_text_has_a_smaller_share_for_the_same_words() -> None:
    longer = share(["red"], ["red", *["x"] * 7])
    assert longer == pytest.approx(share(["red"], ["red"] + ["x"] * 3) * (1 + K1) / (1 + K1 * (1 - B + 2 * B)))


def test_words_in_a_line_have_the_share_of_the_same_words_in_a_list() -> None:
    shares = Shares(["red", "size"], STATISTICS, 4)
    for words in (["red", "red", "size"], ["redder", "size", "x"], ["x"], ["size"] * 5):
        assert shares.of_line(" ".join(words)) == pytest.approx(shares.of_words(words))


def test_an_unseen_term_of_the_query_lowers_the_share() -> None:
    assert share(["red", "unicorn"], ["red"]) < share(["red"], ["red"])


def test_nothing_asked_is_nothing_shared() -> None:
    assert share([], ["red"]) == 0
    assert share(["red"], []) == 0


def test_the_rarest_terms_are_looked_up_and_frequent_ones_only_if_there_is_room() -> None:
    frequencies = {"nowhere": 0, "rare": 3, "usual": MAX_CANDIDATES - 10, "everywhere": 5000}
    assert telling_terms(Statistics(9000, 50, frequencies)) == ["rare", "usual"]


def test_one_frequent_term_alone_is_still_looked_up() -> None:
    assert telling_terms(Statistics(9000, 50, {"everywhere": 5000})) == ["everywhere"]
