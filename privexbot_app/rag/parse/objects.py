"""JSON: keys become headings or "key: value" lines, and lists of flat objects are read like a table."""

import json
from collections.abc import Iterator
from typing import Any

from privexbot_app.rag.document import Block, ParsedDocument, assemble
from privexbot_app.rag.parse.decode import decode
from privexbot_app.rag.parse.errors import ParseError
from privexbot_app.rag.parse.rows import spoken

DEEPEST_HEADING = 6
MAX_DEPTH = 100
NAMING = ("title", "name", "question", "heading", "label", "headline")


def read(content: bytes, title: str) -> ParsedDocument:
    """Also one object a line. Raises ParseError, which says where the mistake is."""
    return assemble(title, _blocks(_loaded(decode(content)), "", 1))


def _loaded(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        if (lines := _loaded_lines(text)) is not None:
            return lines
        raise ParseError(f"It is not valid JSON: there is a mistake in line {error.lineno}.") from None
    except ValueError:
        raise ParseError("It is not valid JSON: a number in it is too long.") from None


def _loaded_lines(text: str) -> list[Any] | None:
    lines = [line for line in text.splitlines() if line.strip()]
    try:
        return [json.loads(line) for line in lines] if len(lines) > 1 else None
    except ValueError:
        return None


def _blocks(value: Any, name: str, level: int) -> Iterator[Block]:
    if level > MAX_DEPTH:
        raise ParseError("It is nested too deeply to be read.")
    if isinstance(value, dict):
        yield from _object(value, level)
    elif isinstance(value, list):
        yield from _list(value, name, level)
    else:
        yield Block(f"{name}: {_word(value)}" if name else _word(value))


def _object(fields: dict[str, Any], level: int) -> Iterator[Block]:
    """What is short comes first: it belongs to this object and not to the heading of a part."""
    deep = {key: value for key, value in fields.items() if not _is_flat(value)}
    for key, value in fields.items():
        if key not in deep and _cell(value):
            yield Block(f"{_label(key)}: {_cell(value)}")
    for key, value in deep.items():
        yield Block(_label(key), min(level + 1, DEEPEST_HEADING))
        yield from _blocks(value, _label(key), level + 1)


def _list(items: list[Any], name: str, level: int) -> Iterator[Block]:
    for number, item in enumerate(items, 1):
        if isinstance(item, dict) and all(map(_is_flat, item.values())):
            yield Block(spoken(list(item), [_cell(value) for value in item.values()]))
        elif isinstance(item, dict):
            yield Block(_name_of(item) or f"{name} {number}".strip(), min(level + 1, DEEPEST_HEADING))
            yield from _object(item, level + 1)
        else:
            yield from _blocks(item, "", level + 1)


def _name_of(item: dict[str, Any]) -> str:
    lowered = {key.lower(): value for key, value in item.items()}
    return next((lowered[key] for key in NAMING if isinstance(lowered.get(key), str) and lowered[key]), "")


def _is_flat(value: Any) -> bool:
    """A word, or a list of words."""
    if isinstance(value, list):
        return not any(isinstance(item, dict | list) for item in value)
    return not isinstance(value, dict)


def _cell(value: Any) -> str:
    return ", ".join(filter(None, map(_word, value))) if isinstance(value, list) else _word(value)


def _word(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _label(key: str) -> str:
    return " ".join(key.replace("_", " ").split())
