"""EPUB: the chapters in the order in which they are read, by the reader of HTML."""

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote

from lxml import etree

from privexbot_app.rag.document import Block, ParsedDocument, assemble
from privexbot_app.rag.parse import html
from privexbot_app.rag.parse.errors import ParseError
from privexbot_app.rag.parse.package import Package
from privexbot_app.rag.parse.sentences import DAMAGED
from privexbot_app.rag.parse.xml_tree import attribute, child, local, text_of

CONTAINER = "META-INF/container.xml"
ENCRYPTION = "META-INF/encryption.xml"
FONTS_ONLY = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
MAX_CHAPTERS = 2_000

_SELF_CLOSED = re.compile(r"<(title|script|style|a|p|div|span|td|li)(\s[^<>]{0,2000})?/>")  # XML's way, not HTML's


def read(content: bytes, title: str) -> ParsedDocument:
    """The title is the book's own, else the one given. Raises ParseError, also for a protected book."""
    package = Package(content)
    _refuse_protected(package)
    place = child(package.tree(CONTAINER), "rootfiles", "rootfile")
    name = attribute(place, "full-path") if place is not None else ""
    book = package.tree(name)
    own = child(book, "metadata", "title")
    chapters = [chapter for chapter in _chapters(book, posixpath.dirname(name)) if chapter in package.parts]
    if not chapters:
        raise ParseError(DAMAGED)
    if len(chapters) > MAX_CHAPTERS:
        raise ParseError(f"The book has {len(chapters):,} chapters; {MAX_CHAPTERS:,} can be read.")
    blocks = (block for chapter in chapters for block in _read_chapter(package.read(chapter)))
    return assemble((text_of(own) if own is not None else "") or title, blocks)


def _read_chapter(content: bytes) -> Iterator[Block]:
    """What came before does not head what follows."""
    yield Block("", 1)
    yield from html.whole(_SELF_CLOSED.sub(r"<\1\2></\1>", html.source_of(content)))


def _chapters(book: etree._Element, folder: str) -> Iterator[str]:
    manifest, spine = child(book, "manifest"), child(book, "spine")
    if manifest is None or spine is None:
        return
    items = {attribute(item, "id"): item for item in manifest if local(item) == "item"}
    for entry in spine:
        item = items.get(attribute(entry, "idref")) if local(entry) == "itemref" else None
        if item is not None and "html" in attribute(item, "media-type"):
            yield posixpath.normpath(posixpath.join(folder, unquote(attribute(item, "href"))))


def _refuse_protected(package: Package) -> None:
    if (locks := package.find_tree(ENCRYPTION)) is None:
        return
    methods = [attribute(node, "Algorithm") for node in locks.iter() if local(node) == "EncryptionMethod"]
    if any(method not in FONTS_ONLY for method in methods):
        raise ParseError("The book is protected against copying. Upload a copy without protection.")
