"""Pictures: without their text being recognised there is nothing in them to read."""

from privexbot_app.rag.document import Block, ParsedDocument, assemble
from privexbot_app.rag.parse.errors import ScanError
from privexbot_app.rag.parse.lines import joined


def read(content: bytes, title: str) -> ParsedDocument:
    """Raises ScanError, always: its text has to be recognised first (see `ocr.py`)."""
    raise ScanError("It is a picture.")


def read_recognised(content: bytes, title: str, recognised: dict[int, str]) -> ParsedDocument:
    """The text that was recognised on each of its pages."""
    pages = (recognised[number].split("\n") for number in sorted(recognised))
    return assemble(title, (Block(line) for page in pages for line in joined([one for one in page if one.strip()])))
