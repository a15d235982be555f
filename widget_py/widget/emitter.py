"""Tells the host page what happens; a listener that throws is the page's own affair."""

from collections.abc import Callable

from widget_py.browser import console

Heard = Callable[[object], None]


class Emitter:
    def __init__(self) -> None:
        self.listeners: list[tuple[str, Heard]] = []


emitter = Emitter()


def listen(event: str, heard: Heard) -> None:
    emitter.listeners.append((event, heard))


def unlisten(event: str, heard: Heard | None) -> None:
    """Without a function: all of the event's."""
    emitter.listeners = [
        (name, kept) for name, kept in emitter.listeners if name != event or (heard is not None and kept is not heard)
    ]


def emit(event: str, detail: object) -> None:
    for name, heard in emitter.listeners:
        if name == event:
            try:
                heard(detail)
            except Exception as error:
                console.warn(error)
