"""Elements, made one by one: nothing here ever reads HTML."""

from collections.abc import Callable
from typing import Any, TypedDict

from widget_py.browser import Element, Input, Node, Object, document

SVG = "http://www.w3.org/2000/svg"
CHAT = "M21 12a8 8 0 0 1-12 7l-6 2 2-6a8 8 0 1 1 16-3z"
CLOSE = "M18 6 6 18M6 6l12 12"
RESET = "M4 4v5h5M4 9a9 9 0 1 1 0 6"
SEND = "M12 19V5m-6 6 6-6 6 6"
STOP = "M7 7h10v10H7z"
UP = "M7 11v9H3v-9zl4-8a2 2 0 0 1 2 2l-1 4h6a2 2 0 0 1 2 2l-2 7a2 2 0 0 1-2 2H7"

Attributes = TypedDict(
    "Attributes",
    {
        "alt": str,
        "aria-busy": str,
        "aria-expanded": str,
        "aria-hidden": str,
        "aria-invalid": str,
        "aria-label": str,
        "aria-live": str,
        "aria-pressed": str,
        "aria-required": str,
        "autocomplete": str,
        "d": str,
        "dir": str,
        "data-position": str,
        "data-theme": str,
        "enterkeyhint": str,
        "href": str,
        "id": str,
        "lang": str,
        "maxlength": str,
        "name": str,
        "novalidate": str,
        "part": str,
        "placeholder": str,
        "rel": str,
        "role": str,
        "rows": str,
        "src": str,
        "step": str,
        "tabindex": str,
        "target": str,
        "title": str,
        "type": str,
        "viewBox": str,
    },
    total=False,
)


def el(tag: str, name: str, *kids: Node | str) -> Element:
    """An element with a class name and children."""
    node: Element = document.createElement(tag)
    if name:
        node.className = name
    node.append(*kids)
    return node


def attrs(node: Element, values: Attributes) -> Element:
    for key, value in Object.entries(values):
        node.setAttribute(key, value)
    return node


def nothing() -> None:
    """What a button does that its form takes care of."""


def icon(path: str) -> Element:
    svg: Element = document.createElementNS(SVG, "svg")
    line: Element = document.createElementNS(SVG, "path")
    attrs(line, {"d": path})
    svg.append(line)
    return attrs(svg, {"viewBox": "0 0 24 24", "aria-hidden": "true"})


def face(src: str, name: str) -> Element:
    """A picture; the first letter where there is none, or the page's policy forbids it."""
    node = el("span", "c-face", name[:1])
    if src:
        image = attrs(el("img", ""), {"src": src, "alt": ""})
        image.addEventListener("load", lambda event: node.replaceChildren(image))
    return node


def button(name: str, on_click: Callable[[], None], *kids: Node | str) -> Input:
    made: Any = el("button", name, *kids)
    node: Input = made
    node.addEventListener("click", lambda event: on_click())
    return node
