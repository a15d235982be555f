"""A file read within the install's limits; where it holds pictures of text and tesseract is there, those too."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from privexbot_app.rag.document import ParsedDocument
from privexbot_app.rag.parse import ocr
from privexbot_app.rag.parse.errors import ParseError, ScanError
from privexbot_app.rag.parse.sandbox import Bounds, ask_child, document_of
from privexbot_app.settings import settings

NAMED_PAGES = 10
PICTURES_BYTES = 60_000_000


def read_file(content: bytes, media_type: str, name: str) -> ParsedDocument:
    """What `parse` tells, and the text of scanned pages. Blocks, for minutes where much has to be recognised; raises
    ParseError."""
    order = {"task": "parse", "media_type": media_type, "name": name}
    try:
        document = _parse(content, order)
    except ScanError as scan:
        return _read_scan(content, order, scan)
    return _with_scans(content, order, document) if document.scanned_pages else document


def _parse(content: bytes, order: dict[str, Any]) -> ParsedDocument:
    return document_of(ask_child(order, content, _bounds()))


def _bounds(body_bytes: int = 0) -> Bounds:
    return Bounds(settings().parse_seconds, settings().parse_memory_bytes, body_bytes)


def _read_scan(content: bytes, order: dict[str, Any], scan: ScanError) -> ParsedDocument:
    """Nothing but pictures."""
    if not ocr.is_installed():
        raise ParseError(f"{scan.message} {ocr.ABSENT}")
    texts, problems = _recognise(content, order, ())
    if not any(map(str.strip, texts.values())):
        raise ParseError(f"{scan.message} No text was recognised in it: is it sharp, upright and large enough?")
    return _with(_parse(content, {**order, "recognised": texts}), problems)


def _with_scans(content: bytes, order: dict[str, Any], document: ParsedDocument) -> ParsedDocument:
    """Some pages are pictures; that they cannot be read costs only themselves."""
    pages = document.scanned_pages
    named = ", ".join(map(str, pages[:NAMED_PAGES])) + (" …" if len(pages) > NAMED_PAGES else "")
    try:
        texts, problems = _recognise(content, order, pages)
    except ParseError as error:
        return _with(document, [f"Pages that are only pictures were not read ({named}). {error.message}"])
    return _with(_parse(content, {**order, "recognised": texts}), problems)


def _recognise(content: bytes, order: dict[str, Any], pages: Sequence[int]) -> tuple[dict[int, str], list[str]]:
    """The texts of these pages, of all when none is named, and a sentence when some were left out."""
    limits = ocr.Recognition(settings().ocr_seconds, settings().ocr_languages)
    if not ocr.is_installed():
        raise ParseError(ocr.ABSENT)
    wanted = {**order, "task": "pictures", "pages": list(pages), "most_pages": settings().ocr_pages}
    told = ask_child(wanted, content, _bounds(PICTURES_BYTES))
    texts = ocr.recognise([(int(number), picture) for number, picture in told.files()], limits)
    count = int(told.fields["page_count"])
    left_out = f"Text was recognised on {len(texts)} of {count} pages that are pictures; the others were not read."
    return texts, [left_out] if len(texts) < count else []


def _with(document: ParsedDocument, problems: Sequence[str]) -> ParsedDocument:
    return replace(document, problems=(*document.problems, *problems))
