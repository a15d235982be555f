"""Tells the host page what happens; a listener that throws is the page's own affair."""

from collections.abc import Callable
from typing import TypedDict

from widget_py.browser import console

EVENTS = ["ready", "open", "close", "message", "reply", "citation", "lead", "feedback", "handoff", "unread", "error"]
Heard = Callable[[object], None]


class Listener(TypedDict):
    event: str
    heard: Heard


class Emitter:
    def __init__(self) -> None:
        self.listeners: list[Listener] = []

    def on(self, event: str, heard: Heard) -> None:
        self.listeners.append({"event": event, "heard": heard})

    def off(self, event: str, heard: Heard | None) -> None:
        self.listeners = [
            kept
            for kept in self.listeners
            if kept["event"] != event or (heard is not None and kept["heard"] is not heard)
        ]

    def emit(self, event: str, detail: object) -> None:
        for listener in self.listeners:
            if listener["event"] == event:
                heard = listener["heard"]
                try:
                    heard(detail)
                except Exception as error:
                    console.warn(error)
