"""Questions and answers out of a CSV or XLSX file: the good lines are kept, the bad ones are named."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from privexbot_app.rag.parse.decode import decode
from privexbot_app.rag.parse.errors import ParseError
from privexbot_app.rag.parse.kinds import recognise
from privexbot_app.rag.parse.sandbox import Bounds, ask_child
from privexbot_app.settings import settings

MAX_LINES = 20_000
MAX_CELL_CHARACTERS = 20_000
BETWEEN_PHRASINGS = "|"
PACKED = b"PK\x03\x04"  # how an XLSX file begins
COLUMNS = {
    "question": "question",
    "answer": "answer",
    "phrasings": "phrasings",
    "other phrasings": "phrasings",
    "link": "link",
    "url": "link",
}


@dataclass(frozen=True)
class PairLine:
    """A line of the file that has a question and an answer; `number` is where it begins."""

    number: int
    question: str
    answer: str
    phrasings: tuple[str, ...] = ()
    link: str = ""


@dataclass(frozen=True)
class PairTable:
    """`problems` name the lines that were left out, and why."""

    lines: tuple[PairLine, ...]
    problems: tuple[str, ...]


def read_pairs(content: bytes) -> PairTable:
    """The first line names the columns: question, answer, and if wanted phrasings (between bars) and link.

    Raises ParseError when these names are missing: then no line could be understood. Blocks: a sheet is read by a
    child process.
    """
    records = _sheet_records(content) if content.startswith(PACKED) else _csv_records(content)
    names = [COLUMNS.get(cell.strip().lower(), "") for cell in next(records, (1, []))[1]]
    if "question" not in names or "answer" not in names:
        raise ParseError("The first line must name the columns: question, answer, and if you like phrasings and link.")
    good, problems = [], []
    for number, cells in records:
        if isinstance(line := _line(number, names, cells), PairLine):
            good.append(line)
        else:
            problems.append(f"Line {number} was left out: {line}")
    return PairTable(tuple(good), tuple(problems))


def _csv_records(content: bytes) -> Iterator[tuple[int, list[str]]]:
    recognise(content)  # old Excel files are refused with what to do
    lines = decode(content).splitlines(keepends=True)
    _check_length(len(lines))
    return _records(lines, max(",;\t", key=lines[0].count) if lines else ",")


def _sheet_records(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Of the first sheet that has any; cells that are empty at the end of a line are there all the same."""
    bounds = Bounds(settings().parse_seconds, settings().parse_memory_bytes)
    rows = ask_child({"task": "rows"}, content, bounds).fields["rows"]
    _check_length(len(rows))
    columns = len(rows[0][1]) if rows else 0
    return ((number, cells + [""] * (columns - len(cells))) for number, cells in rows)


def _check_length(lines: int) -> None:
    if lines > MAX_LINES:
        raise ParseError(f"The file has more than {MAX_LINES:,} lines.")


def _records(lines: Sequence[str], mark: str) -> Iterator[tuple[int, list[str]]]:
    """(number of the first line, cells). After one that is no record, the next line begins anew: a quotation mark
    that is never closed costs one line, not the rest of the file."""
    csv.field_size_limit(MAX_CELL_CHARACTERS)
    place, columns = 0, 0
    while place < len(lines):
        start = place
        reader = csv.reader((lines[at] for at in range(start, len(lines))), delimiter=mark, strict=True)
        try:
            cells = next(reader, [])
            taken = reader.line_num
        except csv.Error:
            cells, taken = [""], 1
        columns = columns or len(cells)
        if len(cells) != columns and taken > 1:
            taken = 1
        if any(cell.strip() for cell in cells) or (len(cells) == 1 and lines[place].strip()):
            yield place + 1, cells
        place += taken


def _line(number: int, names: list[str], cells: list[str]) -> PairLine | str:
    """The line, or what is wrong with it."""
    if cells == [""]:
        return "its quotation marks do not pair up."
    if len(cells) != len(names):
        return f"it has {len(cells)} column{'s' * (len(cells) > 1)} instead of {len(names)}."
    given = dict(zip(names, map(str.strip, cells), strict=True))
    if not given["question"] or not given["answer"]:
        return f"it has no {'answer' if given['question'] else 'question'}."
    phrasings = tuple(text.strip() for text in given.get("phrasings", "").split(BETWEEN_PHRASINGS) if text.strip())
    return PairLine(number, " ".join(given["question"].split()), given["answer"], phrasings, given.get("link", ""))
