"""Markdown into blocks and pieces: values only, no page. Whatever is not understood stays the text it was."""

from re import compile
from typing import TypedDict

from widget_py.widget.blank import trimmed

PATTERN = compile(
    r"(\\[*_`\[\]()\\#]|`[^`]+`"
    r"|\*\*[^ *](?:[^\n]*?[^ ])??\*\*(?!\*)"
    r"|(?<![0-9A-Za-z_*])[*_][^ *_](?:[^*_\n]*?[^ *_])??[*_](?![0-9A-Za-z_])"
    r"|!?\[[^\]\n]*\]\([^() \t\n]*(?:\([^() \t\n]*\)[^() \t\n]*)*\)|\[[0-9]{1,3}\]"
    r"|https?://[^ \t\n<>]*[^ \t\n<>.,;:!?)\]*_`'\"])"
)
LINE = compile(r"^(#{1,6}|[-*+•>]|[0-9]{1,9}[.)]) +([^\n]*)")
DASHES = compile(r"^[-|: ]+\Z")


class Piece(TypedDict):
    """`kind` is text, cite or a tag (strong, em, code, a, img, th, td).

    The text of a link or a picture is its address, a cite's its number.
    """

    kind: str
    text: str
    pieces: list["Piece"]


class Block(TypedDict):
    """`kind` is a tag: p, h4, pre, blockquote, ul, ol or table; each row is the pieces of a line, an item or a row."""

    kind: str
    rows: list[list[Piece]]


def parse(text: str) -> list[Block]:
    blocks: list[Block] = []
    last: Block = {"kind": "", "rows": []}  # what the next line may continue
    for line in text.split("\n"):
        bare = trimmed(line)
        fence = bare.startswith("```")
        inside = last["kind"] == "pre"
        kind, content = ("pre", line) if fence or inside else read_line(bare)
        if kind != last["kind"] or kind == "h4":
            last = {"kind": kind, "rows": []}
            if kind:
                blocks.append(last)
        elif fence:
            last = {"kind": "", "rows": []}
        if not fence:
            add_row(last, [piece("text", line, "")] if inside else inline(content), bare)
    return blocks


def add_row(block: Block, pieces: list[Piece], line: str) -> None:
    """A table's line has cells between bars; the line of dashes below its head says nothing."""
    if block["kind"] != "table":
        block["rows"].append(pieces)
    elif not DASHES.search(line):
        kind = "td" if len(block["rows"]) else "th"
        block["rows"].append([piece(kind, "", trimmed(cell)) for cell in line[1:-1].split("|")])


def read_line(line: str) -> tuple[str, str]:
    """What a line opens, and its content."""
    if line.startswith("|") and line.endswith("|"):
        return "table", line
    match = LINE.search(line)
    if not match:
        return "p" if line else "", line
    mark: str = match[1]
    rest: str = match[2]
    if mark[-1:] in ".)":
        return "ol", rest
    return "h4" if mark.startswith("#") else "blockquote" if mark == ">" else "ul", rest


def piece(kind: str, text: str, inner: str) -> Piece:
    return {"kind": kind, "text": text, "pieces": inline(inner)}


def inline(text: str) -> list[Piece]:
    """Splitting by one group gives text and marked parts in turn."""
    pieces: list[Piece] = []
    is_marked = False
    for part in PATTERN.split(text):
        if part != "":
            pieces.append(read(part) if is_marked else piece("text", part, ""))
        is_marked = not is_marked
    return pieces


def read(part: str) -> Piece:
    """One marked part: its first or last letter tells what it is."""
    if part.startswith("http"):
        return {"kind": "a", "text": part, "pieces": [piece("text", part, "")]}
    if part.startswith("\\"):
        return piece("text", part[1:], "")
    if part.endswith(")"):
        label, _, href = part.partition("](")
        is_image = label.startswith("!")
        return piece("img" if is_image else "a", href[:-1], label[2:] if is_image else label[1:])
    if part.startswith("**"):
        return piece("strong", "", part[2:-2])
    inner = part[1:-1]
    if part.endswith("]"):
        return piece("cite", inner, "")
    return piece("code", inner, "") if part.startswith("`") else piece("em", "", inner)
