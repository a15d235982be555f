"""The helpers that compiled programs bring along do what Python does, whatever they are given."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.widget import language_probes as probes
from tests.widget.twins import run_in_node
from widget_py.compiler import Module, compile_modules

BATCH = settings(
    max_examples=4, deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.explicit, Phase.generate)
)  # without shrinking: every try is a run of Node
EXACT = 2**53 - 1
SMALL_FLOATS = (
    st.floats(-1e6, 1e6) | st.integers(-4000, 4000).map(lambda n: n / 8) | st.sampled_from([0.0, -0.0, 0.5, 1e21])
)
INTS = st.integers(-EXACT, EXACT) | st.integers(-9, 9)
TEXTS = st.text("ab 😀\ufffd", max_size=8) | st.text(max_size=6)
LINES = st.text("ab \n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029\t😀", max_size=12)
NUMERALS = st.text("0129_+- \t.x", max_size=6) | st.integers(-EXACT, EXACT).map(str)
Twin = Callable[..., None]


@pytest.fixture(scope="module")
def modules() -> list[Module]:
    return compile_modules({"tests.widget.language_probes": Path(probes.__file__)})


@pytest.fixture(scope="module")
def same(modules: list[Module], tmp_path_factory: pytest.TempPathFactory) -> Twin:
    folder = tmp_path_factory.mktemp("js")

    def check(name: str, *arguments: object) -> None:
        [result] = run_in_node(modules, folder, [("tests.widget.language_probes", name, list(arguments))])
        assert result == {"value": json.loads(json.dumps(getattr(probes, name)(*arguments)))}

    return check


@BATCH
@given(numbers=st.lists(SMALL_FLOATS, min_size=200), others=st.lists(st.floats(-1e15, 1e15), max_size=40))
def test_numbers_are_written_with_the_same_digits(same: Twin, numbers: list[float], others: list[float]) -> None:
    same("fixed", numbers + others)
    same("rounded", numbers + others)


@BATCH
@given(numbers=st.lists(INTS, min_size=150), pairs=st.lists(st.lists(INTS, min_size=2, max_size=2), min_size=150))
def test_whole_numbers_are_worked_alike(same: Twin, numbers: list[int], pairs: list[list[int]]) -> None:
    same("whole", numbers)
    same("divided", pairs)


@BATCH
@given(texts=st.lists(TEXTS, min_size=100), low=st.integers(-9, 9), high=st.integers(-9, 9))
def test_texts_are_cut_padded_and_ordered_alike(same: Twin, texts: list[str], low: int, high: int) -> None:
    same("strides", texts, low, high)
    same("padded", texts)
    same("ordered", texts)
    same("counted", texts)


@BATCH
@given(texts=st.lists(LINES, min_size=150), numerals=st.lists(NUMERALS, min_size=150))
def test_lines_and_numerals_are_read_alike(same: Twin, texts: list[str], numerals: list[str]) -> None:
    same("cut", texts)
    same("numbers_of", numerals)


@BATCH
@given(lists=st.lists(st.lists(st.lists(st.integers(0, 2), max_size=2), max_size=2), min_size=5, max_size=12))
def test_equality_goes_by_value(same: Twin, lists: list[list[list[int]]]) -> None:
    same("alike", lists)


def test_an_empty_list_has_no_order_to_complain_of(same: Twin) -> None:
    same("ordered", [])
