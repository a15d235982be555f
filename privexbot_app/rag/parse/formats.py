"""A file and the reader for its kind; each reader loads its libraries only when it is needed."""

from dataclasses import replace
from importlib import import_module
from pathlib import PurePath

from privexbot_app.rag.document import ParsedDocument
from privexbot_app.rag.parse.errors import ParseError
from privexbot_app.rag.parse.kinds import SUPPORTED, settle
from privexbot_app.rag.parse.sentences import EMPTY, NO_TEXT

MAX_TEXT_CHARACTERS = 5_000_000
MAX_HEADINGS = 20_000


def parse(content: bytes, media_type: str, name: str, recognised: dict[int, str] | None = None) -> ParsedDocument:
    """The readable text of a file; `name` is only the title's last resort.

    `recognised` is the text found in pictures of pages, by their numbers. Raises ParseError, of which ScanError tells
    that there are pictures only.
    """
    if not content.strip(b" \t\r\n\0\xef\xbb\xbf"):
        raise ParseError(EMPTY)
    settled, note = settle(content, media_type)
    reader = import_module(f"privexbot_app.rag.parse.{SUPPORTED[settled].reader}")
    document: ParsedDocument = (
        reader.read_recognised(content, title_of(name), recognised)
        if recognised
        else reader.read(content, title_of(name))
    )
    _check(document)
    return replace(document, problems=(note, *document.problems)) if note else document


def _check(document: ParsedDocument) -> None:
    if not document.text.strip():
        raise ParseError(NO_TEXT)
    if len(document.text) > MAX_TEXT_CHARACTERS or len(document.headings) > MAX_HEADINGS:
        raise ParseError(f"It has more than {MAX_TEXT_CHARACTERS:,} characters of text: give it in parts.")


def title_of(name: str) -> str:
    """ "size-chart_2024.pdf" → "size chart 2024"."""
    stem = PurePath(name.replace("\\", "/")).stem
    return " ".join(stem.replace("_", " ").replace("-", " ").split()) or "Untitled"
