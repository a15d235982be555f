"""Tells the host page what happens; a listener that throws is the page's own affair."""

from collections.abc import Callable

from widget_py.widget.options import warn

Heard = Callable[[object], None]
listeners: list[tuple[str, Heard]] = []


def listen(event: str, heard: Heard) -> None:
    listeners.append((event, heard))


def unlisten(event: str, heard: Heard | None) -> None:
    """Without a function: all of the event's. Without an event: all."""
    global listeners
    listeners = [
        (name, kept)
        for name, kept in listeners
        if event and (name != event or (heard is not None and kept is not heard))
    ]


def emit(event: str, detail: object) -> None:
    for name, heard in listeners:
        if name == event:
            try:
                heard(detail)
            except Exception as error:
                warn(error)
