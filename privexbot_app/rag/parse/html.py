"""HTML: the main content of a page with its headings, tables, definition lists and accordions; no menus, no footers."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from privexbot_app.rag.document import Block, ParsedDocument, assemble
from privexbot_app.rag.fact_section import add_facts
from privexbot_app.rag.parse.decode import decode
from privexbot_app.rag.parse.errors import ParseError
from privexbot_app.rag.parse.html_blocks import blocks_of
from privexbot_app.rag.parse.html_main import keep_main
from privexbot_app.rag.parse.linked import read_linked

MAX_DEPTH = 600

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s+[–—|·»-]\s+")
_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)[^>]{0,5000}>")
_VOID = ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
_END_BY_THEMSELVES = ("p", "li", "dt", "dd", "td", "th", "tr", "tbody", "thead", "tfoot", "option", "path", "use")
_FLAT = frozenset((*_VOID, *_END_BY_THEMSELVES))
_NEVER = "script, style, noscript, template, svg, math, iframe, object, embed, canvas, video, audio, select, textarea"


def read(content: bytes, title: str) -> ParsedDocument:
    """The title is the page's only h1, else its <title> without the site's name, else the one given."""
    source = source_of(content)
    tree, body = _tree(source)
    named = _title(tree)
    facts, problems = read_linked(tree)
    for node in tree.css(_NEVER):
        node.decompose()
    blocks = list(blocks_of(keep_main(tree, body, source)))
    first = [block.text for block in blocks if block.level == 1]
    heading = first[0] if len(first) == 1 else named or title
    return add_facts(assemble(heading, _without_empty_sections(blocks), problems), facts)


def source_of(content: bytes) -> str:
    """Decoded as the page says of itself."""
    declared = _CHARSET.search(content[:4096])
    return decode(content, declared.group(1).decode() if declared else "")


def whole(source: str) -> Iterator[Block]:
    """All of a page that has no frame, such as an e-mail or a chapter."""
    tree, body = _tree(source)
    for node in tree.css(_NEVER):
        node.decompose()
    yield from blocks_of(body)


def _tree(source: str) -> tuple[LexborHTMLParser, LexborNode]:
    refuse_towers(source)
    tree = LexborHTMLParser(source)
    if tree.body is None:
        raise ParseError("There is no readable text on the page.")
    return tree, tree.body


def _title(tree: LexborHTMLParser) -> str:
    node = tree.css_first("title")
    whole = " ".join(node.text().split()) if node else ""
    return max(_SEPARATOR.split(whole)[:1], key=len, default="")


def refuse_towers(source: str) -> None:
    """Before the tree is built, which takes time with the square of its depth."""
    depth = 0
    for found in _TAG.finditer(source):
        depth = max(0, depth - 1) if found.group(1) else depth + (found.group(2).lower() not in _FLAT)
        if depth > MAX_DEPTH:
            raise ParseError("The page is nested too deeply to be read.")


def _without_empty_sections(blocks: list[Block]) -> Iterator[Block]:
    """A heading directly followed by one of its own level or above heads nothing (menus, carousels)."""
    for block, following in zip(blocks, [*blocks, Block("", 1)][1:], strict=True):
        if not (block.level and block.text and following.level and following.level <= block.level):
            yield block
