"""The conversation on screen: what was said, what is being said, and what went wrong."""

from collections.abc import Callable
from typing import Any

from widget_py.browser import JSON, Element, Event, Reader, String, TextDecoder, spawn
from widget_py.widget.client import Client, make_id
from widget_py.widget.dom import attrs, button, el
from widget_py.widget.emitter import Emitter
from widget_py.widget.lead_form import LeadForm
from widget_py.widget.look import Look
from widget_py.widget.reply import Reply
from widget_py.widget.shapes import Accepted, Answer, Citation, Config, Ending, Said, Token
from widget_py.widget.sse import Events

ENDINGS = ["done", "truncated", "stopped", "failed"]
STREAM = "text/event-stream"


class Chat:
    def __init__(
        self, look: Look, client: Client, emitter: Emitter, changed: Callable[[], None], replied: Callable[[], None]
    ) -> None:
        self.look = look
        self.client = client
        self.emitter = emitter
        self.changed = changed
        self.replied = replied
        self.busy = False
        self.asked = False
        self.form: LeadForm | None = None
        self.at_end = True
        self.list = attrs(el("div", "c-list"), {"role": "log", "tabindex": "0"})
        self.list.addEventListener("scroll", self.scrolled)

    def scrolled(self, event: Event) -> None:
        self.at_end = self.list.scrollHeight - self.list.scrollTop - self.list.clientHeight < 60

    def welcome(self) -> None:
        """The greeting is not part of the history: it is said anew each time."""
        greeting = self.look.get("greeting")
        if greeting:
            self.show_bot(greeting, [], "")

    def clear(self) -> None:
        self.list.replaceChildren()
        self.busy = False
        self.asked = False
        self.form = None
        self.welcome()

    async def restore(self) -> None:
        """Show what was said before this page."""
        if not self.client.conversation or self.asked:
            return
        found = await self.client.history()
        for said in found["messages"]:
            self.show_said(said)

    def show_said(self, said: Said) -> None:
        self.asked = True
        if said["role"] == "visitor":
            self.show_visitor(said["text"])
        elif said["text"] != "":
            self.show_bot(said["text"], said["citations"], self.look.say(said["state"]))

    def show_visitor(self, text: str) -> None:
        self.place(attrs(el("div", "c-msg c-you", text), {"part": "message"}))

    def show_bot(self, text: str, citations: list[Citation], note: str) -> None:
        reply = Reply(self.look, self.follow)
        reply.text = text
        reply.citations = citations
        reply.finish(note)
        self.place(reply.node)

    def place(self, node: Element) -> None:
        self.list.append(node)
        self.at_end = True
        self.follow()

    def follow(self) -> None:
        """Keep the end in sight, unless the visitor scrolled up to read."""
        if self.at_end:
            self.list.scrollTop = self.list.scrollHeight

    async def ask(self, text: str) -> None:
        if self.busy:
            return
        self.asked = True
        self.show_visitor(text)
        self.emitter.emit("message", text)
        await self.answer(make_id(), text)

    async def answer(self, message_id: str, text: str) -> None:
        reply = Reply(self.look, self.follow)
        self.place(reply.node)
        self.set_busy(True)
        try:
            await self.receive(reply, message_id, text)
        except Exception as error:
            reply.wrong = self.look.explain(error)
        if not reply.node.isConnected:
            return  # reset or destroyed meanwhile
        self.set_busy(False)
        if reply.wrong:
            self.fail(reply, message_id, text)

    def set_busy(self, busy: bool) -> None:
        self.busy = busy
        attrs(self.list, {"aria-busy": String(busy)})
        self.changed()

    async def receive(self, reply: Reply, message_id: str, text: str) -> None:
        """By stream; if that breaks off, once more as one JSON reply: the same id makes it the same answer."""
        response = await self.client.ask(message_id, text, STREAM)
        kind = response.headers.get("content-type") or ""
        body = response.body
        if body and kind.startswith(STREAM):
            try:
                await self.read(reply, body.getReader())
            except Exception as error:
                self.emitter.emit("error", error)
            if not reply.live or not reply.node.isConnected:
                return
            response = await self.client.ask(message_id, text, "")
        answer: Answer = await response.json()
        self.client.conversation = answer["conversation"]
        whole = answer["reply"]
        reply.text = whole["text"]
        reply.citations = whole["citations"]
        self.end(reply, whole["state"], whole)

    async def read(self, reply: Reply, reader: Reader) -> None:
        events = Events()
        decoder = TextDecoder()
        while reply.live:
            chunk = await reader.read()
            if chunk["done"]:
                return
            for name, data in events.feed(decoder.decode(chunk.get("value"), {"stream": True})):
                self.hear(reply, name, data)

    def hear(self, reply: Reply, name: str, data: str) -> None:
        """One event of the stream."""
        if name == "token":
            token: Token = JSON.parse(data)
            reply.add(token["text"])
        elif name == "citations":
            reply.citations = JSON.parse(data)
            self.emitter.emit("citation", reply.citations)
        elif name == "accepted":
            accepted: Accepted = JSON.parse(data)
            self.client.conversation = accepted["conversation"]
        elif name in ENDINGS:
            self.end(reply, name, JSON.parse(data))

    def end(self, reply: Reply, state: str, ending: Any) -> None:
        """`ending` is an Ending, by stream or as part of a whole reply."""
        known: Ending = ending
        if state == "failed":
            reply.live = False
            reply.wrong = known.get("message", "") or self.look.say("failed")
            return
        reply.finish(self.look.say(state))
        self.emitter.emit("reply", reply.text)
        self.replied()
        if not known.get("grounded", True):
            self.offer_form()

    def fail(self, reply: Reply, message_id: str, text: str) -> None:
        def again() -> None:
            reply.node.remove()
            spawn(self.answer(message_id, text))

        reply.live = False
        reply.node.className = "c-msg c-bot c-error"
        reply.node.replaceChildren(el("p", "", reply.wrong), button("c-retry", again, self.look.say("retry")))
        attrs(reply.node, {"role": "alert"})
        self.follow()
        self.emitter.emit("error", reply.wrong)

    def offer_form(self) -> None:
        """When the bot does not know, a person may: once a conversation."""
        config: Config = self.look.config
        shape = config["lead_form"]
        if shape is None or self.form:
            return
        self.form = LeadForm(shape, self.look, self.client, self.emitter)
        self.place(self.form.node)
