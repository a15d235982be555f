"""One message of the bot: typing dots, then text as it comes, then its sources."""

from collections.abc import Callable
from re import compile

from widget_py.browser import requestAnimationFrame
from widget_py.widget.dom import attrs, el
from widget_py.widget.look import Look
from widget_py.widget.render import render, sources
from widget_py.widget.shapes import Citation

SENTENCE = compile(r"^([^\x00]*?(?:[.!?…؟][ \n]|[。！？\n]))([^\x00]*)\Z")


class Reply:
    def __init__(self, look: Look, painted: Callable[[], None], say: Callable[[str], None]) -> None:
        self.look = look
        self.painted = painted
        self.say = say  # to a screen reader
        self.unsaid = ""
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
        self.unsaid += text
        if not self.waiting:
            self.waiting = True
            requestAnimationFrame(self.paint)

    def paint(self) -> None:
        self.waiting = False
        if self.live:
            self.draw("c-msg c-bot c-live")
            self.utter()
            self.painted()

    def utter(self) -> None:
        """Whole sentences only; pieces of them would drown the visitor."""
        match = SENTENCE.search(self.unsaid)
        if match:
            sentence: str = match[1]
            rest: str = match[2]
            self.say(sentence)
            self.unsaid = rest
            self.utter()

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
