"""Plain text: paragraphs, lists, and the few ways in which people mark headings without any format."""

import re
from collections.abc import Iterator

from privexbot_app.rag.document import Block, ParsedDocument, assemble
from privexbot_app.rag.parse.decode import decode
from privexbot_app.rag.parse.lines import joined

MAX_HEADING_CHARACTERS = 150

_UNDERLINE = re.compile(r"\s*(=|-|~){3,}\s*")
_QUESTION_MARK = re.compile(r"^Q\s*[:.)]\s*", re.IGNORECASE)


def read(content: bytes, title: str) -> ParsedDocument:
    return assemble(title, blocks(decode(content)))


def blocks(text: str) -> Iterator[Block]:
    """The same of text that was decoded already."""
    for paragraph in re.split(r"\n[ \t]*\n", text):
        yield from _blocks(paragraph)


def _blocks(paragraph: str) -> Iterator[Block]:
    """A first line that is underlined, in capitals, or a question with its answer below it, is a heading."""
    lines = [line for line in paragraph.split("\n") if line.strip()]
    if not lines:
        return
    if len(lines) > 1 and _UNDERLINE.fullmatch(lines[1]) and len(lines[0]) <= MAX_HEADING_CHARACTERS:
        yield Block(lines[0], 2)
        lines = lines[2:]
    elif _is_title(lines[0]):
        yield Block(lines[0], 2)
        lines = lines[1:]
    elif len(lines) > 1 and _is_question(lines[0]) and not _is_question(lines[1]):
        yield Block(_QUESTION_MARK.sub("", lines[0].strip()), 3)
        yield from (Block(text) for text in joined(lines[1:]))
        yield Block("", 3)
        return
    yield from (Block(text) for text in joined(lines))


def _is_title(line: str) -> bool:
    return line.isupper() and 4 <= len(line.strip()) <= 60 and not re.search(r"\d|[.:,!]$", line.strip())


def _is_question(line: str) -> bool:
    return line.strip().endswith("?") and len(line) <= MAX_HEADING_CHARACTERS
