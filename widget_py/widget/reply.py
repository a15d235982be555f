"""One message of the bot: typing dots, then text as it comes, then its sources."""

from widget_py.browser import Element, requestAnimationFrame
from widget_py.widget.dom import attrs, button, el
from widget_py.widget.look import Look
from widget_py.widget.render import render, sources
from widget_py.widget.shapes import Citation


class Reply:
    def __init__(self, look: Look) -> None:
        self.look = look
        self.text = ""
        self.citations: list[Citation] = []
        self.waiting = False
        self.live = True
        dots = el("span", "dots", el("i", ""), el("i", ""), el("i", ""))
        self.node = attrs(el("div", "msg bot", attrs(dots, {"role": "img", "aria-label": look.text("typing")})), {"part": "message"})

    def add(self, text: str) -> None:
        """More text; painted once a frame, however many pieces arrive."""
        self.text += text
        if not self.waiting:
            self.waiting = True
            requestAnimationFrame(self.paint)

    def paint(self) -> None:
        self.waiting = False
        if self.text != "":
            self.node.className = "msg bot live" if self.live else "msg bot"
            self.node.replaceChildren(*render(self.text, self.citations))

    def finish(self, note: str) -> None:
        """The last painting: no caret, sources, and a note if the answer is not whole."""
        self.live = False
        self.node.replaceChildren()
        self.paint()
        found = sources(self.look.text("sources"), self.citations)
        if found is not None:
            self.node.append(found)
        if note != "":
            self.node.append(el("p", "note", note))
