"""The page's options over the server's configuration, field by field, and the style sheet made of them."""

from typing import Any

from widget_py.browser import Texts
from widget_py.widget.client import Failure
from widget_py.widget.options import Options, plain
from widget_py.widget.shapes import Config

UNKNOWN = '{"strings":{},"suggestions":[]}'  # what is drawn before the server has answered


class Look:
    def __init__(self, options: Options, config: Any) -> None:
        self.options = options
        self.config = config

    def get(self, key: str) -> str:
        """A text of the bot, such as its `name`; "" while it is not known."""
        texts: Texts = self.config
        return self.options.texts.get(plain(key), "") or texts[key] or ""

    def say(self, key: str) -> str:
        """One of the strings the server sent, in the visitor's language; "" where it has none."""
        config: Config = self.config
        return config["strings"][key] or ""

    def explain(self, error: Exception) -> str:
        """What went wrong, in words for the visitor."""
        if isinstance(error, Failure):
            return error.text or self.say("failed")
        return self.say("offline")

    def suggestions(self) -> list[str]:
        config: Config = self.config
        own = self.options.suggestions
        return own if own is not None else config["suggestions"]

    def branding(self) -> str:
        config: Config = self.config
        return self.say("branding") if config["show_branding"] else ""

    def sheet(self) -> str:
        """Custom properties for the host element; the values were checked to be single CSS values."""
        return f":host{{--pb-color:{self.get('color')};--pb-z-index:{self.get('zindex') or '2147483000'}}}"
