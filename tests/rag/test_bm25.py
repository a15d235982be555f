"""BM25 by hand."""

from math import log

import pytest

from privexbot_app.rag.bm25 import Statistics, share
from privexbot_app.rag.rank import MAX_CANDIDATES, telling_terms

STATISTICS = Statistics(passages=10, mean_length=4, frequencies={"red": 2, "size": 5})


def test_a_term_in_2_of_10_passages_has_the_idf_of_the_formula() -> None:
    assert STATISTICS.idf("red") == pytest.approx(log(1 + 8.5 / 2.5))


def test_a_term_that_occurs_nowhere_is_the_rarest() -> None:
    assert STATISTICS.idf("unicorn") > STATISTICS.idf("red") > STATISTICS.idf("size") > 0


def test_the_share_is_bm25_over_three_quarters_of_what_the_query_could_reach() -> None:
    words = ["red", "shoe", "red", "sole"]  # as long as the mean: damping is k1 = 1.5; tf 2 → 2·2.5/3.5
    red, size = STATISTICS.idf("red"), STATISTICS.idf("size")
    expected = red * (2 * 2.5 / 3.5) / ((red + size) * 2.5 * 0.75)
    assert share(["red", "size"], words, STATISTICS, 4) == pytest.approx(expected)


def test_an_unseen_term_of_the_query_lowers_the_share() -> None:
    assert share(["red", "unicorn"], ["red"], STATISTICS, 4) < share(["red"], ["red"], STATISTICS, 4)


def test_nothing_asked_is_nothing_shared() -> None:
    assert share([], ["red"], STATISTICS, 4) == 0
    assert share(["red"], [], STATISTICS, 4) == 0


def test_the_rarest_terms_are_looked_up_and_frequent_ones_only_if_there_is_room() -> None:
    frequencies = {"nowhere": 0, "rare": 3, "usual": MAX_CANDIDATES - 10, "everywhere": 5000}
    assert telling_terms(Statistics(9000, 50, frequencies)) == ["rare", "usual"]


def test_one_frequent_term_alone_is_still_looked_up() -> None:
    assert telling_terms(Statistics(9000, 50, {"everywhere": 5000})) == ["everywhere"]
