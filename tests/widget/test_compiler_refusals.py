"""What would change its meaning in JavaScript is refused, with the place and with what to write instead."""

import re
from pathlib import Path

import pytest

from tests.widget.twins import compile_each

REFUSED = {
    "an undeclared name": ("return fetch_all()", "not defined; define or import it"),
    "a browser name that was not imported": ("return document.title", "write `from widget_py.browser import document`"),
    "a name of JavaScript's": ("return null", "write `None`"),
    "== between a bool and a number": ("return flag == n", "differs in JavaScript"),
    "== on lists of bools and numbers": ("return [flag] == [n]", "compare texts, numbers, single fields"),
    "== on a list of Any": ("return anything == xs", "compare texts, numbers, single fields"),
    "== on dataclasses": ("return Point(1) == Point(1)", "single fields"),
    "the value of `or` on what is computed": ("return len(more() or [1])", "keep the value in a variable first"),
    "the truth of Any": ("return 1 if anything else 0", "the truth of any"),
    "a bool passed as a number": ("return double(True)", "a bool is used as a number"),
    "a bool kept as a number": ("m: int = True\n    return m", "write `1 if flag else 0`"),
    "an unknown format specification": ('return f"{n:x}"', "use width"),
    "a format of a float without digits": ('return f"{ratio:8}"', "`.2f`"),
    "a computed format": ('return f"{n:{n}}"', "format specification"),
    "a float in a text": ('return f"{ratio}"', "of a float say the digits"),
    "texts of a list in a text": ('return f"{[word]}"', "join the texts"),
    "the code of a value": ('return f"{word!r}"', "leave `!r` out"),
    "+= on a list": ("xs += [1]\n    return xs", "`.extend()`"),
    "|= on a dict": ("table |= {}\n    return table", "`.update()`"),
    "a power that is computed": ("return n ** len(xs)", "Pow"),
    "a shift that is computed": ("return n << len(xs)", "LShift"),
    "bits of a bool": ("return flag | True", "BitOr"),
    "the remainder of floats": ("return ratio % ratio", "Mod"),
    "a text ordered with None": ("return maybe < word", "check `is not None` first"),
    "sorting floats": ("return sorted([ratio])", "`round(item.score * 1000)`"),
    "sorting by a float": ("return sorted(xs, key=lambda x: x / 2)", "sort by an int"),
    "sorting of Any": ("return sorted(anything)", "annotate it as a list"),
    "looping over a set": ("for x in {1, 2}:\n        n += x\n    return n", "for item in sorted(…)"),
    "a set in its own order": ("return list({1, 2})", "for item in sorted(…)"),
    "a set of floats": ("return {ratio}", "must be all str or all int"),
    "a generator that is kept": ("later = (double(x) for x in xs)\n    return sum(later)", "write a list"),
    "looping over a generator": ("for x in (double(x) for x in xs):\n        return x\n    return 0", "write a list"),
    "a method's computed default": ("f = Point(1).sum\n    return f(**{})", ""),
    "keywords out of order": ("return pair(b=1, a=2)", "follow the order of the parameters"),
    "a coroutine that is not awaited": ("later = wait()\n    return later", "starts a coroutine at once"),
    "unpacking of Any": ("a, b = anything\n    return a", "unpack a list or tuple"),
    "a star in the middle": ("a, *b, c = xs\n    return a", "a star only last"),
    "a lambda in a comprehension": ("return [lambda: x for x in xs]", "keeps a comprehension's variable"),
    "a name that may be unbound": ("for x in xs:\n        pass\n    return x", "set it before the loop"),
    "a walrus that may not happen": ("return n if flag and (m := n) else 0", "assign on a line before"),
    "a method of a JS string": ("return word.trim()", "write `.strip()`"),
    "reading a dict key of mixed kinds": ('return {1: 1, "a": 2}', "all str or all int"),
    "int of a bool": ("return int(flag)", "annotate the value"),
    "isinstance where int and float look alike": (
        "return isinstance(anything, int)",
        "annotate the value more narrowly",
    ),
    "isinstance of int for a bool": ("return isinstance(flag, int)", "look alike in JavaScript"),
    "a chained call in the middle": ("return 0 < double(n) < 3", "keep it in a variable first"),
    "a whole number beyond 2**53": ("return 9007199254740993", "no exact JavaScript twin"),
    "a TypedDict key that may be missing": ('return shape["b"]', "use `.get('b')`"),
    "a pattern that differs": (r'return compile(r"\w").search(word)', "differs in JavaScript"),
    "a replacement with groups": (r'return compile("(a)").sub(r"\1", word)', "write a literal text"),
    "calling what is not typed": ("return anything(1)", "annotate the function"),
    "a with block": ("with anything:\n        n += 1\n    return n", "use try and finally"),
    "del of a name": ("del n\n    return xs", "delete an item of a list or a dict"),
    "del of a slice": ("del xs[1:]\n    return xs", "delete an item of a list or a dict"),
    "a capture in a match": ("match word:\n        case other:\n            return other", "and `_`"),
    "matching a list": ("match xs:\n        case [1]:\n            return 1\n    return 0", "match a str or an int"),
    "str.format": ('return "{}".format(n)', "write an f-string"),
    "print": ("print(n)\n    return n", "console.warn"),
    "setattr": ('setattr(Point(1), "x", 2)\n    return n', "assign to the attribute"),
    "the truth of a filter": ("return list(filter(double, xs))", "write a comprehension with `if`"),
    "zip that is kept": ("return zip(xs, xs)", "`list(zip(…))`"),
}
PRELUDE = """
from dataclasses import dataclass
from re import compile
from typing import Any, NotRequired, TypedDict

class Shape(TypedDict):
    a: int
    b: NotRequired[int]

@dataclass
class Point:
    x: int

    def sum(self) -> int:
        return self.x

def more() -> list[int]:
    return []

def double(n: int) -> int:
    return n * 2

def pair(a: int, b: int) -> int:
    return a - b

async def wait() -> int:
    return 1

def case(
    xs: list[int], n: int, flag: bool, ratio: float, word: str, maybe: str | None, shape: Shape, anything: Any,
    table: dict[str, int],
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
        ("class A:\n    n = 1\n    m = n\n", "this value of a class attribute"),
        ("class A:\n    n = 1\ndef go(a: A) -> None:\n    a.n = 2\n", "through the class's name"),
        (
            "class A:\n    n: int\n    def __init__(self) -> None:\n        self.n = 1\nA.n = 3\n",
            "a value in the class first",
        ),
        ("class A:\n    def go(self, xs: list[int] = []) -> None:\n        pass\n", "a default that is computed"),
        ("class A:\n    def __len__(self) -> int:\n        return 1\n", "write a plain method"),
        ("class A:\n    def go(self):\n        yield 1\n", "make it a function of the module"),
        ("def f(n: int = True) -> int:\n    return n\n", "a bool is used as a number"),
        ("from dataclasses import dataclass\n@dataclass(order=True)\nclass A:\n    n: int\n", "this option"),
        ("def f(**names: int) -> None:\n    pass\n", "name each parameter"),
        ("import re\nX = re.escape('a')\n", "use compile, search or sub"),
        ("import re\nX = [re]\n", "not a value here"),
        ("def f() -> int:\n    cls = 1\n    return cls\n", "call it something else"),
        ("class A:\n    def go(self) -> None:\n        self.x = 1\n", "may be read before it exists"),
        (
            "class A:\n    def __init__(self) -> None:\n        self.n = 1\nclass B(A):\n    n = 2\n",
            "belongs to the class here and to each object there",
        ),
        (
            "class A:\n    @staticmethod\n    def f() -> int:\n        return 1\n"
            "class B(A):\n    def g(self) -> int:\n        return super().f()\n",
            "call it through the base's name",
        ),
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
