"""The page's options over the server's configuration, field by field, and the style sheet made of them."""

from widget_py.widget.options import Options
from widget_py.widget.shapes import Config

PROPERTIES = {"color": "color", "font": "font", "width": "width", "height": "height", "radius": "radius", "zIndex": "z"}


class Look:
    def __init__(self, options: Options, config: Config | None) -> None:
        self.options = options
        self.config = config

    def own(self, key: str) -> str:
        return self.options.texts.get(key, "")

    def name(self) -> str:
        return self.own("botName") or (self.config["name"] if self.config is not None else "")

    def color(self) -> str:
        """Unknown is "": then nothing is drawn yet."""
        return self.own("color") or (self.config["color"] if self.config is not None else "")

    def greeting(self) -> str:
        return self.own("greeting") or (self.config["greeting"] if self.config is not None else "")

    def avatar(self) -> str:
        return self.own("avatarUrl") or (self.config["avatar_url"] or "" if self.config is not None else "")

    def theme(self) -> str:
        return self.own("theme") or (self.config["theme"] if self.config is not None else "auto")

    def position(self) -> str:
        return self.own("position") or (self.config["position"] if self.config is not None else "bottom-right")

    def suggestions(self) -> list[str]:
        if self.options.suggestions is not None:
            return self.options.suggestions
        return self.config["suggestions"] if self.config is not None else []

    def branding(self) -> bool:
        if self.options.branding is not None:
            return self.options.branding
        return self.config is not None and self.config["show_branding"]

    def text(self, key: str) -> str:
        """One of the strings the server sent, in the visitor's language."""
        return self.config["strings"][key] or "" if self.config is not None else ""

    def sheet(self) -> str:
        """Custom properties for the host element; every value was checked to be one CSS value."""
        rules = ["--pb-color:" + self.color()]
        for key, name in PROPERTIES.items():
            if key != "color" and self.own(key) != "":
                rules.append("--pb-" + name + ":" + self.own(key))
        if self.options.offset:
            rules.append("--pb-offset-x:" + self.options.offset[0])
            rules.append("--pb-offset-y:" + self.options.offset[1])
        return ":host{" + ";".join(rules) + "}"
