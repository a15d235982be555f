"""The page's options over the server's configuration, field by field, and the style sheet made of them."""

from widget_py.browser import Texts
from widget_py.widget.options import Options
from widget_py.widget.shapes import Config

PROPERTIES = ["color", "font", "width", "height", "radius", "z-index", "offset-x", "offset-y"]


class Look:
    def __init__(self, options: Options) -> None:
        self.options = options
        self.config: Config | None = None
        self.texts: Texts | None = None  # the configuration again, read by key

    def take(self, config: Config, texts: Texts) -> None:
        self.config = config
        self.texts = texts

    def get(self, key: str) -> str:
        """A text of the bot, such as its `name`; "" while it is not known."""
        texts = self.texts
        return self.options.texts.get(key, "") or (texts[key] if texts is not None else "") or ""

    def say(self, key: str) -> str:
        """One of the strings the server sent, in the visitor's language."""
        config = self.config
        return (config["strings"][key] if config is not None else "") or ""

    def suggestions(self) -> list[str]:
        if self.options.suggestions is not None:
            return self.options.suggestions
        return self.config["suggestions"] if self.config is not None else []

    def branding(self) -> bool:
        if self.options.branding is not None:
            return self.options.branding
        return self.config is not None and self.config["show_branding"]

    def sheet(self, more: str) -> str:
        """Custom properties for the host element; every value was checked to be one CSS value."""
        rules = ["--pb-" + key + ":" + self.get(key) for key in PROPERTIES if self.get(key) != ""]
        return ":host{" + ";".join(rules) + more + "}"
