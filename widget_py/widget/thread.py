"""The list of messages, one below the other."""

from widget_py.browser import Element, Event
from widget_py.widget.client import Client
from widget_py.widget.dom import attrs, el, face
from widget_py.widget.look import Look
from widget_py.widget.render import render
from widget_py.widget.reply import Reply
from widget_py.widget.shapes import Operator

PICTURES = "/api/v1/operators/"


class Thread:
    def __init__(self, look: Look, client: Client) -> None:
        self.look = look
        self.client = client
        self.shown: list[str] = []
        self.at_end = True
        self.speech = attrs(el("div", "c-say"), {"aria-live": "polite"})
        self.list = attrs(el("div", "c-list"), {"role": "log", "aria-live": "off", "tabindex": "0"})
        self.list.addEventListener("scroll", self.scrolled)

    def scrolled(self, event: Event) -> None:
        self.at_end = self.list.scrollHeight - self.list.scrollTop - self.list.clientHeight < 60

    def clear(self) -> None:
        """The greeting is not part of the history: it is said anew each time."""
        self.list.replaceChildren()
        self.speech.replaceChildren()
        self.shown = []
        greeting = self.look.get("greeting")
        if greeting:
            self.show_bot(greeting)

    def place(self, node: Element) -> None:
        self.list.append(node)
        self.at_end = True
        self.follow()

    def place_once(self, key: str, node: Element) -> bool:
        """False for what was placed before."""
        if key in self.shown:
            return False
        self.shown.append(key)
        self.place(node)
        return True

    def follow(self) -> None:
        """Keep the end in sight, unless the visitor scrolled up to read."""
        if self.at_end:
            self.list.scrollTop = self.list.scrollHeight

    def say(self, text: str) -> None:
        """To a screen reader: what is new, once."""
        self.speech.append(el("p", "", el("p", "", *render(text, [])).textContent))

    def note(self, text: str) -> None:
        self.say(text)
        self.place(el("p", "c-note", text))

    def show_visitor(self, text: str) -> None:
        self.place(attrs(el("div", "c-msg c-you", text), {"part": "message"}))

    def show_bot(self, text: str) -> None:
        """What has no question: a greeting, or what the owner wants to be said."""
        self.place(self.make(text))

    def make(self, text: str) -> Element:
        reply = Reply(self.look, self.follow, self.say)
        reply.text = text
        reply.finish("")
        return reply.node

    def show_person(self, message_id: str, text: str, operator: Operator | None) -> bool:
        """Once, though the history and the live stream both tell it: False if it was there."""
        node = self.make(text)
        if operator is not None:
            picture = operator["avatar"] or ""
            address = self.client.base + picture if picture.startswith(PICTURES) else ""
            node.prepend(el("div", "c-who", face(address, operator["name"]), el("b", "", operator["name"])))
        return self.place_once(message_id, node)
