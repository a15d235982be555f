"""The conversation on screen: what was said, what is being said, and what went wrong."""

from collections.abc import Callable

from widget_py.browser import JSON, Element, Event, Reader, Response, TextDecoder, spawn
from widget_py.widget.client import Client, Failure, make_id
from widget_py.widget.dom import attrs, button, el, nothing
from widget_py.widget.emitter import Emitter
from widget_py.widget.lead_form import LeadForm
from widget_py.widget.look import Look
from widget_py.widget.reply import Reply
from widget_py.widget.shapes import Accepted, Answer, Citation, Ending, Said, Token
from widget_py.widget.sse import Events

ENDINGS = ["done", "truncated", "stopped", "failed"]
STREAM = "text/event-stream"


class Chat:
    def __init__(self, look: Look, client: Client, emitter: Emitter) -> None:
        self.look = look
        self.client = client
        self.emitter = emitter
        self.changed: Callable[[], None] = nothing
        self.replied: Callable[[], None] = nothing
        self.busy = False
        self.asked = False
        self.turn = 0  # an answer that belongs to an earlier one is no longer wanted
        self.form: LeadForm | None = None
        self.at_end = True
        self.list = attrs(el("div", "list"), {"role": "log", "aria-live": "polite", "tabindex": "0"})
        self.list.addEventListener("scroll", self.scrolled)

    def scrolled(self, event: Event) -> None:
        self.at_end = self.list.scrollHeight - self.list.scrollTop - self.list.clientHeight < 60

    def welcome(self) -> None:
        """The greeting is not part of the history: it is said anew each time."""
        greeting = self.look.get("greeting")
        attrs(self.list, {"aria-label": self.look.say("messages")})
        if greeting:
            self.show_bot(greeting, [], "")

    def clear(self) -> None:
        self.list.replaceChildren()
        self.turn += 1
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
            note = self.look.say(said["state"]) if said["state"] in ("truncated", "stopped", "failed") else ""
            self.show_bot(said["text"], said["citations"], note)

    def show_visitor(self, text: str) -> None:
        self.place(attrs(el("div", "msg you", text), {"part": "message"}))

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
        turn = self.turn
        self.busy = True
        reply = Reply(self.look, self.follow)
        self.place(reply.node)
        attrs(self.list, {"aria-busy": "true"})
        self.changed()
        try:
            await self.receive(reply, message_id, text)
        except Failure as failure:
            self.fail(reply, failure.text or self.look.say("failed"), message_id, text)
        except Exception:
            if turn == self.turn:
                self.fail(reply, self.look.say("offline"), message_id, text)
        if turn != self.turn:
            return
        self.busy = False
        attrs(self.list, {"aria-busy": "false"})
        self.changed()

    async def receive(self, reply: Reply, message_id: str, text: str) -> None:
        """By stream; if that breaks off, once more as one JSON reply: the same id makes it the same answer."""
        response = await self.client.ask(message_id, text, STREAM)
        kind = response.headers.get("content-type") or ""
        body = response.body
        if kind.startswith(STREAM):
            try:
                if body and await self.read(reply, body.getReader()):
                    return
            except Failure:
                raise
            except Exception as error:
                self.emitter.emit("error", error)
            response = await self.client.ask(message_id, text, "application/json")
        await self.take_whole(reply, response)

    async def read(self, reply: Reply, reader: Reader) -> bool:
        """Follow the stream; whether it came to its end."""
        events = Events()
        decoder = TextDecoder()
        while True:
            chunk = await reader.read()
            if chunk["done"]:
                return False
            for name, data in events.feed(decoder.decode(chunk.get("value"), {"stream": True})):
                if self.hear(reply, name, data):
                    return True

    def hear(self, reply: Reply, name: str, data: str) -> bool:
        """One event; whether it was the last."""
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
            ending: Ending = JSON.parse(data)
            self.end(reply, name, ending.get("message", ""), ending.get("grounded", True))
            return True
        return False

    async def take_whole(self, reply: Reply, response: Response) -> None:
        answer: Answer = await response.json()
        self.client.conversation = answer["conversation"]
        whole = answer["reply"]
        reply.text = whole["text"]
        reply.citations = whole["citations"]
        self.end(reply, whole["state"], "", whole.get("grounded", True))

    def end(self, reply: Reply, state: str, message: str, grounded: bool) -> None:
        if state == "failed":
            raise Failure(message, 0, "")
        reply.finish("" if state == "done" else self.look.say(state))
        self.emitter.emit("reply", reply.text)
        self.replied()
        if not grounded:
            self.offer_form()

    def fail(self, reply: Reply, why: str, message_id: str, text: str) -> None:
        def again() -> None:
            reply.node.remove()
            spawn(self.answer(message_id, text))

        retry = button("retry", again, self.look.say("retry"))
        reply.live = False
        reply.node.className = "msg bot error"
        reply.node.replaceChildren(el("p", "", why), retry)
        attrs(reply.node, {"role": "alert"})
        self.follow()
        self.emitter.emit("error", why)

    def offer_form(self) -> None:
        """When the bot does not know, a person may: once a conversation."""
        config = self.look.config
        shape = config["lead_form"] if config is not None else None
        if shape is None or self.form:
            return
        self.form = LeadForm(shape, self.look, self.client, self.emitter)
        self.place(self.form.node)
