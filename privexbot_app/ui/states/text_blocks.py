"""Tables and lists of an answer, to be drawn as such; whatever else stands in it stays the text it is."""

import re
from dataclasses import dataclass, field
from itertools import groupby

_RULE = re.compile(r"\|[-|: ]+\|")
_ITEM = re.compile(r"(?:[-*•]|\d{1,3}\.) +(\S.*)")


@dataclass(frozen=True)
class TextBlock:
    """`kind` is text, list, steps or table. `rows` are the items, one cell each, or the rows below `head`."""

    kind: str
    text: str = ""
    head: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)


def blocks_of(text: str) -> list[TextBlock]:
    """In their order; none where all of it is text."""
    grouped = [(kind, list(lines)) for kind, lines in groupby(text.split("\n"), _kind)]
    blocks = [_block(kind, lines) for kind, lines in grouped if any(line.strip() for line in lines)]
    return blocks if any(block.kind != "text" for block in blocks) else []


def _kind(line: str) -> str:
    line = line.strip()
    if line.startswith("|") and line.endswith("|") and len(line) > 1:
        return "table"
    if not _ITEM.fullmatch(line):
        return "text"
    return "steps" if line[0].isdigit() else "list"


def _block(kind: str, lines: list[str]) -> TextBlock:
    if kind == "text":
        return TextBlock(kind, "\n".join(lines).strip())
    if kind != "table":
        return TextBlock(kind, rows=[[found[1]] for line in lines if (found := _ITEM.fullmatch(line.strip()))])
    rows = [
        [cell.strip() for cell in line.strip()[1:-1].split("|")] for line in lines if not _RULE.fullmatch(line.strip())
    ]
    return TextBlock(kind, head=rows[0] if rows else [], rows=rows[1:])
