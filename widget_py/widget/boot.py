"""Starts when the file has loaded: takes over the queued calls, and reads the script tag it came with."""

from collections.abc import Callable
from typing import Any

from widget_py.browser import URL, Array, Queue, document, window
from widget_py.widget.commands import app, command


def boot() -> None:
    script = document.currentScript
    earlier: Queue | None = window.pb
    if not earlier or not earlier.ready:
        address = script.getAttribute("data-api-url") if script else None
        own = URL(script.src).origin if script and script.src else ""
        base = address or window.PRIVEXBOT_API_URL or own
        app.base = base[:-1] if base.endswith("/") else base
        window.pb = command
        mine: Queue = window.pb
        mine.ready = True
        if earlier and earlier.q is not None:
            for call in Array.from_(earlier.q):
                replay(Array.from_(call))
    bot_id = script.getAttribute("data-chatbot") if script else None
    if bot_id:
        start: Callable[[str, Any], Any] = window.pb
        start("init", bot_id)


def replay(call: list[Any]) -> None:
    """One call from before: `pb(name, …)` with whatever it was given."""
    again: Callable[..., Any] = window.pb
    again(*call)


boot()
