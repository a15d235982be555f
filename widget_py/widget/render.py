"""Markdown's values into nodes of the page."""

from widget_py.browser import Element, Node, String
from widget_py.widget.dom import attrs, el
from widget_py.widget.links import safe_href
from widget_py.widget.markdown import Block, Piece, parse
from widget_py.widget.shapes import Citation


def render(text: str, citations: list[Citation]) -> list[Node | str]:
    return [block_node(block, citations) for block in parse(text)]


def block_node(block: Block, citations: list[Citation]) -> Node | str:
    kind = block["kind"]
    if kind in ("ul", "ol"):
        return el(kind, "", *[el("li", "", *nodes(item, citations)) for item in block["rows"]])
    lines = el(kind, "")
    for row in block["rows"]:
        lines.append("\n" if lines.textContent else "", *nodes(row, citations))
    return lines


def nodes(pieces: list[Piece], citations: list[Citation]) -> list[Node | str]:
    return [node(piece, citations) for piece in pieces]


def node(piece: Piece, citations: list[Citation]) -> Node | str:
    kind = piece["kind"]
    if kind == "text":
        return piece["text"]
    if kind == "cite":
        return cite(piece["text"], citations)
    kids = nodes(piece["pieces"], citations)
    if kind == "a":
        return anchor(piece["text"], "", *kids)
    return el(kind, "", piece["text"], *kids)


def anchor(href: str, name: str, *kids: Node | str) -> Element:
    """A link that opens beside the page and tells its target nothing; a plain span where the address is not allowed."""
    safe = safe_href(href)
    if not safe:
        return el("span", name, *kids)
    return attrs(
        el("a", name, *kids),
        {"href": safe, "target": "_blank", "rel": "noopener noreferrer nofollow", "title": safe},
    )


def cite(number: str, citations: list[Citation]) -> Node | str:
    for citation in citations:
        if String(citation["n"]) == number:
            return anchor(citation["url"] or "", "c-cite", number)
    return "[" + number + "]"


def sources(title: str, citations: list[Citation]) -> Element:
    """The list under a reply."""
    rows = [
        el(
            "li",
            "",
            el("span", "c-cite", String(each["n"])),
            anchor(each["url"] or "", "", each["title"] or each["url"] or ""),
        )
        for each in citations
    ]
    return el("div", "c-sources", el("b", "", title), el("ul", "", *rows))
