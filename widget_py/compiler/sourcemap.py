"""Source maps, version 3: which Python line each line of JavaScript came from, and reading them back."""

from collections.abc import Iterator
from dataclasses import dataclass

from widget_py.compiler.context import Line

_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def source_map(name: str, source: str, lines: list[Line]) -> dict[str, object]:
    return {
        "version": 3,
        "sources": [name],
        "sourcesContent": [source],
        "names": [],
        "mappings": _mappings(lines),
    }


def _mappings(lines: list[Line]) -> str:
    written, row, column = [], 0, 0
    for line in lines:
        if line.node is None:
            written.append("")
            continue
        at_row, at_column = getattr(line.node, "lineno", 1) - 1, getattr(line.node, "col_offset", 0)
        indent = len(line.text) - len(line.text.lstrip())
        written.append("".join(map(_vlq, (indent, 0, at_row - row, at_column - column))))
        row, column = at_row, at_column
    return ";".join(written)


def _vlq(number: int) -> str:
    """Base 64 of 5 bits each, the sign in the lowest bit: https://tc39.es/ecma426/#sec-base64-vlq."""
    rest, written = (-number << 1) | 1 if number < 0 else number << 1, ""
    while True:
        digit, rest = rest & 31, rest >> 5
        written += _DIGITS[digit | (32 if rest else 0)]
        if not rest:
            return written


@dataclass(frozen=True)
class Mapping:
    """From a place in the script (both counted from 0) to a line (from 0) of a source."""

    row: int
    column: int
    source: str
    line: int


def decode(mappings: str, sources: list[str]) -> list[Mapping]:
    """Every mapping, in the order of the script; raises ValueError for what is no source map."""
    found: list[Mapping] = []
    source = line = 0
    for row, text in enumerate(mappings.split(";")):
        column = 0
        for fields in (list(_numbers(segment)) for segment in text.split(",") if segment):
            column += fields[0]
            if len(fields) > 3:
                source, line = source + fields[1], line + fields[2]
                found.append(Mapping(row, column, sources[source], line))
    return found


def _numbers(segment: str) -> Iterator[int]:
    value = shift = 0
    for letter in segment:
        digit = _DIGITS.index(letter)
        value, shift = value | (digit & 31) << shift, shift + 5
        if digit < 32:
            yield -(value >> 1) if value & 1 else value >> 1
            value = shift = 0
