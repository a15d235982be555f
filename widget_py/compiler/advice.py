"""What to write instead of what the type checker complains about, beginning with what JavaScript's names suggest."""

import re
from functools import cache
from pathlib import Path

BROWSER_STUBS = Path(__file__).parents[1] / "browser.pyi"
_NAME = re.compile(r'Name "(?P<name>\w+)" is not defined')
_ATTRIBUTE = re.compile(r'"(?P<owner>[\w\[\], |]+)" has no attribute "(?P<name>\w+)"')
_PYTHON = {
    "length": "`len(…)`",
    "push": "`.append(…)`",
    "trim": "`.strip()`",
    "includes": "`item in …`",
    "indexOf": "`.find(…)` or `.index(…)`",
    "toUpperCase": "`.upper()`",
    "toLowerCase": "`.lower()`",
    "startsWith": "`.startswith(…)`",
    "endsWith": "`.endswith(…)`",
    "replaceAll": "`.replace(…)`",
    "map": "a comprehension",
    "filter": "a comprehension with `if`",
    "forEach": "a `for` loop",
    "concat": "`+`",
}
_NAMES = {"null": "None", "undefined": "None", "true": "True", "false": "False", "this": "self"}
_OTHERS = {
    "Need type annotation": "say the type, as in `found: list[str] = []`",
    "Non-overlapping": "compare two values of one type",
    "is possibly undefined": "set the name on every path before",
    "May be undefined": "set the name on every path before",
    "must be used": "write `await …` or `spawn(…)`",
    'and "None")': "check `is not None` first",
    'Item "None"': "check `is not None` first",
    '"None" has no': "check `is not None` first",
    "Cannot find implementation": "import by full name what is compiled too",
    "Missing return statement": "return on every path",
}


def advise(complaint: str) -> str:
    """The complaint, followed by what to write instead."""
    return f"{complaint}; {_instead(complaint)}"


def _instead(complaint: str) -> str:
    if found := _NAME.search(complaint):
        return _for_name(found["name"])
    for start, instead in _OTHERS.items():
        if start in complaint:
            return instead
    if found := _ATTRIBUTE.search(complaint):
        if found["name"] in _PYTHON:
            return f"write {_PYTHON[found['name']]}"
        return f"use what {found['owner']} has; a browser feature is declared in widget_py/browser.pyi first"
    return "make the types agree, or annotate what they are"


def _for_name(name: str) -> str:
    if name in _NAMES:
        return f"write `{_NAMES[name]}`"
    if re.search(rf"^(?:class |def )?{name}_?\b", _stubs(), re.M):
        return f"write `from widget_py.browser import {name}`"
    return "define or import it; a browser feature is declared in widget_py/browser.pyi first"


@cache
def _stubs() -> str:
    return BROWSER_STUBS.read_text("utf-8")
