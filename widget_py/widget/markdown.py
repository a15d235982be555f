"""Markdown into blocks and pieces: values only, no page. Whatever is not understood stays the text it was."""

from re import compile
from typing import TypedDict

PATTERN = compile(
    r"(\\[*_`\[\]()\\#]|`[^`]+`"
    r"|\*\*[^ *](?:[^\n]*?[^ ])??\*\*(?!\*)|\*[^ *](?:[^*\n]*?[^ *])??\*"
    r"|(?<![0-9A-Za-z_])_[^ _](?:[^_\n]*?[^ _])??_(?![0-9A-Za-z_])"
    r"|!?\[[^\]\n]*\]\([^() \t\n]*(?:\([^() \t\n]*\)[^() \t\n]*)*\)|\[[0-9]{1,3}\]"
    r"|https?://[^ \t\n<>]*[^ \t\n<>.,;:!?)\]*_`'\"])"
)
LINE = compile(r"^(#{1,6}|[-*+•>]|[0-9]{1,9}[.)]) +([^\n]*)")
KINDS = {"#": "h", ">": "quote"}


class Piece(TypedDict):
    """`kind` is text, bold, italic, code, link or cite; a link has an address, a cite the number as its text."""

    kind: str
    text: str
    href: str
    pieces: list["Piece"]


class Block(TypedDict):
    """`kind` is p, h, pre, quote, ul or ol; each row is a paragraph's or an item's pieces."""

    kind: str
    rows: list[list[Piece]]


def parse(text: str) -> list[Block]:
    blocks: list[Block] = []
    kind = ""  # of the block that the next line may continue
    for line in text.replace("\r\n", "\n").split("\n"):
        bare = line.strip()
        if bare.startswith("```"):
            kind = "" if kind == "pre" else "pre"
            if kind != "":
                blocks.append({"kind": kind, "rows": [[piece("code", "")]]})
        elif kind == "pre":
            code = blocks[-1]["rows"][0][0]
            code["text"] = code["text"] + line + "\n"
        elif bare == "":
            kind = ""
        else:
            kind = add_line(blocks, kind, bare)
    return blocks


def add_line(blocks: list[Block], kind: str, line: str) -> str:
    """Continue the last block or start one; its kind."""
    found, content = read_line(line)
    row = inline(content)
    if found != kind or found == "h":
        blocks.append({"kind": found, "rows": [row]})
    elif found == "ul" or found == "ol":
        blocks[-1]["rows"].append(row)
    else:
        blocks[-1]["rows"][0].append(piece("text", "\n"))
        blocks[-1]["rows"][0].extend(row)
    return found


def read_line(line: str) -> tuple[str, str]:
    """What a line opens, and its content."""
    match = LINE.search(line)
    if match is None:
        return "p", line
    mark: str = match[1]
    rest: str = match[2]
    numbered = mark.endswith(".") or mark.endswith(")")
    return "ol" if numbered else KINDS.get(mark[:1], "ul"), rest


def piece(kind: str, text: str) -> Piece:
    return {"kind": kind, "text": text, "href": "", "pieces": []}


def nested(kind: str, href: str, text: str) -> Piece:
    return {"kind": kind, "text": "", "href": href, "pieces": inline(text)}


def inline(text: str) -> list[Piece]:
    """Splitting by one group gives text and marked parts in turn."""
    parts = PATTERN.split(text)
    return [read(part) if at % 2 else piece("text", part) for at, part in enumerate(parts) if part != ""]


def read(part: str) -> Piece:
    if part.startswith("\\"):
        return piece("text", part.removeprefix("\\"))
    if part.startswith("`"):
        return piece("code", part.removeprefix("`").removesuffix("`"))
    if part.startswith("http"):
        return {"kind": "link", "text": "", "href": part, "pieces": [piece("text", part)]}
    for mark in ["**", "*", "_"]:
        if part.startswith(mark):
            return nested("bold" if mark == "**" else "italic", "", part.removeprefix(mark).removesuffix(mark))
    if not part.endswith(")"):
        return piece("cite", part.removeprefix("[").removesuffix("]"))
    label, _, href = part.removesuffix(")").partition("](")
    return nested("link", href, label.removeprefix("!").removeprefix("["))
