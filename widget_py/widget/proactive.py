"""When to speak first: by time, scrolling, page and the pointer leaving, each rule once per visitor."""

from collections.abc import Callable

from widget_py.browser import RegExp, clearInterval, document, location, parseInt, setInterval, window
from widget_py.widget.dom import hear
from widget_py.widget.look import get, look
from widget_py.widget.shapes import Rule
from widget_py.widget.store import read, write

TICK_MILLISECONDS = 1000


class Proactive:
    def __init__(self, propose: Callable[[Rule], None], open_window: Callable[[], None]) -> None:
        self.propose = propose
        self.open_window = open_window
        self.seconds = -1
        self.has_opened = False
        self.leaves = False
        hear(document.documentElement, "mouseleave", lambda event: self.leave())
        self.timer = setInterval(self.tick, TICK_MILLISECONDS)

    def leave(self) -> None:
        self.leaves = True

    def tick(self) -> None:
        """The first rule that holds is told; the window may open by itself, once on each page."""
        self.seconds += 1
        if not self.has_opened and self.seconds >= parseInt(get("auto_open")):  # not so for "never", nor for nothing
            self.has_opened = True
            self.open_window()
        for rule in look.config["rules"]:
            if not read(rule["id"]) and self.holds(rule):
                write(rule["id"], "1")
                self.propose(rule)
                return

    def holds(self, rule: Rule) -> bool:
        seen = (window.scrollY + window.innerHeight) * 100
        return (
            self.seconds >= rule["seconds"]
            and seen >= rule["scroll"] * document.documentElement.scrollHeight
            and (self.leaves or not rule["exit"])
            and RegExp(rule["pattern"]).test(location.pathname)
        )

    def stop(self) -> None:
        clearInterval(self.timer)
