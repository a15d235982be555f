"""XLSX: each sheet a heading and its rows read like those of a CSV file; hidden sheets are left out."""

import io
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from privexbot_app.rag.document import Block, ParsedDocument, assemble
from privexbot_app.rag.parse.errors import ParseError
from privexbot_app.rag.parse.package import BROKEN, Package
from privexbot_app.rag.parse.rows import spoken
from privexbot_app.rag.parse.sentences import DAMAGED
from privexbot_app.rag.parse.table import MAX_CELL_CHARACTERS, MAX_COLUMNS, MAX_ROWS

SHEET_LEVEL = 2
MAX_EMPTY_ROWS = 1_048_576  # so many has the tallest sheet; gaps between rows are counted through
CURRENCIES = "€$£¥₹"

Row = tuple[int, list[str]]  # (number as Excel counts, cells)


def read(content: bytes, title: str) -> ParsedDocument:
    """Raises ParseError."""
    blocks: list[Block] = []
    sheets, hidden = read_sheets(content)
    for name, rows in sheets:
        said = list(_said(rows))
        if len(sheets) > 1 and said:
            blocks.append(Block(name, SHEET_LEVEL))
        blocks += said
    return assemble(title, blocks, tuple(f"The hidden sheet “{name}” was left out." for name in hidden))


def read_sheets(content: bytes) -> tuple[list[tuple[str, list[Row]]], list[str]]:
    """The rows of every sheet that can be seen, by its name, empty ones kept out; and the names of the hidden ones."""
    Package(content).vet()
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        rows = [(sheet.title, list(_rows(sheet))) for sheet in shown]
        return rows, [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
    except (*BROKEN, InvalidFileException, SyntaxError, LookupError, AttributeError, TypeError, OverflowError):
        raise ParseError(DAMAGED) from None


def _rows(sheet: Any) -> Iterator[Row]:
    """What the sheet says about its own size is not believed."""
    sheet.reset_dimensions()
    kept = 0
    for number, cells in enumerate(sheet.iter_rows(), 1):
        row = [_text(cell) for cell in cells]
        while row and not row[-1]:
            row.pop()
        kept += bool(row)
        if len(row) > MAX_COLUMNS or kept > MAX_ROWS or number > MAX_EMPTY_ROWS:
            raise ParseError(
                f"The sheet “{sheet.title}” has more than {MAX_COLUMNS} columns or {MAX_ROWS:,} rows: give it in parts."
            )
        if row:
            yield number, row


def _text(cell: Any) -> str:
    """As a person sees it, as far as that can be told without Excel's own rules of format."""
    value, shape = cell.value, str(getattr(cell, "number_format", None) or "")
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, int | float):
        return _number(value, shape)
    return "\n".join(" ".join(line.split()) for line in str(value)[:MAX_CELL_CHARACTERS].splitlines()).strip()


def _number(value: float, shape: str) -> str:
    if shape.endswith("%"):
        return f"{value * 100:.10g}%"
    currency = next((sign for sign in CURRENCIES if sign in shape), "")
    if currency:
        return f"{value:.2f} {currency}".replace(".00 ", " ")
    return f"{value:.15g}"


def _said(rows: list[Row]) -> Iterator[Block]:
    """Lines of one cell above a table are its title; the first row of several names the columns."""
    names: list[str] = []
    for place, (_, row) in enumerate(rows):
        filled = [cell for cell in row if cell]
        if names:
            yield Block(spoken(names, row))
        elif len(filled) > 1 and place + 1 < len(rows):
            names = row
        else:
            yield Block(" ".join(filled))
