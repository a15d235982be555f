"""What would change its meaning in JavaScript is refused, with the place and with what to write instead."""

import re
from pathlib import Path

import pytest

from tests.widget.twins import compile_each

REFUSED = {
    "an undeclared name": ("return fetch_all()", "not defined"),
    "a browser name that was not imported": ("return document.title", "not defined"),
    "== on lists": ("return xs == [1]", "`==` on list"),
    "== between a bool and a number": ("return flag == n", "differs in JavaScript"),
    "the value of `or` on a list": ("return len(xs or [1])", "the truth of list"),
    "the truth of a float": ("return 1 if ratio else 0", "the truth of float"),
    "a bool passed as a number": ("return double(True)", "a bool is used as a number"),
    "a bool kept as a number": ("m: int = True\n    return m", "a bool is used as a number"),
    "a format specification": ('return f"{n:03d}"', "format specifications"),
    "None in a text": ('return f"{maybe}"', "none"),
    "division by a variable": ("return n // len(xs)", "by a positive literal"),
    "32-bit operators": ("return n | 1", "BitOr"),
    "text that is ordered": ('return "a" < word', "only numbers are ordered"),
    "sorting texts": ("return sorted([word])", "only lists of ints"),
    "a computed default": ("f = lambda a=xs: a\n    return f()", "a default that is computed"),
    "keywords out of order": ("return pair(b=1, a=2)", "keywords out of order"),
    "a coroutine that is not awaited": ("later = wait()\n    return later", "starts a coroutine at once"),
    "unpacking of unknown length": ("a, b = xs\n    return a", "length is not known"),
    "a lambda in a comprehension": ("return [lambda: x for x in xs]", "keeps a comprehension's variable"),
    "a name that may be unbound": ("for x in xs:\n        pass\n    return x", "is unbound if the loop never ran"),
    "a method of a JS string": ("return word.trim()", "has no attribute"),
    "reading a dict key of mixed kinds": ('return {1: 1, "a": 2}', "all str or all int"),
    "int of a text": ("return int(word)", "reads text differently"),
    "a chained call in the middle": ("return 0 < double(n) < 3", "computed twice"),
    "a whole number beyond 2**53": ("return 9007199254740993", "no exact JavaScript twin"),
    "a TypedDict key that may be missing": ('return shape["b"]', "may be missing"),
    "a pattern that differs": (r'return compile(r"\d").search(word)', "differs in JavaScript"),
    "calling what is not typed": ("return anything(1)", "not known here"),
    "a with block": ("with wait():\n        pass", ""),
    "del": ("del xs[0]\n    return xs", "Delete is outside the subset"),
}
PRELUDE = """
from re import compile
from typing import Any, NotRequired, TypedDict

class Shape(TypedDict):
    a: int
    b: NotRequired[int]

def double(n: int) -> int:
    return n * 2

def pair(a: int, b: int) -> int:
    return a - b

async def wait() -> int:
    return 1

def case(
    xs: list[int], n: int, flag: bool, ratio: float, word: str, maybe: str | None, shape: Shape, anything: Any
) -> object:
"""


@pytest.fixture(scope="module")
def complaints(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("refused")
    files = {f"r{number}": folder / f"r{number}.py" for number in range(len(REFUSED))}
    for path, (body, _) in zip(files.values(), REFUSED.values(), strict=True):
        path.write_text(f"{PRELUDE}    {body}\n", "utf-8")
    _, refused = compile_each(files)
    return {title: refused.get(name, "") for name, title in zip(files, REFUSED, strict=True)}


@pytest.mark.parametrize("title", REFUSED)
def test_it_is_refused_with_its_place(complaints: dict[str, str], title: str) -> None:
    first_line = PRELUDE.count("\n")
    match = re.match(r".+\.py:(\d+):(\d+): (.+)", complaints[title])
    assert match, f"{title} was compiled"
    assert int(match[1]) >= first_line
    assert REFUSED[title][1] in match[3]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("x: int = 'a'  # type: ignore\n", "hides what the compiler must know"),
        ("# mypy: ignore-errors\nx = 1\n", "changes what the compiler must know"),
        ("import json\n", "this import is outside the subset"),
        ("class A:\n    n = 1\n", "a class attribute with a value"),
        ("class A:\n    def go(self) -> None:\n        self.x = 1\n", "may be read before it exists"),
        ("def f(:\n", "invalid syntax"),
    ],
)
def test_a_module_is_refused(tmp_path: Path, text: str, complaint: str) -> None:
    path = tmp_path / "module.py"
    path.write_text(text, "utf-8")
    _, refused = compile_each({"module": path})
    assert complaint in refused["module"]


def test_a_module_that_changes_its_variable_cannot_lend_it(tmp_path: Path) -> None:
    tmp_path.joinpath("counter.py").write_text(
        "COUNT = 0\n\n\ndef up() -> None:\n    global COUNT\n    COUNT += 1\n", "utf-8"
    )
    tmp_path.joinpath("user.py").write_text("from counter import COUNT\n\nSEEN = COUNT\n", "utf-8")
    _, refused = compile_each({name: tmp_path / f"{name}.py" for name in ("counter", "user")})
    assert "changes later" in refused["user"]
