"""Source maps, version 3: which Python line each line of JavaScript came from."""

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
