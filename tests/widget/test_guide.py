"""The guide's examples run, and give in Node what they give in CPython."""

import re
from pathlib import Path

import pytest

from tests.widget.test_language import run_all, run_in_cpython

GUIDE = Path(__file__).parents[2].joinpath("docs/widget-python.md").read_text("utf-8")
EXAMPLES = re.findall(r"^```python\n(.+?)^```", GUIDE, re.M | re.S)
[BUILTINS] = re.findall(r"\*\*Functions of Python\*\* `([^`]+)`", GUIDE)


def test_the_examples_do_the_same_in_both_languages(tmp_path: Path) -> None:
    outcome = run_all({str(at): text for at, text in enumerate(EXAMPLES)}, tmp_path)
    assert outcome.refused == {}
    assert outcome.compiled == {str(at): {"value": run_in_cpython(text)} for at, text in enumerate(EXAMPLES)}
    assert len(EXAMPLES) >= 3


def test_every_function_it_lists_is_known_to_the_compiler() -> None:
    from widget_py.compiler.builtin_calls import HANDLERS
    from widget_py.compiler.iteration import LAZY

    lazy = {name.removeprefix("builtins.") for name in LAZY}
    assert set(BUILTINS.split()) == set(HANDLERS) | lazy


@pytest.mark.parametrize(
    ("body", "advice"),
    [
        ("xs += [1]\n    return xs", "extend"),
        ('return f"{0.5}"', "2f"),
        ("return [n for n in {1}]", "sorted"),
        ("return null", "None"),
        ("return 2 ** len(xs)", "annotate"),
        ("print(1)\n    return xs", "console.warn"),
    ],
)
def test_what_it_says_is_refused_is_refused(tmp_path: Path, body: str, advice: str) -> None:
    outcome = run_all({"it": f"def case(xs: list[int]) -> object:\n    {body}\n"}, tmp_path)
    assert advice in outcome.refused["it"]
