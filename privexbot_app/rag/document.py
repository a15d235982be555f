"""What parsing makes of a file: readable text with its headings marked, the same for every format.

In `text` a line break always ends a sentence: parsers join lines that were only wrapped, and give list items and
table rows lines of their own; a list item keeps its mark, "•" or "3)", which is no part of its sentence.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from privexbot_app.rag.facts import Fact
from privexbot_app.rag.pages import Page, PageKind

BULLET = "•"


@dataclass(frozen=True)
class Heading:
    """A heading that stands at text[start:end]; level 1 is the outermost. One without text ends those below it."""

    start: int
    end: int
    level: int
    text: str


@dataclass(frozen=True)
class ParsedDocument:
    """`problems` are sentences for the owner about what could not be read; `scanned_pages` the numbers, from 1, of the
    pages that are only pictures; `facts` what was stated for machines, told in the text as well; `pages` those that
    have text, in its order."""

    title: str
    text: str
    headings: tuple[Heading, ...] = ()
    problems: tuple[str, ...] = ()
    scanned_pages: tuple[int, ...] = ()
    facts: tuple[Fact, ...] = ()
    pages: tuple[Page, ...] = ()

    @property
    def page_kind(self) -> str:
        """What its pages are; empty where there are none."""
        return self.pages[0].kind if self.pages else ""


@dataclass(frozen=True)
class Block:
    """A paragraph, list item or table row (level 0), or a heading of that level; `page` is 0 where there are none and
    `mark` stands before a list item."""

    text: str
    level: int = 0
    page: int = 0
    mark: str = ""


def assemble(
    title: str, blocks: Iterable[Block], problems: tuple[str, ...] = (), page_kind: PageKind = "page"
) -> ParsedDocument:
    """Join blocks to one text, a line each, and note where the headings and the pages came to stand."""
    headings: list[Heading] = []
    pages: list[Page] = []
    lines: list[str] = []
    place = 0
    for block in blocks:
        line = " ".join(block.text.split())
        if block.level:
            start = place if line else max(place - 1, 0)  # one without text stands on the line break before it
            headings.append(Heading(start, start + len(line), block.level, line))
        if line and block.page and not (pages and pages[-1].number == block.page):
            pages.append(Page(place, block.page, page_kind))
        if line:
            lines.append(f"{block.mark} {line}" if block.mark else line)
            place += len(lines[-1]) + 1
    text = "\n".join(lines)
    return ParsedDocument(" ".join(title.split()), text, tuple(headings), problems, pages=tuple(pages))
