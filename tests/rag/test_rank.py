"""What each sign is worth: meaning, headings, words and neighbours, each against the same passage without it."""

import numpy as np
from numpy.typing import NDArray

from privexbot_app.rag.bm25 import Statistics
from privexbot_app.rag.nearness import View
from privexbot_app.rag.rank import HEADING_TELLS, WEIGHTS, Asked, Candidate, best_candidates
from privexbot_app.rag.vectors import pack

STATISTICS = Statistics(passages=100, mean_length=4, frequencies={"gift": 5, "card": 5})


def near(cosine: float) -> NDArray[np.float32]:
    """A unit vector that is so near to the question's."""
    return np.array([cosine, np.sqrt(1 - cosine**2), 0, 0], dtype=np.float32)


ASKED = Asked(("gift", "card"), {None: View(near(1.0))}, WEIGHTS)


def candidate(number: int, *cosines: float, lexemes: str = "x", sentences: int = 1) -> Candidate:
    return Candidate(number, pack(np.vstack([near(cosine) for cosine in cosines])), lexemes, sentences)


def order(*candidates: Candidate) -> list[int]:
    return [one.id for one in best_candidates(ASKED, candidates, STATISTICS, 10)]


def test_the_nearer_sentence_wins_and_equals_stand_in_the_order_of_their_ids() -> None:
    assert order(candidate(1, 0.5), candidate(2, 0.7), candidate(3, 0.2, 0.6, sentences=2)) == [2, 3, 1]
    assert order(candidate(2, 0.5), candidate(1, 0.5)) == [1, 2]


def test_words_of_the_question_outweigh_a_little_meaning() -> None:
    assert order(candidate(1, 0.6), candidate(2, 0.5, lexemes="a gift for a card")) == [2, 1]


def test_words_that_stand_together_outweigh_the_same_words_apart() -> None:
    together, apart = "gift card x x x", "card x x x gift"
    assert order(candidate(1, 0.5, lexemes=apart), candidate(2, 0.5, lexemes=together)) == [2, 1]


def test_a_heading_counts_only_where_it_is_near() -> None:
    best = best_candidates(ASKED, [candidate(1, 0.2, 0.9), candidate(2, 0.2, HEADING_TELLS - 0.1)], STATISTICS, 10)
    assert best[0].id == 1
    assert best[0].signs.heading > 0.35
    assert best[1].signs.heading == 0


def test_the_score_is_the_weighted_sum_and_the_cosines_are_those_of_the_vectors_as_they_are() -> None:
    only = best_candidates(ASKED, [candidate(1, 0.4, 0.8, lexemes="gift card")], STATISTICS, 10)[0]
    assert abs(only.score - sum(w * s for w, s in zip(WEIGHTS, only.signs, strict=True))) < 1e-6
    assert [round(cosine, 1) for cosine in only.cosines] == [0.4, 0.8]


def test_no_more_than_asked_for_and_nothing_out_of_nothing() -> None:
    assert len(best_candidates(ASKED, [candidate(n, 0.5) for n in range(9)], STATISTICS, 4)) == 4
    assert best_candidates(ASKED, [], STATISTICS, 4) == []
