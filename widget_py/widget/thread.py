"""The list of messages, one below the other."""

from collections.abc import Callable

from widget_py.browser import Element, Event
from widget_py.widget.dom import attrs, el, hear
from widget_py.widget.render import render

NEAR_PIXELS = 60  # from its end counts as being there


class Thread:
    """`changed` is called after anything that decides what can be clicked, `replied` after each reply."""

    def __init__(self, changed: Callable[[], None], replied: Callable[[], None]) -> None:
        self.changed = changed
        self.replied = replied
        self.seen: list[str] = []  # the ids of what is shown
        self.at_end = True
        self.speech: Element = attrs(el("div c-say"), {"aria-live": "polite"})
        self.list: Element = attrs(el("div c-list"), {"role": "log", "aria-live": "off", "tabindex": "0"})
        hear(self.list, "scroll", self.scrolled)

    def scrolled(self, event: Event) -> None:
        self.at_end = self.list.scrollHeight - self.list.scrollTop - self.list.clientHeight < NEAR_PIXELS

    def clear(self) -> None:
        """Nothing of what was shown stays."""
        self.list.replaceChildren()
        self.speech.replaceChildren()
        self.seen = []

    def place(self, node: Element) -> None:
        self.list.append(node)
        self.at_end = True
        self.follow()

    def is_new(self, key: str) -> bool:
        """Only once: a stream that goes on after a break, the history and another tab tell the same again."""
        if key in self.seen:
            return False
        self.seen.append(key)
        return True

    def follow(self) -> None:
        """Keep the end in sight, unless the visitor scrolled up to read."""
        if self.at_end:
            self.list.scrollTop = self.list.scrollHeight

    def say(self, text: str) -> None:
        """To a screen reader: what is new, once."""
        spoken: Element = el("p", *render(text, [], ignore))
        self.speech.append(el("p", spoken.textContent))

    def note(self, text: str) -> None:
        self.say(text)
        self.place(el("p c-note", text))


def ignore(number: str) -> None:
    """Nobody clicks on what is only spoken."""
