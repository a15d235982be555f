"""Elements, made one by one: nothing here ever reads HTML."""

from collections.abc import Callable
from typing import Any, TypedDict

from widget_py.browser import Element, Event, Input, Node, Object, Target, document
from widget_py.widget.client import client
from widget_py.widget.options import warn

SVG = "http://www.w3.org/2000/svg"
CHAT = "M4 20V5h16v11H8z"
CLOSE = "✕"
MORE = "⋮"
SEND = "↑"
STOP = "■"
CLIP = "+"
UP = "☺"
DOWN = "☹"

Attributes = TypedDict(
    "Attributes",
    {
        "accept": str,
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
        "lang": str,
        "maxlength": str,
        "multiple": str,
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


def el(kind: str, *kids: Node | str) -> Any:
    """An element with children; `kind` is its tag, and after a blank its class names."""
    tag, _, name = kind.partition(" ")
    node: Element = document.createElement(tag)
    if name:
        node.className = name
    node.append(*kids)
    return node


def attrs(node: Element, values: Attributes) -> Element:
    for key, value in Object.entries(values):
        node.setAttribute(key, value)
    return node


def name(node: Element, text: str) -> None:
    """What a screen reader calls it."""
    attrs(node, {"aria-label": text})


def hear(node: Target, event: str, heard: Callable[[Event], None]) -> None:
    """As long as the widget is on the page; what goes wrong in it is no matter of the page's."""

    def safely(happened: Event) -> None:
        try:
            heard(happened)
        except Exception as error:
            warn(error)

    node.addEventListener(event, safely, {"signal": client.life.signal})


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
    node: Element = el("span c-face", name[:1])
    if src:
        image: Element = attrs(el("img"), {"src": src, "alt": ""})
        hear(image, "load", lambda event: node.replaceChildren(image))
    return node


def button(kind: str, on_click: Callable[[], None], *kids: Node | str) -> Input:
    node: Input = el("button" + kind, *kids)
    hear(node, "click", lambda event: on_click())
    return node
