"""What stood in a table or a list, read again from the lines of a passage: nothing but its text is kept for that."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from privexbot_app.rag.found import Found
from privexbot_app.rag.sentences import start_of_item

MAX_NAME_WORDS = 5
MAX_PAIR_CHARACTERS = 120  # "Note: …" may be a paragraph
MAX_LONE_NAME_WORDS = 3  # of a row that has no other row beside it: it could be a sentence with colons

_CELL = re.compile(r"([^\W_][^:;.!?|]{0,40}): (\S.*)", re.DOTALL)

Cell = tuple[str, str]


@dataclass(frozen=True)
class Line:
    """`sentences` are the numbers of those that stand in it. `mark` is a list item's; `cells` are (column, value) of
    a table row, and of "Weight: 560 g" the only one."""

    text: str
    sentences: tuple[int, ...]
    mark: str = ""
    cells: tuple[Cell, ...] = ()

    @property
    def is_row(self) -> bool:
        """With more than one cell."""
        return len(self.cells) > 1

    @property
    def leads_in(self) -> bool:
        """Says that something follows."""
        return self.text.endswith(":") and not self.mark


@dataclass(frozen=True)
class Group:
    """Lines of one kind that follow each other, and the one that leads in to them; `kind` is table, list or pairs."""

    kind: str
    lines: tuple[Line, ...]
    lead: Line | None = None


def lines_of(passage: Found) -> list[Line]:
    """Its lines in their order, without those that no sentence stands in."""
    lines: list[Line] = []
    for start, end in _spans(passage.text):
        numbers = tuple(n for n, (first, _) in enumerate(passage.sentences) if start <= first < end)
        if numbers:
            first = passage.sentences[numbers[0]][0]
            mark = passage.text[start_of_item(passage.text, first) : first].strip()
            text = passage.text[first:end].strip()
            cells = () if mark else read_cells(text)
            is_prose = len(cells) == 1 and (len(numbers) > 1 or len(text) > MAX_PAIR_CHARACTERS)
            lines.append(Line(text, numbers, mark, () if is_prose else cells))
    return lines


def group_of(lines: Sequence[Line], number: int) -> Group | None:
    """The table, list or pairs that sentence `number` stands in or leads in to; None for one of plain text."""
    place = next(place for place, line in enumerate(lines) if number in line.sentences)
    here = lines[place]
    if here.leads_in and place + 1 < len(lines):
        inner = group_of(lines, lines[place + 1].sentences[0])
        return Group(inner.kind, inner.lines, here) if inner else None
    if here.mark:
        return _group("list", lines, place)
    if here.is_row:
        return _table(lines, place)
    if here.cells:
        group = _group("pairs", lines, place)
        return group if len(group.lines) > 1 else None
    return None


def groups_of(passage: Found) -> list[Group]:
    """All its tables, lists and pairs in their order."""
    lines = lines_of(passage)
    groups: list[Group] = []
    known: set[Line] = set()
    for line in lines:
        if line not in known and not line.leads_in and (group := group_of(lines, line.sentences[0])):
            groups.append(group)
            known.update(group.lines)
    return groups


def leads_of(passage: Found) -> dict[int, str]:
    """By the numbers of sentences in lists: what leads in to theirs."""
    groups = groups_of(passage)
    return {
        number: group.lead.text for group in groups if group.lead for line in group.lines for number in line.sentences
    }


def read_cells(text: str) -> tuple[Cell, ...]:
    """(column, value) of "Colour: Red; Sizes: 7, 8"; the first may have no name. Nothing for what is no such line."""
    cells: list[Cell] = []
    for part in text.split("; "):
        found = _CELL.fullmatch(part)
        if found and len(found[1].split()) <= MAX_NAME_WORDS:
            cells.append((found[1], found[2]))
        elif cells:
            name, value = cells[-1]
            cells[-1] = name, f"{value}; {part}"
        else:
            cells.append(("", part))
    names = [name for name, _ in cells]
    is_row = len(set(names)) == len(names) and names != [""] and "|" not in text
    return tuple(cells) if is_row else ()


def _spans(text: str) -> list[tuple[int, int]]:
    ends = [place for place, mark in enumerate(text) if mark == "\n"]
    return list(pairwise([0, *(end + 1 for end in ends), len(text) + 1]))


def _table(lines: Sequence[Line], place: int) -> Group | None:
    """Rows above and below with the same columns; one that is alone must look like nothing else."""
    group = _group("table", lines, place)
    if len(group.lines) > 1:
        return group
    names = [name for name, _ in lines[place].cells]
    is_clear = all(0 < len(name.split()) <= MAX_LONE_NAME_WORDS and not name[0].islower() for name in names)
    return group if is_clear else None


def _group(kind: str, lines: Sequence[Line], place: int) -> Group:
    first = last = place
    while first > 0 and _are_alike(lines[first - 1], lines[place]):
        first -= 1
    while last + 1 < len(lines) and _are_alike(lines[last + 1], lines[place]):
        last += 1
    lead = lines[first - 1] if first and lines[first - 1].leads_in else None
    return Group(kind, tuple(lines[first : last + 1]), lead)


def _are_alike(one: Line, other: Line) -> bool:
    """Two items of one list, two rows with the same columns (empty cells are not told), or two pairs."""
    if one.mark or other.mark:
        return bool(one.mark and other.mark) and one.mark[0].isdigit() == other.mark[0].isdigit()
    if one.is_row and other.is_row:
        ours, theirs = ({name for name, _ in line.cells} for line in (one, other))
        return len(ours & theirs) >= min(2, len(ours), len(theirs))
    return len(one.cells) == len(other.cells) == 1 and bool(one.cells[0][0]) and bool(other.cells[0][0])
