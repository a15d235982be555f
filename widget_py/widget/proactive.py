"""When to speak first: by time, scrolling, page and the pointer leaving, each rule once per visitor."""

from collections.abc import Callable

from widget_py.browser import Event, RegExp, document, location, parseInt, setInterval, window
from widget_py.widget.dom import hear
from widget_py.widget.look import get, look
from widget_py.widget.shapes import Rule
from widget_py.widget.store import read, write

TICK_MILLISECONDS = 1000


def watch(propose: Callable[[Rule], None], open_window: Callable[[], None]) -> int:
    """Looks every second whether something holds; the window may also open by itself, once. Returns the timer."""
    seconds = 0
    has_opened = False
    leaves = False

    def leave(event: Event) -> None:
        nonlocal leaves
        leaves = True

    def holds(rule: Rule) -> bool:
        seen = (window.scrollY + window.innerHeight) * 100
        return (
            seconds >= rule["seconds"]
            and seen >= rule["scroll"] * document.documentElement.scrollHeight
            and (leaves or not rule["exit"])
            and RegExp(rule["pattern"]).test(location.pathname)
        )

    def tick() -> None:
        nonlocal seconds, has_opened
        seconds += 1
        if not has_opened and seconds >= parseInt(get("auto_open")):  # not so for "never", nor for nothing
            has_opened = True
            open_window()
        for rule in look.config["rules"]:
            if not read(rule["id"]) and holds(rule):
                write(rule["id"], "1")
                propose(rule)
                return

    hear(document.documentElement, "mouseleave", leave)
    return setInterval(tick, TICK_MILLISECONDS)
