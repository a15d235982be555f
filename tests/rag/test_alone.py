"""What search is held against is fair: BM25 by the book, vectors by the best sentence."""

from math import log

import pytest

from benchmarks.alone import K1, Alone, B, _Words
from benchmarks.measures import Topics
from benchmarks.sets import EvalSet, SetPassage, SetQuery, half_of_titles
from privexbot_app.rag.document import ParsedDocument
from privexbot_app.services.preparing import prepare_passages

TEXTS = {
    "shoes": "Unworn shoes can be returned within thirty days for a full refund.",
    "bread": "Knead the dough for ten minutes and let it rise in a warm place.",
}


def asked(text: str, gold: str) -> SetQuery:
    return SetQuery("q", text, frozenset([gold]), (), answerable=True)


def test_bm25_is_the_formula_of_the_book() -> None:
    scores = _Words([["red", "shoe", "red"], ["blue", "shoe"], ["x"]]).scores(["red"])
    damping = K1 * (1 - B + B * 3 / 2)
    assert scores[0] == pytest.approx(log(1 + 2.5 / 1.5) * 2 * (K1 + 1) / (2 + damping))
    assert scores[1:].tolist() == [0, 0]


def test_a_passage_that_shares_no_word_is_not_found_by_words_but_is_by_meaning() -> None:
    alone = Alone({name: prepare_passages(ParsedDocument("", text)) for name, text in TEXTS.items()})
    ranks = alone.ranks([asked("baking a loaf", "bread"), asked("returned shoes", "shoes")])
    assert ranks.bm25 == [0.0, 1.0]
    assert ranks.vectors == [1.0, 1.0]


def test_halves_are_by_article_and_the_same_every_time() -> None:
    passages = [SetPassage(str(n), f"article {n % 10}", "") for n in range(40)]
    chosen = EvalSet("s", passages, [])
    half = half_of_titles(chosen, 1)
    assert len(half) == 5
    assert half == half_of_titles(EvalSet("s", passages[::-1], []), 1)
    assert half != half_of_titles(chosen, 2)


def test_topics_tell_how_many_of_either_kind_are_answered() -> None:
    figures = Topics(known=[0.9, 0.5, 0.1], unknown=[0.6, 0.05]).summary()
    assert figures == {"unknown_topic_auroc": 0.6667, "known_answered": 0.6667, "unknown_answered": 0.5}
