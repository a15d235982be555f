"""What the ingest benchmark has read: prose in which no sentence is said twice, as text, as a PDF and as a website."""

import json
import random
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from textwrap import wrap

from aiohttp import web

from demo_shop.catalogue import HERE
from privexbot_app.rag.parse import parse
from privexbot_app.rag.sentences import is_whole, sentences

SENTENCES_IN_PARAGRAPH = 6
PARAGRAPHS_IN_SECTION = 3
PARAGRAPHS_ON_PAGE = 4
PDF_LINES, PDF_COLUMNS = 50, 95
LINKS = 10


class Prose:
    """Sentences in any order, each with one word of another and a number of its own: none is known already."""

    def __init__(self, spoken: Sequence[str], seed: int) -> None:
        self._spoken = spoken
        self._chance = random.Random(seed)
        self._number = count(1)

    def paragraph(self) -> str:
        return " ".join(self.sentence() for _ in range(SENTENCES_IN_PARAGRAPH))

    def sentence(self) -> str:
        words, other = (self._chance.choice(self._spoken).split() for _ in range(2))
        words[self._chance.randrange(1, len(words) - 1)] = self._chance.choice(other).strip(".,;:!?")
        return f"{' '.join(words[:-1])} {next(self._number)} {words[-1]}"

    def section(self, number: int) -> str:
        """Markdown, with a heading of its own."""
        paragraphs = "\n\n".join(self.paragraph() for _ in range(PARAGRAPHS_IN_SECTION))
        return f"## Section {number}\n\n{paragraphs}\n"


def spoken_in_shop() -> list[str]:
    """What the demo shop's pages say in whole sentences."""
    pages = [parse(path.read_bytes(), "text/html", path.name) for path in sorted((HERE / "site").rglob("*.html"))]
    return _whole([page.text for page in pages])


def spoken_in_set(path: Path) -> list[str]:
    """The same of an evaluation set's passages."""
    return _whole([passage["text"] for passage in json.loads(path.read_text())["passages"]])


def _whole(texts: Sequence[str]) -> list[str]:
    spoken = dict.fromkeys(text[start:end] for text in texts for start, end in sentences(text))
    return [sentence for sentence in spoken if is_whole(sentence) and len(sentence.split()) > 3]


def markdown(prose: Prose, characters: int) -> bytes:
    sections: list[str] = []
    while sum(map(len, sections)) < characters:
        sections.append(prose.section(len(sections) + 1))
    return "\n".join(sections).encode()


def pdf(prose: Prose, pages: int) -> bytes:
    """So many pages full of lines, in the simplest form that a PDF can have."""
    lines: list[str] = []
    while len(lines) < pages * PDF_LINES:
        lines += [*wrap(prose.paragraph(), PDF_COLUMNS), ""]
    drawings = [_drawing(lines[first : first + PDF_LINES]) for first in range(0, pages * PDF_LINES, PDF_LINES)]
    kids = b" ".join(b"%d 0 R" % (4 + 2 * page) for page in range(pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, pages),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for page, drawing in enumerate(drawings):
        resources = b"/MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>"
        objects.append(b"<< /Type /Page /Parent 2 0 R %s /Contents %d 0 R >>" % (resources, 5 + 2 * page))
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawing), drawing))
    return _file(objects)


def _drawing(lines: Sequence[str]) -> bytes:
    escaped = [line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") for line in lines]
    shown = "\n".join(f"({line}) Tj T*" for line in escaped)
    return f"BT /F1 10 Tf 14 TL 50 790 Td\n{shown}\nET".encode("cp1252", "replace")


def _file(objects: Sequence[bytes]) -> bytes:
    body, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(body))
    return bytes(body) + head + table + trailer


def website(prose: Prose, pages: int) -> web.Application:
    """So many pages; each leads to ten others, so none is far from the start."""
    made = {f"/page/{number}" if number else "/": _page(prose, number, pages) for number in range(pages)}

    async def answer(request: web.Request) -> web.Response:
        body = made.get(request.path)
        return web.Response(text=body or "nothing here", status=200 if body else 404, content_type="text/html")

    app = web.Application()
    app.router.add_get("/{path:.*}", answer)
    return app


def _page(prose: Prose, number: int, pages: int) -> str:
    paragraphs = "".join(f"<p>{prose.paragraph()}</p>" for _ in range(PARAGRAPHS_ON_PAGE))
    following = range(number * LINKS + 1, min(number * LINKS + 1 + LINKS, pages))
    links = "".join(f'<li><a href="/page/{other}">Page {other}</a></li>' for other in following)
    title = f"Page {number}"
    head = f"<!doctype html><html lang='en'><head><title>{title}</title></head>"
    return f"{head}<body><nav><ul>{links}</ul></nav><main><h1>{title}</h1>{paragraphs}</main></body></html>"
