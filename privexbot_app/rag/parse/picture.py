"""Pictures: without their text being recognised there is nothing in them to read."""

from privexbot_app.rag.document import Block, ParsedDocument, assemble
from privexbot_app.rag.parse.errors import ScanError
from privexbot_app.rag.parse.lines import joined


def read(content: bytes, title: str) -> ParsedDocument:
    """Raises ScanError, always: its text has to be recognised first (see `ocr.py`)."""
    raise ScanError("It is a picture.")


def read_recognised(content: bytes, title: str, recognised: dict[int, str]) -> ParsedDocument:
    """The text that was recognised on each of its pages; one picture alone is no page."""
    is_paged = len(recognised) > 1
    pages = ((number if is_paged else 0, _lines(recognised[number])) for number in sorted(recognised))
    return assemble(title, (Block(line, page=number) for number, page in pages for line in joined(page)))


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]
