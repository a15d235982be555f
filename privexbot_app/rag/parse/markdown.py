"""Markdown: headings, paragraphs, list items, tables and code, without their marks."""

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from privexbot_app.rag.document import BULLET, Block, ParsedDocument, assemble
from privexbot_app.rag.parse.decode import decode
from privexbot_app.rag.parse.rows import spoken

_FRONT_MATTER = re.compile(r"\A---\n.*?\n(?:---|\.\.\.)\n", re.DOTALL)
_TITLE = re.compile(r"^title:\s*[\"']?(.+?)[\"']?\s*$", re.MULTILINE)
_TAG = re.compile(r"<[^>]{0,500}>")


def read(content: bytes, title: str) -> ParsedDocument:
    """The title is the front matter's, else the first heading of level 1, else the one given."""
    text = decode(content)
    front = _FRONT_MATTER.match(text)
    named = _TITLE.search(front.group()) if front else None
    tokens = MarkdownIt("commonmark", {"maxNesting": 50}).enable("table").parse(text[front.end() if front else 0 :])
    blocks = list(_blocks(tokens))
    first = next((block.text for block in blocks if block.level == 1), title)
    return assemble(named.group(1) if named else first, blocks)


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    names: list[str] = []
    cells: list[str] = []
    level, in_table, mark = 0, False, ""
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            level = int(token.tag[1]) if token.type == "heading_open" else 0
        elif token.type in ("table_open", "table_close"):
            in_table, names = token.type == "table_open", []
        elif token.type == "tr_close":
            names, row = (names, spoken(names, cells)) if names else (cells, "")
            cells = []
            yield Block(row)
        elif token.type == "list_item_open":
            mark = f"{token.info})" if token.info else BULLET
        elif token.type == "inline" and in_table:
            cells.append(_plain(token))
        elif token.type == "inline":
            first, *more = _plain(token).split("\n")
            yield Block(first, level, mark="" if level else mark)
            yield from (Block(line, level) for line in more)
            mark = ""
        elif token.type in ("fence", "code_block"):
            yield from (Block(line) for line in token.content.splitlines())
        elif token.type == "html_block":
            yield from (Block(line) for line in _TAG.sub("", token.content).splitlines())


def _plain(token: Token) -> str:
    """A soft break is a blank, a hard one ends the line; of images nothing stays."""
    words = {"softbreak": " ", "hardbreak": "\n"}
    parts = (words.get(child.type, child.content) for child in token.children or () if child.type != "image")
    return _TAG.sub("", "".join(parts))
