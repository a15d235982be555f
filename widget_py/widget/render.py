"""Markdown's values into nodes of the page."""

from collections.abc import Callable

from widget_py.browser import URL, Details, Element, Node, String, navigator, spawn
from widget_py.widget.client import quietly
from widget_py.widget.dom import attrs, button, el
from widget_py.widget.links import safe_href
from widget_py.widget.look import look, say
from widget_py.widget.markdown import Block, Piece, parse
from widget_py.widget.shapes import Citation

ROWS = {"ul": "li", "ol": "li", "table": "tr"}


def render(text: str, citations: list[Citation], choose: Callable[[str], None]) -> list[Element]:
    """`choose` is called with the number of a source."""
    numbers = [String(citation["n"]) for citation in citations]

    def nodes(pieces: list[Piece]) -> list[Node | str]:
        return [node(piece) for piece in pieces]

    def node(piece: Piece) -> Node | str:
        kind = piece["kind"]
        text = piece["text"]
        if kind == "text":
            return text
        if kind == "cite":
            return button(" c-cite", lambda: choose(text), text) if text in numbers else "[" + text + "]"
        kids = nodes(piece["pieces"])
        if kind == "img" and safe_href(text) and URL(text).host in look.config["image_hosts"]:
            kids.insert(0, attrs(el("img"), {"src": text, "alt": ""}))  # its label stands beside it
        if kind in ("a", "img"):
            return anchor(text, *kids)
        made: Element = el(kind, text, *kids)
        return made

    def element(block: Block) -> Element:
        kind = block["kind"]
        made: Element = el(kind)
        row = ROWS.get(kind)
        for pieces in block["rows"]:
            if row:
                made.append(el(row, *nodes(pieces)))
            else:
                made.append("\n" if made.textContent else "", *nodes(pieces))
        return copied(made) if kind == "pre" else made

    return [element(block) for block in parse(text)]


def copied(node: Element) -> Element:
    """A block of code with a button that copies it."""
    text = node.textContent
    if not navigator.clipboard:
        return node
    block: Element = el(
        "div", button(" c-quiet", lambda: spawn(quietly(navigator.clipboard.writeText(text))), say("copy")), node
    )
    return block


def anchor(href: str, *kids: Node | str) -> Element:
    """A link that opens beside the page and tells its target nothing; a plain span where the address is not allowed."""
    safe = safe_href(href)
    link: Element = el("a" if safe else "span", *kids)
    if not safe:
        return link
    return attrs(link, {"href": safe, "target": "_blank", "rel": "noopener noreferrer nofollow"})


def source(citation: Citation) -> Details:
    """Where an answer comes from: its title, and when asked for, the sentence and the way there."""
    url = citation["url"] or ""
    title = el("summary", el("span c-cite", String(citation["n"])), citation["title"] or url)
    node: Details = el("details", title, el("blockquote", citation["quote"]), anchor(url, url))
    return node
