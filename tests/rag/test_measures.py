"""The evaluation's own arithmetic."""

import json
from pathlib import Path

from benchmarks.measures import Measured, auroc, summary
from benchmarks.sets import SetQuery, load_set


def asked(gold: str, *answers: str, answerable: bool = True) -> SetQuery:
    return SetQuery("q", "?", frozenset([gold]), answers, answerable)


def test_auroc_is_the_share_of_pairs_in_order_and_ties_count_half() -> None:
    assert auroc([3.0, 2.0], [1.0, 2.0]) == 0.875
    assert auroc([1.0], [1.0]) == 0.5
    assert auroc([], [1.0]) is None


def test_figures_are_fractions_and_missing_ones_are_none() -> None:
    measured = [
        Measured(asked("a", "Red"), ["a", "b"], ["It is RED.", ""], 0.9),
        Measured(asked("b", "blue"), ["a", "b"], ["No.", "It is blue."], 0.8),
        Measured(asked("c"), ["x"] * 10, [], 0.1),
    ]
    assert summary(measured) == {
        "queries": 3,
        "recall_1": 0.3333,
        "recall_5": 0.6667,
        "mrr": 0.5,
        "hit_1": 0.5,
        "hit_2": 1.0,
        "unknown_auroc": None,
    }


def test_unanswerable_queries_count_only_for_how_sure_the_product_was() -> None:
    measured = [
        Measured(asked("a", "x"), ["a"], ["x"], 0.9),
        Measured(asked("a", answerable=False), [], [], 0.1),
    ]
    figures = summary(measured)
    assert (figures["recall_1"], figures["hit_1"], figures["unknown_auroc"]) == (1.0, 1.0, 1.0)


def test_a_set_is_read_as_it_is_described(tmp_path: Path) -> None:
    query = {"id": 1, "text": "?", "gold": [7], "answers": [], "answerable": True}
    content = {"name": "n", "passages": [{"id": 7, "title": "t", "text": "x"}], "queries": [query]}
    (tmp_path / "set.json").write_text(json.dumps(content))
    loaded = load_set(tmp_path / "set.json")
    assert loaded.queries[0].gold == {loaded.passages[0].id}
