"""PPTX: each slide's title as a heading, then its texts, tables and the speaker's notes; hidden slides are left out."""

import io
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from privexbot_app.rag.document import Block, ParsedDocument, assemble
from privexbot_app.rag.parse.errors import ParseError
from privexbot_app.rag.parse.package import BROKEN, Package
from privexbot_app.rag.parse.rows import spoken
from privexbot_app.rag.parse.sentences import DAMAGED

SLIDE_LEVEL = 2
MAX_SLIDES = 2_000


def read(content: bytes, title: str) -> ParsedDocument:
    """The title is that of the first slide, else the one given."""
    Package(content).vet()
    from lxml.etree import LxmlError
    from pptx import Presentation
    from pptx.exc import PythonPptxError

    try:
        slides = list(Presentation(io.BytesIO(content)).slides)
        if len(slides) > MAX_SLIDES:
            raise ParseError(f"It has {len(slides):,} slides; {MAX_SLIDES:,} can be read.")
        shown = [(n, slide) for n, slide in enumerate(slides, 1) if slide._element.get("show") not in ("0", "false")]
        blocks = [replace(block, page=number) for number, slide in shown for block in _slide(slide)]
    except (*BROKEN, LxmlError, PythonPptxError, LookupError, AttributeError, TypeError):
        raise ParseError(DAMAGED) from None
    hidden = len(slides) - len(shown)
    problems = (f"{hidden} hidden slide{'s were' if hidden > 1 else ' was'} left out.",) if hidden else ()
    first = next((block.text for block in blocks[:1] if block.level), "")
    return assemble(first or title, blocks, problems, "slide")


def _slide(slide: Any) -> Iterator[Block]:
    """A slide without title ends the one before."""
    title = slide.shapes.title
    yield Block(title.text_frame.text if title is not None else "", SLIDE_LEVEL)
    yield from _shapes(shape for shape in slide.shapes if title is None or shape.shape_id != title.shape_id)
    if slide.has_notes_slide and (notes := slide.notes_slide.notes_text_frame) is not None:
        yield from _lines(notes.text)


def _shapes(shapes: Iterable[Any]) -> Iterator[Block]:
    """As they lie one over the other, which is the order in which they were made."""
    for shape in shapes:
        if hasattr(shape, "shapes"):
            yield from _shapes(shape.shapes)
        elif shape.has_text_frame:
            yield from _lines(shape.text_frame.text)
        elif getattr(shape, "has_table", False) and shape.has_table:
            yield from _table(shape.table)


def _table(table: Any) -> Iterator[Block]:
    rows = [[cell.text_frame.text for cell in row.cells] for row in table.rows]
    names = rows.pop(0) if table.first_row and len(rows) > 1 else []
    yield from (Block(spoken(names, row)) for row in rows)


def _lines(text: str) -> Iterator[Block]:
    yield from (Block(line) for line in text.replace("\v", "\n").split("\n") if line.strip())
