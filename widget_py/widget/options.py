"""The page's options: known by name, checked by kind; what is wrong is named on the console and left out."""

from typing import Any

from widget_py.browser import CSS, Array, Number, Object, String, console

POSITIONS = ["bottom-right", "bottom-left", "top-right", "top-left"]
THEMES = ["auto", "light", "dark"]
KINDS = {
    "color": "color",
    "font": "font-family",
    "width": "width",
    "height": "height",
    "radius": "border-radius",
    "zIndex": "z-index",
    "offset": "offset",
    "position": "position",
    "theme": "theme",
    "greeting": "text",
    "botName": "text",
    "avatarUrl": "text",
    "launcherText": "text",
    "baseURL": "text",
    "suggestions": "texts",
    "showBranding": "flag",
    "autoOpen": "seconds",
}
CONFIG_NAMES = {"botName": "name", "avatarUrl": "avatar_url", "zIndex": "z-index"}


def warn(text: str) -> None:
    console.warn("PrivexBot: " + text)


def camel(name: str) -> str:
    """`bot_name` and `botName` are the same option, and so are `base_url` and `baseURL`."""
    words = name.split("_")
    joined = words[0] + "".join([word[:1].upper() + word[1:] for word in words[1:]])
    return "baseURL" if joined == "baseUrl" else joined


class Options:
    """What the page asked for: texts and CSS values by name, the rest by its type."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.suggestions: list[str] | None = None
        self.branding: bool | None = None
        self.auto_open = -1

    def take(self, options: Any) -> None:
        for name, value in Object.entries(Object.assign(Object.fromEntries({}), options)):
            key = camel(name)
            kind = KINDS.get(key, "")
            if kind == "":
                warn("there is no option “" + name + "” here")
            elif value is not None and not self.accept(key, kind, value):
                warn("the option “" + name + "” cannot be " + String(value))

    def accept(self, key: str, kind: str, value: Any) -> bool:
        """Keep the value if it is of its kind."""
        if kind == "texts":
            self.suggestions = texts_of(value)
            return self.suggestions is not None
        if kind == "flag":
            self.branding = value if isinstance(value, bool) else None
            return self.branding is not None
        if kind == "seconds":
            self.auto_open = value if Number.isFinite(value) else -1
            return value == "never" or Number.isFinite(value)
        if kind == "offset":
            return self.accept_offset(texts_of(value))
        return self.accept_text(key, kind, value)

    def accept_offset(self, pair: list[str] | None) -> bool:
        if pair is None or len(pair) != 2:
            return False
        return self.accept_text("offset-x", "left", pair[0] + "px") and self.accept_text("offset-y", "top", pair[1] + "px")

    def accept_text(self, key: str, kind: str, value: Any) -> bool:
        text = String(value)
        if Number.isFinite(value) and kind != "z-index" and kind != "text":
            text += "px"
        if kind == "position":
            fits = text in POSITIONS
        elif kind == "theme":
            fits = text in THEMES
        else:
            fits = kind == "text" or CSS.supports(kind, text)
        if fits:
            self.texts[CONFIG_NAMES.get(key, key)] = text
        return fits


def texts_of(value: Any) -> list[str] | None:
    """The items as texts; None if it is no list."""
    return [String(item) for item in Array.from_(value)] if Array.isArray(value) else None
