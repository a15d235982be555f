"""DOCX: headings, paragraphs, list items, tables row by row, footnotes and text boxes, as the last editor left them."""

from collections.abc import Iterator

from lxml import etree

from privexbot_app.rag.document import BULLET, Block, ParsedDocument, assemble
from privexbot_app.rag.parse.errors import ParseError
from privexbot_app.rag.parse.package import Package
from privexbot_app.rag.parse.sentences import DAMAGED
from privexbot_app.rag.parse.word_styles import TITLE_LEVEL, Styles
from privexbot_app.rag.parse.word_table import table_blocks
from privexbot_app.rag.parse.word_text import Words
from privexbot_app.rag.parse.xml_tree import attribute, child, local

_HOLDERS = frozenset(("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "AlternateContent", "Choice"))


def read(content: bytes, title: str) -> ParsedDocument:
    """The title is the paragraph with that style, else the only heading of level 1, else the one given."""
    package = Package(content)
    main = next(package.related("", "officeDocument"), "word/document.xml")
    body = child(package.tree(main), "body")
    if body is None:
        raise ParseError(DAMAGED)
    reader = _Reader(package, main)
    blocks = list(reader.blocks(body))
    first = [block.text for block in blocks if block.level == TITLE_LEVEL]
    return assemble(reader.title or (first[0] if len(first) == 1 else title), blocks)


class _Reader:
    """Goes through a document once; each note is said after the paragraph that refers to it."""

    def __init__(self, package: Package, main: str) -> None:
        self._styles = Styles(_first_tree(package, main, "styles"))
        self._notes = {key: note for kind in ("footnote", "endnote") for key, note in _notes(package, main, kind)}
        self.title = ""

    def blocks(self, holder: etree._Element) -> Iterator[Block]:
        for node in holder:
            name = local(node)
            if name == "p":
                yield from self._paragraph(node)
            elif name == "tbl":
                yield from table_blocks(node, self.blocks)
            elif name in _HOLDERS:
                yield from self.blocks(node)

    def _paragraph(self, paragraph: etree._Element) -> Iterator[Block]:
        words, properties = Words(paragraph), child(paragraph, "pPr")
        is_title = not self.title and self._styles.is_title(properties)
        level = TITLE_LEVEL if is_title else self._styles.level_of(properties)
        if is_title:
            self.title = " ".join(words.text.split())
        if level and words.text.strip():
            yield Block(words.text, level)
        else:
            lines = [line for line in words.text.split("\n") if line.strip()]
            mark = BULLET if self._styles.is_item(properties) else ""
            yield from (Block(line, mark="" if place else mark) for place, line in enumerate(lines))
        for key in words.notes:
            if (note := self._notes.pop(key, None)) is not None:
                yield from self.blocks(note)
        for box in words.boxes:
            yield from self.blocks(box)


def _first_tree(package: Package, main: str, kind: str) -> etree._Element | None:
    name = next(package.related(main, kind), "")
    return package.find_tree(name)


def _notes(package: Package, main: str, kind: str) -> Iterator[tuple[tuple[str, str], etree._Element]]:
    root = _first_tree(package, main, f"{kind}s")
    for note in root if root is not None else ():
        if local(note) == kind and not attribute(note, "type"):  # those with a type are lines between text and notes
            yield (kind, attribute(note, "id")), note
