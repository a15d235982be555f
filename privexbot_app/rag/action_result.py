"""What is kept of the JSON that a server answered: one part of it, as lines of text, or in the owner's sentence."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from privexbot_app.rag.action_parameters import Value
from privexbot_app.rag.action_template import PLACEHOLDER

PATH = re.compile(r"[\w-]+(?:\[\d{1,4}\])*(?:\.[\w-]+(?:\[\d{1,4}\])*)*")
STEP = re.compile(r"([\w-]+)|\[(\d{1,4})\]")
MOST_CHARACTERS = 3000
LONGEST_VALUE = 1000
DEEPEST = 6
WHOLE = "result"  # what a template calls an answer that has no parts
NOTHING = "–"


class NothingThere(Exception):
    """The answer is no JSON, or has nothing at the path."""


def read_json(content: bytes) -> Any:
    """Raises NothingThere."""
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        raise NothingThere("The answer is not JSON.") from None


def pick(whole: Any, path: str) -> Any:
    """The part at a path such as `order.items[0].name`; everything for an empty path. Raises NothingThere."""
    found = whole
    for name, number in STEP.findall(path):
        try:
            found = found[int(number)] if number else found[name]
        except (LookupError, TypeError):
            raise NothingThere(f"The answer has nothing at {path}.") from None
    return found


def lines_of(kept: Any) -> list[str]:
    """`status: shipped`, one line a value, as many as fit."""
    lines: list[str] = []
    room = MOST_CHARACTERS
    for place, value in _flat(kept, "", 0):
        line = f"{place}: {value}" if place else value
        if len(line) > room:
            return [*lines, "…"]
        lines.append(line)
        room -= len(line) + 1
    return lines


def tell(template: str, kept: Any, arguments: Mapping[str, Value]) -> str:
    """The owner's sentence with what was answered and, where that has no such part, what was asked with."""

    def part(name: str) -> str:
        try:
            found = pick(kept, name) if name != WHOLE or isinstance(kept, dict) else kept
        except NothingThere:
            found = arguments.get(name)
        return ", ".join(lines_of(found)) if isinstance(found, dict | list) else _said(found)

    return PLACEHOLDER.sub(lambda found: part(found[1]), template)


def _flat(value: Any, place: str, depth: int) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict) and depth < DEEPEST:
        for name, inner in value.items():
            yield from _flat(inner, f"{place}.{_line(name)}" if place else _line(name), depth + 1)
    elif isinstance(value, list) and depth < DEEPEST and any(isinstance(one, dict | list) for one in value):
        for number, inner in enumerate(value):
            yield from _flat(inner, f"{place}[{number}]", depth + 1)
    elif isinstance(value, list):
        yield place, ", ".join(_said(one) for one in value)[:LONGEST_VALUE] or NOTHING
    elif value is not None:
        yield place, _said(value)


def _said(value: Any) -> str:
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    return _line(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def _line(text: str) -> str:
    return " ".join(text.split())[:LONGEST_VALUE]
