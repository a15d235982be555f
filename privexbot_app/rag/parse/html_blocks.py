"""An element tree read aloud: headings, paragraphs, list items, and tables row by row with their column names."""

import re
from collections.abc import Iterator
from dataclasses import replace

from selectolax.lexbor import LexborNode

from privexbot_app.rag.document import BULLET, Block
from privexbot_app.rag.parse.rows import spoken

SUMMARY_LEVEL = 6  # an accordion's question stands below every heading of the page
MAX_SPAN = 50

_INLINE = frozenset(
    """a abbr b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp small span strong sub sup time
    tt u var wbr output""".split()  # noqa: SIM905
)
_SILENT = frozenset(("img", "input", "head", "title", "meta", "link", "figure-image", "-comment"))
_HEADING = re.compile(r"h[1-6]")


def blocks_of(root: LexborNode) -> Iterator[Block]:
    """The blocks of an element, in reading order."""
    said: list[str] = []
    for child in root.iter(include_text=True):
        tag = str(child.tag)
        if tag == "-text":
            said.append(child.text(deep=False))
        elif tag in _INLINE and child.css_first("p, div, ul, ol, table, h1, h2, h3, h4, dl") is None:
            said.append(_inline(child))
        elif tag == "br":
            said.append(", " if root.tag == "address" else "\n")
        elif tag not in _SILENT:
            yield from _spoken(said)
            said = []
            yield from _block(child, tag)
    yield from _spoken(said)


def _spoken(said: list[str]) -> Iterator[Block]:
    """Line breaks of the source are blanks; those of <br> were put in as lines of their own."""
    text = "".join(part if part == "\n" else " ".join(part.split("\n")) for part in said)
    yield from (Block(line) for line in text.split("\n") if line.strip(" ,"))


def _inline(node: LexborNode) -> str:
    return node.text(deep=True).replace("\n", " ")


def _block(node: LexborNode, tag: str) -> Iterator[Block]:
    if _HEADING.fullmatch(tag):
        yield Block(_inline(node), int(tag[1]))
    elif tag == "details":
        yield from blocks_of(node)
        yield Block("", SUMMARY_LEVEL)
    elif tag == "summary":
        yield Block(_inline(node), SUMMARY_LEVEL)
    elif tag == "button":
        if (question := _inline(node).strip()).endswith("?"):
            yield Block(question, SUMMARY_LEVEL)
    elif tag == "dl":
        yield from _definitions(node)
    elif tag == "li":
        yield from _item(node)
    elif tag == "table":
        yield from _table(node)
    else:
        yield from blocks_of(node)


def _item(node: LexborNode) -> Iterator[Block]:
    """Its first line has the mark; one with headings is a card or an accordion, and no item."""
    blocks = list(blocks_of(node))
    if any(block.level for block in blocks):
        yield from blocks
        return
    for place, block in enumerate(blocks):
        yield block if place or block.mark else replace(block, mark=_mark(node))


def _mark(node: LexborNode) -> str:
    """A bullet, or its number where the list has an order."""
    if node.parent is None or node.parent.tag != "ol":
        return BULLET
    number, before = 1, node.prev
    while before is not None:
        number += before.tag == "li"
        before = before.prev
    return f"{number})"


def _definitions(node: LexborNode) -> Iterator[Block]:
    """ "Weight: 560 g"; a term that is a question becomes a heading, for its answer may be long."""
    term = ""
    for part in node.css("dt, dd"):
        text = " ".join(_inline(part).split())
        if part.tag == "dt":
            term = text.rstrip(":")
        elif term.endswith("?"):
            yield Block(term, SUMMARY_LEVEL)
            yield from blocks_of(part)
            yield Block("", SUMMARY_LEVEL)
        else:
            yield Block(f"{term}: {text}" if term else text)


def _table(node: LexborNode) -> Iterator[Block]:
    rows = [(row, row.css("th, td")) for row in node.css("tr")]
    rows = [(row, cells) for row, cells in rows if cells]
    if not rows or max(len(cells) for _, cells in rows) < 2 or node.css_first("table table"):
        yield from (block for _, cells in rows for cell in cells for block in blocks_of(cell))
        return
    if caption := node.css_first("caption"):
        yield Block(_inline(caption), SUMMARY_LEVEL)
    names: list[str] = []
    for row, cells in rows:
        texts = [text for cell in cells for text in _spread(cell)]
        if all(cell.tag == "th" for cell in cells) or (row.parent is not None and row.parent.tag == "thead"):
            names = texts
        elif not names and len(texts) == 2:
            yield Block(f"{texts[0].rstrip(':')}: {texts[1]}")
        else:
            yield Block(spoken(names, texts))
    if caption:
        yield Block("", SUMMARY_LEVEL)


def _spread(cell: LexborNode) -> list[str]:
    """A cell's text once for every column it covers; the cells below it stay under their own names."""
    span = cell.attributes.get("colspan") or "1"
    return [" ".join(_inline(cell).split())] * (min(int(span), MAX_SPAN) if span.isdigit() else 1)
