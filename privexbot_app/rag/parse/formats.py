"""Which kinds of file can be read, and by whom; each reader loads its libraries only when it is needed."""

from importlib import import_module
from pathlib import PurePath

from privexbot_app.rag.document import ParsedDocument
from privexbot_app.rag.parse.errors import ParseError

MAX_TEXT_CHARACTERS = 5_000_000
MAX_HEADINGS = 20_000

SUPPORTED = {
    "text/plain": "plain",
    "text/markdown": "markdown",
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/pdf": "pdf",
    "text/csv": "table",
}
_NAMES = "TXT, MD, HTML, PDF and CSV"


def parse(content: bytes, media_type: str, name: str) -> ParsedDocument:
    """The readable text of a file; `name` is only the title's last resort. Raises ParseError."""
    reader = SUPPORTED.get(media_type.partition(";")[0].strip().lower())
    if reader is None:
        raise ParseError(f"This kind of file cannot be read; {_NAMES} files can.")
    if not content.strip(b" \t\r\n\0\xef\xbb\xbf"):
        raise ParseError("The file is empty.")
    document: ParsedDocument = import_module(f"privexbot_app.rag.parse.{reader}").read(content, title_of(name))
    if not document.text.strip():
        raise ParseError("There is no readable text in it.")
    if len(document.text) > MAX_TEXT_CHARACTERS or len(document.headings) > MAX_HEADINGS:
        raise ParseError(f"It has more than {MAX_TEXT_CHARACTERS:,} characters of text: give it in parts.")
    return document


def title_of(name: str) -> str:
    """ "size-chart_2024.pdf" → "size chart 2024"."""
    stem = PurePath(name.replace("\\", "/")).stem
    return " ".join(stem.replace("_", " ").replace("-", " ").split()) or "Untitled"
