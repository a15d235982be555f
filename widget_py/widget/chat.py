"""The conversation on screen: what was said, what is being said, and what went wrong."""

from collections.abc import Callable
from typing import Any

from widget_py.browser import JSON, Element, Event, Reader, Response, String, TextDecoder, spawn
from widget_py.widget.client import Client, make_id
from widget_py.widget.dom import attrs, button, el
from widget_py.widget.emitter import Emitter
from widget_py.widget.lead_form import LeadForm
from widget_py.widget.look import Look
from widget_py.widget.rating import Rating
from widget_py.widget.reply import Reply
from widget_py.widget.shapes import Accepted, Answer, Citation, Config, Ending, Said, Token
from widget_py.widget.sse import Events

ENDINGS = ["done", "truncated", "stopped", "failed"]
STREAM = "text/event-stream"
RESUMES = 3  # before the whole reply is asked for in one piece


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
        self.speaking = ""  # the reply that can be stopped
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
        elif said["state"] == "generating":
            spawn(self.attach(said["id"]))
        elif said["text"] != "":
            reply = self.show_bot(said["text"], said["citations"], self.look.say(said["state"]))
            self.offer_rating(reply, said["id"], said.get("rating", ""))

    def show_visitor(self, text: str) -> None:
        self.place(attrs(el("div", "c-msg c-you", text), {"part": "message"}))

    def show_bot(self, text: str, citations: list[Citation], note: str) -> Reply:
        reply = Reply(self.look, self.follow)
        reply.text = text
        reply.citations = citations
        reply.finish(note)
        self.place(reply.node)
        return reply

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
        reply = self.begin()
        reply.question = text
        try:
            await self.receive(reply, message_id, text)
        except Exception as error:
            reply.wrong = self.look.explain(error)
        self.finish(reply, message_id)

    async def attach(self, reply_id: str) -> None:
        """To an answer that was being said when the page was left."""
        reply = self.begin()
        try:
            await self.listen(reply, await self.client.resume(reply_id, 0))
        except Exception as error:
            reply.wrong = self.look.explain(error)
        self.finish(reply, "")

    def begin(self) -> Reply:
        reply = Reply(self.look, self.follow)
        self.place(reply.node)
        self.set_busy(True)
        return reply

    def finish(self, reply: Reply, message_id: str) -> None:
        if not reply.node.isConnected:
            return  # reset or destroyed meanwhile
        self.set_busy(False)
        if reply.wrong:
            self.fail(reply, message_id)

    def stop(self) -> None:
        if self.speaking:
            spawn(self.client.halt(self.speaking))

    def set_busy(self, busy: bool) -> None:
        self.busy = busy
        self.speaking = ""
        attrs(self.list, {"aria-busy": String(busy)})
        self.changed()

    async def receive(self, reply: Reply, message_id: str, text: str) -> None:
        """By stream; if that breaks off, from there on; at last as one JSON reply: one id makes it one answer."""
        await self.listen(reply, await self.client.ask(message_id, text, STREAM))
        for _ in range(RESUMES):
            if reply.id and self.wants(reply):
                await self.listen(reply, await self.client.resume(reply.id, reply.seq))
        if self.wants(reply):
            await self.listen(reply, await self.client.ask(message_id, text, ""))

    def wants(self, reply: Reply) -> bool:
        """Whether there is more to come, and somebody to read it."""
        return reply.live and reply.node.isConnected

    async def listen(self, reply: Reply, response: Response) -> None:
        """To a stream, which may break off; or the whole reply at once."""
        kind = response.headers.get("content-type") or ""
        body = response.body
        if body and kind.startswith(STREAM):
            try:
                await self.read(reply, body.getReader())
            except Exception as error:
                self.emitter.emit("error", error)
            return
        answer: Answer = await response.json()
        self.client.conversation = answer["conversation"]
        whole = answer["reply"]
        reply.id = whole["id"]
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
            reply.seq = token["seq"]
            reply.add(token["text"])
        elif name == "citations":
            reply.citations = JSON.parse(data)
            self.emitter.emit("citation", reply.citations)
        elif name == "accepted":
            accepted: Accepted = JSON.parse(data)
            self.client.conversation = accepted["conversation"]
            reply.id = accepted["reply"]
            self.speaking = reply.id
            self.changed()
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
        self.offer_rating(reply, reply.id, "")
        if state == "truncated" and reply.question:
            again = self.look.say("retry")
            reply.node.append(button("c-retry", lambda: spawn(self.ask(reply.question)), again))
        self.emitter.emit("reply", reply.text)
        self.replied()
        if not known.get("grounded", True):
            self.offer_form()

    def fail(self, reply: Reply, message_id: str) -> None:
        """What was shown stays. A question whose reply has failed is asked anew, any other is sent again."""
        if reply.live:
            reply.live = False
        else:
            message_id = make_id()
        if reply.text:
            reply.finish("")
        else:
            reply.node.replaceChildren()
        reply.node.className = "c-msg c-bot c-error"
        reply.node.append(el("p", "", reply.wrong))
        if reply.question:

            def again() -> None:
                reply.node.remove()
                spawn(self.answer(message_id, reply.question))

            reply.node.append(button("c-retry", again, self.look.say("retry")))
        attrs(reply.node, {"role": "alert"})
        self.follow()
        self.emitter.emit("error", reply.wrong)

    def offer_rating(self, reply: Reply, reply_id: str, given: str) -> None:
        if reply_id:
            reply.node.append(Rating(self.look, self.client, self.emitter, reply_id).mark(given))

    def offer_form(self) -> None:
        """When the bot does not know, a person may: once a conversation."""
        config: Config = self.look.config
        shape = config["lead_form"]
        if shape is None or self.form:
            return
        self.form = LeadForm(shape, self.look, self.client, self.emitter)
        self.place(self.form.node)
