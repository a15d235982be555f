"""One message of the bot: typing dots, then text as it comes, then its sources."""

from collections.abc import Callable

from widget_py.browser import requestAnimationFrame
from widget_py.widget.dom import attrs, el
from widget_py.widget.look import Look
from widget_py.widget.render import render, sources
from widget_py.widget.shapes import Citation


class Reply:
    def __init__(self, look: Look, painted: Callable[[], None]) -> None:
        self.look = look
        self.painted = painted
        self.text = ""
        self.citations: list[Citation] = []
        self.waiting = False
        self.live = True
        self.id = ""  # known once the server has acknowledged the question
        self.seq = 0  # how far it was heard
        self.message_id = ""
        self.question = ""
        self.wrong = ""  # what to tell the visitor instead
        dots = attrs(el("i", ""), {"role": "img", "aria-label": look.say("typing")})
        self.node = attrs(el("div", "c-msg c-bot", dots), {"part": "message"})

    def add(self, text: str) -> None:
        """More text; painted once a frame, however many pieces arrive."""
        self.text += text
        if not self.waiting:
            self.waiting = True
            requestAnimationFrame(self.paint)

    def paint(self) -> None:
        self.waiting = False
        if self.live:
            self.draw("c-msg c-bot c-live")
            self.painted()

    def draw(self, name: str) -> None:
        self.node.className = name
        self.node.replaceChildren(*render(self.text, self.citations))

    def finish(self, note: str) -> None:
        """The last painting: no caret, sources, and a note if the answer is not whole."""
        self.live = False
        self.draw("c-msg c-bot")
        if len(self.citations):
            self.node.append(sources(self.look.say("sources"), self.citations))
        if note:
            self.node.append(el("p", "c-note", note))
        self.painted()
