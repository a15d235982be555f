"""Markdown into blocks and pieces: values only, no page. Whatever is not understood stays the text it was."""

from typing import TypedDict

from widget_py.widget.lexer import lexemes, plain


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
    code: list[str] = []
    kind = ""  # of the block that the next line may continue
    for line in text.replace("\r\n", "\n").split("\n"):
        bare = line.strip()
        if bare.startswith("```"):
            if kind == "pre":
                blocks.append(code_block(code))
                code = []
            kind = "" if kind == "pre" else "pre"
        elif kind == "pre":
            code.append(line)
        elif bare == "":
            kind = ""
        else:
            found, content = line_kind(bare)
            row = inline(content)
            if found == kind and found != "h" and len(blocks):
                extend(blocks[-1], row)
            else:
                block: Block = {"kind": found, "rows": [row]}
                blocks.append(block)
            kind = found
    if kind == "pre":
        blocks.append(code_block(code))
    return blocks


def code_block(lines: list[str]) -> Block:
    return {"kind": "pre", "rows": [[piece("code", "\n".join(lines))]]}


def extend(block: Block, row: list[Piece]) -> None:
    if block["kind"] == "ul" or block["kind"] == "ol":
        block["rows"].append(row)
    else:
        block["rows"][0].append(piece("text", "\n"))
        block["rows"][0].extend(row)


def line_kind(line: str) -> tuple[str, str]:
    """What a line opens, and its content."""
    mark, space, rest = line.partition(" ")
    if space == "":
        return "p", line
    if mark in ("-", "*", "+", "•"):
        return "ul", rest
    if mark == ">":
        return "quote", rest
    if mark in ("#", "##", "###", "####", "#####", "######"):
        return "h", rest
    number = mark.removesuffix(".").removesuffix(")")
    if number != mark and number != "" and is_number(number):
        return "ol", rest
    return "p", line


def is_number(text: str) -> bool:
    return text != "" and all(letter in "0123456789" for letter in list(text))


def piece(kind: str, text: str) -> Piece:
    return {"kind": kind, "text": text, "href": "", "pieces": []}


def inline(text: str) -> list[Piece]:
    return pieces_of(lexemes(text))


def pieces_of(parts: list[str]) -> list[Piece]:
    """One pass from the left; each special lexeme opens something that closes later, or is text."""
    found: list[Piece] = []
    at = 0
    while at < len(parts):
        taken, made = special(parts, at)
        if made is None:
            made = piece("text", plain(parts[at]))
            taken = 1
        last = found[-1] if len(found) else None
        if last is not None and last["kind"] == "text" and made["kind"] == "text":
            last["text"] = last["text"] + made["text"]
        else:
            found.append(made)
        at += taken
    return found


def special(parts: list[str], at: int) -> tuple[int, Piece | None]:
    """How many lexemes are used up, and the piece they make; None if this one opens nothing."""
    mark = parts[at]
    if mark.startswith("`"):
        return code(parts, at)
    if mark in ("*", "**", "***", "_", "__"):
        return emphasis(parts, at)
    if mark == "[":
        return bracket(parts, at)
    if mark.startswith("http://") or mark.startswith("https://"):
        return 1, link(mark, [piece("text", mark)])
    return 0, None


def code(parts: list[str], at: int) -> tuple[int, Piece | None]:
    end = position(parts, parts[at], at + 1)
    if end < 0:
        return 0, None
    return end - at + 1, piece("code", "".join(parts[at + 1 : end]))


def emphasis(parts: list[str], at: int) -> tuple[int, Piece | None]:
    mark = parts[at]
    after = parts[at + 1] if at + 1 < len(parts) else " "
    before = parts[at - 1] if at > 0 else " "
    if after.startswith(" ") or (mark.startswith("_") and not opens_word(before)):
        return 0, None
    end = position(parts, mark, at + 1)
    while end > 0 and parts[end - 1].endswith(" "):
        end = position(parts, mark, end + 1)
    if end < at + 2:
        return 0, None
    made = piece("italic" if mark in ("*", "_") else "bold", "")
    made["pieces"] = pieces_of(parts[at + 1 : end])
    return end - at + 1, made


def opens_word(before: str) -> bool:
    return before.endswith(" ") or before.endswith("\n") or before in ("(", "*", "**", "[")


def bracket(parts: list[str], at: int) -> tuple[int, Piece | None]:
    """`[1]` is a citation, `[text](address)` a link."""
    end = position(parts, "]", at + 1)
    if end < 0:
        return 0, None
    inner = parts[at + 1 : end]
    if end + 1 < len(parts) and parts[end + 1] == "(":
        close = position(parts, ")", end + 2)
        address = "".join(parts[end + 2 : close]).strip() if close > 0 else " "
        return (close - at + 1, link(address, pieces_of(inner))) if close > 0 else (0, None)
    number = "".join(inner)
    if is_number(number) and len(number) < 4:
        return end - at + 1, piece("cite", number)
    return 0, None


def link(href: str, pieces: list[Piece]) -> Piece:
    return {"kind": "link", "text": "", "href": href, "pieces": pieces}


def position(parts: list[str], mark: str, start: int) -> int:
    """Where `mark` stands next, or -1."""
    at = start
    while at < len(parts):
        if parts[at] == mark:
            return at
        at += 1
    return -1
