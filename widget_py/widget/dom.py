"""Elements, made one by one: nothing here ever reads HTML."""

from collections.abc import Callable

from widget_py.browser import Element, Event, Input, Node, document

SVG = "http://www.w3.org/2000/svg"
CHAT = "M21 11.5a8.4 8.4 0 0 1-9 8.4 9.6 9.6 0 0 1-3.6-.7L3 21l1.9-4.6A8.4 8.4 0 1 1 21 11.5z"
CLOSE = "M18 6 6 18M6 6l12 12"
DOWN = "m6 9 6 6 6-6"
RESET = "M4 4v5h5M4.6 15a8 8 0 1 0 .6-7L4 9"
SEND = "M12 19V5m-6 6 6-6 6 6"


def el(tag: str, name: str, *kids: Node | str | None) -> Element:
    """An element with a class name and children; None is left out."""
    node: Element = document.createElement(tag)
    if name != "":
        node.className = name
    for kid in kids:
        if kid is not None:
            node.append(kid)
    return node


def attrs(node: Element, values: dict[str, str]) -> Element:
    for key, value in values.items():
        node.setAttribute(key, value)
    return node


def icon(path: str) -> Element:
    svg: Element = document.createElementNS(SVG, "svg")
    line: Element = document.createElementNS(SVG, "path")
    line.setAttribute("d", path)
    svg.append(line)
    return attrs(svg, {"viewBox": "0 0 24 24", "aria-hidden": "true"})


def button(name: str, label: str, on_click: Callable[[], None], *kids: Node | str | None) -> Input:
    node: Input = document.createElement("button")
    node.className = name
    node.append(*[kid for kid in kids if kid is not None])
    node.setAttribute("type", "button")
    if label != "":
        node.setAttribute("aria-label", label)

    def clicked(event: Event) -> None:
        on_click()

    node.addEventListener("click", clicked)
    return node
