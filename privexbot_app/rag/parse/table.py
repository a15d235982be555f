"""CSV: one sentence a row, with the names of its columns; rows that do not fit are left out and named."""

import csv
from collections.abc import Iterator

from privexbot_app.rag.document import Block, ParsedDocument, assemble
from privexbot_app.rag.parse.decode import decode
from privexbot_app.rag.parse.errors import ParseError
from privexbot_app.rag.parse.rows import spoken

MAX_COLUMNS = 200
MAX_ROWS = 50_000
MAX_CELL_CHARACTERS = 20_000
NAMED_PROBLEMS = 10

Row = tuple[int, list[str]]


def read(content: bytes, title: str) -> ParsedDocument:
    text = decode(content)
    rows = [row for row in _rows(text) if any(cell.strip() for cell in row[1])]
    if len(rows) < 2:
        raise ParseError("The table has no rows below the names of its columns.")
    names = rows[0][1]
    good = [cells for _, cells in rows[1:] if len(cells) == len(names)]
    bad = [(line, len(cells)) for line, cells in rows[1:] if len(cells) != len(names)]
    if not good:
        raise ParseError(f"No row of the table has as many columns as its first line ({len(names)}).")
    return assemble(title, (Block(spoken(names, cells)) for cells in good), tuple(_problems(bad, len(names))))


def _rows(text: str) -> Iterator[Row]:
    """(line number, cells)."""
    csv.field_size_limit(MAX_CELL_CHARACTERS)
    reader = csv.reader(text.splitlines(keepends=True), _dialect(text))
    try:
        for count, cells in enumerate(reader):
            if len(cells) > MAX_COLUMNS or count > MAX_ROWS:
                raise ParseError(f"The table has more than {MAX_COLUMNS} columns or {MAX_ROWS:,} rows.")
            yield reader.line_num, cells
    except csv.Error:
        raise ParseError(f"Line {reader.line_num} of the table cannot be read.") from None


def _dialect(text: str) -> type[csv.Dialect]:
    """Told by the first lines: which mark they hold equally often."""

    class Told(csv.excel):
        delimiter = _delimiter(text.splitlines()[:20])

    return Told


def _delimiter(lines: list[str]) -> str:
    def agreement(mark: str) -> tuple[int, int]:
        counts = [line.count(mark) for line in lines if line.strip()]
        return (sum(count == counts[0] for count in counts) if counts[0] else 0), counts[0]

    return max(",;\t|", key=agreement)


def _problems(bad: list[tuple[int, int]], expected: int) -> Iterator[str]:
    for line, columns in bad[:NAMED_PROBLEMS]:
        yield f"Line {line} has {columns} columns instead of {expected} and was left out."
    if len(bad) > NAMED_PROBLEMS:
        yield f"{len(bad) - NAMED_PROBLEMS} more lines were left out for the same reason."
