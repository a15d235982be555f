"""The page's options: known by name, checked by pattern; what is wrong is named on the console and left out."""

from re import compile
from typing import Any

from widget_py.browser import CSS, Array, Element, Object, String, console, document

KNOWN = compile(
    r"^(name|greeting|avatarurl|launchertext|baseurl)="
    r"|^position=(top|bottom)-(left|right)\Z|^theme=(auto|light|dark)\Z"
    r"|^consent=(pending|granted)\Z|^language=[A-Za-z-]+\Z|^mode=(bubble|inline|page)\Z"
    r"|^zindex=-?[0-9]+\Z|^autoopen=(never|[0-9.]+)\Z"
)


def warn(*words: object) -> None:
    console.warn("PrivexBot:", *words)


def plain(name: str) -> str:
    """`botName`, `bot_name` and `name` are one option."""
    return name.lower().replace("_", "").replace("bot", "")


class Options:
    """What the page asked for: texts by plain name, and a list."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.suggestions: list[str] | None = None
        self.container: Element | None = None  # an element of the page, or a selector of one

    def take(self, options: Any) -> None:
        for name, value in Object.entries(Object.assign([], options)):
            if value is not None and not self.accept(plain(name), value):
                warn("unknown option or value:", name, value)

    def language(self) -> str:
        return self.texts.get("language", "")

    def accept(self, key: str, value: Any) -> bool:
        """Keep the value if there is such an option and it is of its kind."""
        text = String(value)
        if key == "suggestions" and Array.isArray(value):
            self.suggestions = [String(item) for item in Array.from_(value)]
        elif key == "container":
            self.container = document.querySelector(value) if isinstance(value, str) else value
        elif KNOWN.search(key + "=" + text) or (key == "color" and CSS.supports(key, text)):
            self.texts[key] = text
        else:
            return False
        return True
