"""Moves the focus to a field by its id: Reflex keeps references of single fields only, and none of those in lists."""

import json

import reflex as rx
from reflex.event import EventSpec

DRAWN_AFTER_MS = 60


def focus_on(id_: str) -> EventSpec:
    """Once what has just been added is drawn."""
    return rx.call_script(f"setTimeout(() => document.getElementById({json.dumps(id_)})?.focus(), {DRAWN_AFTER_MS})")
