"""A short sound for new messages: off at first, unless the owner or the visitor wants it."""

from widget_py.browser import AudioContext, String
from widget_py.widget.look import get
from widget_py.widget.store import read, write

SECONDS = 0.1


def is_loud() -> bool:
    """The visitor's own choice wins."""
    return String(read("sound") or get("sound")) == "true"


def toggle_sound() -> None:
    write("sound", String(not is_loud()))


def beep() -> None:
    context = AudioContext()
    tone = context.createOscillator()
    tone.connect(context.destination)
    tone.start()
    tone.stop(context.currentTime + SECONDS)
