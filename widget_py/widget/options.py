"""The page's options: known by name, checked by kind; what is wrong is named on the console and left out."""

from typing import Any

from widget_py.browser import CSS, Array, Number, Object, String, console

ALLOWED = {
    "position": ["bottom-right", "bottom-left", "top-right", "top-left"],
    "theme": ["auto", "light", "dark"],
}
NONE: list[str] = []
TEXTS = ["greeting", "name", "avatar_url", "launcherText", "baseURL"]
STYLES = ["color", "z-index"]
OTHER_NAMES = {
    "bot_name": "name",
    "botName": "name",
    "avatarUrl": "avatar_url",
    "launcher_text": "launcherText",
    "base_url": "baseURL",
    "zIndex": "z-index",
    "z_index": "z-index",
    "auto_open": "autoOpen",
}


def warn(*words: object) -> None:
    console.warn("PrivexBot:", *words)


class Options:
    """What the page asked for: texts and CSS values by name, the rest by its type."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.suggestions: list[str] | None = None
        self.auto_open = -1

    def take(self, options: Any) -> None:
        for name, value in Object.entries(Object.assign([], options)):
            if value is not None and not self.accept(OTHER_NAMES.get(name, name), value):
                warn("unknown option or value:", name, value)

    def accept(self, key: str, value: Any) -> bool:
        """Keep the value if there is such an option and it is of its kind."""
        if key == "suggestions" and Array.isArray(value):
            self.suggestions = [String(item) for item in Array.from_(value)]
        elif key == "autoOpen" and (value == "never" or Number.isFinite(value)):
            self.auto_open = -1 if value == "never" else value
        elif (
            key in TEXTS
            or String(value) in ALLOWED.get(key, NONE)
            or (key in STYLES and CSS.supports(key, String(value)))
        ):
            self.texts[key] = String(value)
        else:
            return False
        return True
