"""How the chatbot looks and what it says: the page's options over the server's configuration, field by field."""

from re import compile
from typing import Any

from widget_py.browser import JSON, CSSStyleSheet, String, Texts
from widget_py.widget.links import safe_href
from widget_py.widget.options import STYLES, plain
from widget_py.widget.shapes import Config

# What is drawn before the server has answered.
PLAIN_NUMBER = compile(r"^[0-9.]+\Z")
UNKNOWN = '{"strings":{},"suggestions":[],"image_hosts":[],"menu":[],"rules":[]}'


class Look:
    def __init__(self) -> None:
        self.options: dict[str, Any] = {}  # of the page, by plain name
        self.config: Config = JSON.parse(UNKNOWN)


look = Look()


def wish(key: str) -> str:
    """What the page itself asked for, or ""."""
    text: str | None = look.options.get(plain(key))
    return text or ""


def get(key: str) -> str:
    """A text of the bot, such as its `name`; "" while it is not known."""
    config: Any = look.config
    texts: Texts = config
    return wish(key) or texts[key] or ""


def picture(key: str, base: str) -> str:
    """The page may show whose it likes, the server only its own: paths on it."""
    path = get(key)
    return safe_href(wish(key)) or (base + path if path.startswith("/") else "")


def has(key: str) -> bool:
    """Whether a switch is on."""
    return String(get(key)) == "true"


def say(key: str) -> str:
    """One of the strings the server sent, in the visitor's language; "" where it has none."""
    strings: Texts = look.config["strings"]
    return strings[key] or ""


def suggestions() -> list[str]:
    own: list[str] | None = look.options.get("suggestions")
    return own if own is not None else look.config["suggestions"]


def paint(target: CSSStyleSheet) -> None:
    """Custom properties of the host element; no value reaches beyond its own. A bare number is one of pixels."""
    for rule in target.cssRules:
        for name in STYLES:
            value = get(name)
            is_bare = name != "z-index" and PLAIN_NUMBER.search(value)
            rule.style.setProperty("--pb-" + name, value + "px" if is_bare else value)
