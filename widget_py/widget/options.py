"""The page's options by plain name; what no chatbot has is named on the console."""

from re import compile
from typing import Any

from widget_py.browser import Array, Object, String, console, document

NOISE = compile(r"[-_]|bot")
ONLY_THE_PAGES = ["container", "mode", "consent", "baseurl", "apiurl", "chat"]
STYLES = ["color", "z-index", "font", "width", "height", "radius", "offset-x", "offset-y"]  # custom properties


def warn(*words: object) -> None:
    console.warn("PrivexBot:", *words)


def plain(name: str) -> str:
    """`botName`, `bot_name` and `name` are one option."""
    return NOISE.sub("", name.lower())


def take(kept: dict[str, Any], options: Any) -> None:
    """Texts, but for a list and an element of the page; an offset is two of them."""
    for name, value in Object.entries(Object.assign([], options)):
        key = plain(name)
        if key == "offset":
            lengths: list[Any] = value
            key = "offsetx"
            for length in lengths:
                kept[key] = String(length)
                key = "offsety"
        elif key == "container":
            kept[key] = document.querySelector(value) if isinstance(value, str) else value
        elif value is not None:
            kept[key] = value if Array.isArray(value) else String(value)


def complain(kept: dict[str, Any], config: Any) -> None:
    """Of what the configuration has no name for."""
    names = [*STYLES, *[name for name, _ in Object.entries(config)]]
    known = [*ONLY_THE_PAGES, *[plain(name) for name in names]]
    for name in kept:
        if name not in known:
            warn("unknown option:", name)
