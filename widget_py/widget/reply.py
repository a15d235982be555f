"""One message of the bot: typing dots, then text as it comes, then its sources."""

from re import compile
from typing import Any

from widget_py.browser import Array, Details, requestAnimationFrame
from widget_py.widget.dom import attrs, el
from widget_py.widget.look import say
from widget_py.widget.render import render, source
from widget_py.widget.shapes import Citation, Question
from widget_py.widget.thread import Thread

SENTENCE = compile(r"^([^\x00]*?(?:[.!?…؟][ \n]|[。！？\n]))([^\x00]*)\Z")


class Reply:
    def __init__(self, thread: Thread) -> None:
        self.thread = thread
        self.unsaid = ""
        self.text = ""
        self.citations: list[Citation] = []
        self.sources: list[Details] = []
        self.waiting = False
        self.live = True
        self.id = ""  # known once the server has acknowledged the question
        self.seq = 0  # how far it was heard
        self.question: Question | None = None
        self.wrong = ""  # what to tell the visitor instead
        dots = attrs(el("i", "•••"), {"role": "img", "aria-label": say("typing")})
        self.node = attrs(el("div c-msg c-bot", dots), {"part": "message"})

    def add(self, text: str) -> None:
        """More text; painted once a frame, however many pieces arrive."""
        self.text += text
        self.unsaid += text
        if not self.waiting:
            self.waiting = True
            requestAnimationFrame(self.paint)

    def cite(self, citations: Any) -> None:
        """Of a server that sends something else there are none."""
        given: list[Any] = citations if Array.isArray(citations) else []
        self.citations = [each for each in given if each is not None]

    def paint(self) -> None:
        self.waiting = False
        if self.live:
            self.draw("c-msg c-bot c-live")
            self.utter()
            self.thread.follow()

    def utter(self) -> None:
        """Whole sentences only; pieces of them would drown the visitor."""
        match = SENTENCE.search(self.unsaid)
        if match:
            sentence: str = match[1]
            rest: str = match[2]
            self.thread.say(sentence)
            self.unsaid = rest
            self.utter()

    def draw(self, name: str) -> None:
        self.node.className = name
        self.node.replaceChildren(*render(self.text, self.citations, self.choose))

    def finish(self, note: str) -> None:
        """The last painting: no caret, sources, and a note if the answer is not whole."""
        self.draw("c-msg c-bot")
        self.live = False  # only now: what cannot be drawn has to be asked for again
        self.sources = [source(citation) for citation in self.citations]
        if len(self.sources):
            self.node.append(el("div c-sources", el("b", say("sources")), *self.sources))
        if note:
            self.node.append(el("p c-note", note))
        self.thread.follow()

    def choose(self, number: str) -> None:
        """Open a source; there is none before the answer is whole."""
        for details in self.sources:
            if details.querySelector("span").textContent == number:
                details.open = True
                details.querySelector("summary").focus()
