"""Pictures and scans: without their text being recognised there is nothing in them to read."""

from privexbot_app.rag.document import ParsedDocument
from privexbot_app.rag.parse.errors import ScanError


def read(content: bytes, title: str) -> ParsedDocument:
    """Raises ScanError, always: who has tesseract can read it all the same (see `scans.py`)."""
    raise ScanError("It is a picture: its text can only be read where tesseract is installed on the server.")
