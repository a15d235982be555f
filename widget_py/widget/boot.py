"""Starts when the file has loaded: takes over the queued calls, and reads the script tag it came with."""

from collections.abc import Callable
from typing import Any

from widget_py.browser import URL, Array, Queue, document, window
from widget_py.widget.app import app
from widget_py.widget.commands import command

OURS = "PrivexBot"  # a page may have a form of that name, with whatever fields


def boot() -> None:
    script = document.currentScript
    earlier: Queue | None = window.pb
    if not earlier or earlier.ready != OURS:
        own = URL(script.src).origin if script and script.src else ""
        base = (script.dataset.apiUrl if script else "") or window.PRIVEXBOT_API_URL or own
        app.base = base[:-1] if base.endswith("/") else base
        window.pb = command
        window.privexbot = command
        mine: Queue = window.pb
        mine.ready = OURS
        if earlier and Array.isArray(earlier.q):
            calls: list[Any] = earlier.q
            for call in calls:
                given: list[Any] = call
                replay(given)
    if script and script.dataset.chatbot:
        start: Callable[[str, Any, Any], Any] = window.pb
        start("init", script.dataset.chatbot, script.dataset)


def replay(call: list[Any]) -> None:
    """One call from before: `pb(name, …)` with whatever it was given."""
    again: Callable[..., Any] = window.pb
    again(*call)


boot()
