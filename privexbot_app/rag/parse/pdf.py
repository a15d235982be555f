"""PDF: the text of every page, its lines joined to paragraphs, without what repeats on top or bottom of each page."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pypdfium2 as pdfium

from privexbot_app.rag.document import Block, ParsedDocument, assemble
from privexbot_app.rag.parse.errors import ParseError, ScanError
from privexbot_app.rag.parse.lines import joined

MAX_PAGES = 2_000
MAX_PAGE_CHARACTERS = 200_000
REPEATS = 0.6  # of the pages: then a first or last line is a header or footer

UNLOCK = "Take the password off, or print it to a new PDF, and upload that."
RESAVE = "Save it as a PDF again and upload the new copy."

_DIVIDED = re.compile("[\x02\ufffe\u00ad]\r?\n?")  # how pdfium spells a hyphen at the end of a line
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_NUMBERS = re.compile(r"\d+")


def read(content: bytes, title: str) -> ParsedDocument:
    """The title is the file's own if it has one that reads like one, else the one given. Raises ScanError for a PDF
    of pictures only."""
    return read_recognised(content, title, {})


def read_recognised(content: bytes, title: str, recognised: dict[int, str]) -> ParsedDocument:
    """The same with the text that was recognised on some of its pages (their numbers from 1)."""
    document = opened(content)
    try:
        if len(document) > MAX_PAGES:
            raise ParseError(f"The PDF has {len(document):,} pages; {MAX_PAGES:,} can be read.")
        pages = [_lines(document, number) for number in range(len(document))]
        scanned = tuple(n + 1 for n, page in enumerate(pages) if not page and _has_picture(document, n))
        own = document.get_metadata_value("Title").strip()
    finally:
        document.close()
    for number, text in recognised.items():
        pages[number - 1] = [line.strip() for line in text.split("\n") if line.strip()]
    if not any(pages):
        raise ScanError("It is a scan: the PDF holds no text, only pictures of it.")
    kept = enumerate(_without_repeats(pages), 1)
    blocks = (Block(line, page=number) for number, page in kept for line in joined(page))
    named = assemble(own if " " in own and "." not in own[-5:] else title, blocks)
    return replace(named, scanned_pages=scanned)


def opened(content: bytes) -> pdfium.PdfDocument:
    """Raises ParseError for one that is locked or damaged."""
    try:
        return pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise ParseError(f"The PDF is locked with a password. {UNLOCK}") from None
        raise ParseError(f"The file is not a PDF, or is damaged. {RESAVE}") from None


def _lines(document: pdfium.PdfDocument, number: int) -> list[str]:
    try:
        page = document[number]
        text = page.get_textpage().get_text_range()[:MAX_PAGE_CHARACTERS]
        page.close()
    except pdfium.PdfiumError:
        return []  # a damaged page costs only itself
    text = _CONTROL.sub("", _DIVIDED.sub("", text)).replace("\r\n", "\n").replace("\r", "\n")
    return [line.strip() for line in text.split("\n") if line.strip()]


def _has_picture(document: pdfium.PdfDocument, number: int) -> bool:
    """An empty page has none."""
    try:
        page = document[number]
        return any(True for _ in page.get_objects(filter=[pdfium.raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))
    except pdfium.PdfiumError:
        return False


def _without_repeats(pages: list[list[str]]) -> Iterator[list[str]]:
    if len(pages) < 3:
        yield from pages
        return
    edges = Counter(shape for page in pages for shape in {_shape(line) for line in (page[:1] + page[-1:])})
    often = {shape for shape, count in edges.items() if count >= REPEATS * len(pages)}
    for page in pages:
        first = 1 if page and _shape(page[0]) in often else 0
        last = -1 if len(page) > first and _shape(page[-1]) in often else len(page)
        yield page[first:last]


def _shape(line: str) -> str:
    """Page numbers differ, the rest of a footer does not."""
    return _NUMBERS.sub("#", line)
