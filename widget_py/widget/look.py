"""The page's options over the server's configuration, field by field, and the style sheet made of them."""

from typing import Any

from widget_py.browser import JSON, Texts
from widget_py.widget.options import Options
from widget_py.widget.shapes import Config


class Look:
    def __init__(self, options: Options) -> None:
        self.options = options
        self.config: Config | None = None
        self.texts: Texts = JSON.parse("{}")  # the configuration again, read by key
        self.strings: Texts = self.texts

    def take(self, config: Any) -> None:
        self.config = config
        self.texts = config
        known: Config = config
        self.strings = known["strings"]

    def get(self, key: str) -> str:
        """A text of the bot, such as its `name`; "" while it is not known."""
        return self.options.texts.get(key, "") or self.texts[key] or ""

    def say(self, key: str) -> str:
        """One of the strings the server sent, in the visitor's language."""
        return self.strings[key] or ""

    def suggestions(self) -> list[str]:
        own = self.options.suggestions
        return own if own is not None else self.config["suggestions"] if self.config is not None else []

    def branding(self) -> str:
        return self.say("branding") if self.config is not None and self.config["show_branding"] else ""

    def sheet(self) -> str:
        """Custom properties for the host element; the values were checked to be single CSS values."""
        return f":host{{--pb-color:{self.get('color')};--pb-z-index:{self.get('z-index') or '2147483000'}}}"
