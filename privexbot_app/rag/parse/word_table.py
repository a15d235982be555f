"""A Word table read row by row, with the names of its columns; one that only places things is read like a page."""

from collections.abc import Callable, Iterator

from lxml import etree

from privexbot_app.rag.document import Block
from privexbot_app.rag.parse.rows import spoken
from privexbot_app.rag.parse.word_text import Words, is_bold, paragraphs_in
from privexbot_app.rag.parse.xml_tree import attribute, child, local

MAX_SPAN = 50

Cells = list[tuple[etree._Element, str]]


def table_blocks(table: etree._Element, blocks_of: Callable[[etree._Element], Iterator[Block]]) -> Iterator[Block]:
    """`blocks_of` reads what stands in a cell of a table that is none."""
    rows = [row for row in _held(table, "tr") if child(row, "trPr", "del") is None]
    cells = [list(_held(row, "tc")) for row in rows]
    if len(rows) < 2 or max(map(len, cells), default=0) < 2 or any(_holds_table(row) for row in rows):
        yield from (block for row in cells for cell in row for block in blocks_of(cell))
        return
    said = list(_texts(cells))
    names = said.pop(0) if _names_columns(rows[0], len(said[0])) else []
    for texts in said:
        is_pair = not names and len(texts) == 2 and all(texts)
        yield Block(f"{texts[0].rstrip(':')}: {texts[1]}" if is_pair else spoken(names, texts))


def _held(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, also those within content controls and insertions."""
    for node in element:
        if local(node) == name:
            yield node
        elif local(node) in ("sdt", "sdtContent", "ins", "customXml"):
            yield from _held(node, name)


def _holds_table(row: etree._Element) -> bool:
    return any(local(node) == "tbl" for node in row.iter())


def _names_columns(row: etree._Element, columns: int) -> bool:
    """Marked so, or bold; of three columns and more the first row always does."""
    if columns > 2 or child(row, "trPr", "tblHeader") is not None:
        return True
    paragraphs = [one for one in paragraphs_in(row) if Words(one).text.strip()]
    return len(paragraphs) >= columns and all(map(is_bold, paragraphs))


def _texts(rows: list[list[etree._Element]]) -> Iterator[list[str]]:
    """A cell's text once for every column that it covers, and for every row."""
    above: list[str] = []
    for cells in rows:
        texts: list[str] = []
        for cell in cells:
            merged = child(cell, "tcPr", "vMerge")
            goes_on = merged is not None and attribute(merged, "val") != "restart" and len(texts) < len(above)
            text = (
                above[len(texts)]
                if goes_on
                else " ".join(" ".join(Words(one).text for one in paragraphs_in(cell)).split())
            )
            texts += [text] * _span(cell)
        yield texts
        above = texts


def _span(cell: etree._Element) -> int:
    span = child(cell, "tcPr", "gridSpan")
    value = attribute(span, "val") if span is not None else ""
    return min(max(int(value), 1), MAX_SPAN) if value.isdigit() else 1
