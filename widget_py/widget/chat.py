"""The conversation: what was said, what is being said, who says it, and what went wrong."""

from collections.abc import Callable
from typing import Any

from widget_py.browser import JSON, Response, String, spawn
from widget_py.widget.action_card import ActionCard
from widget_py.widget.client import STREAM, Client, make_id
from widget_py.widget.dom import attrs, button, el
from widget_py.widget.lead_form import LeadForm
from widget_py.widget.live import Live
from widget_py.widget.look import Look
from widget_py.widget.rating import Rating
from widget_py.widget.reply import Reply
from widget_py.widget.shapes import (
    Accepted,
    ActionShape,
    Answer,
    Config,
    Ending,
    Said,
    Spoken,
    Token,
    Where,
)
from widget_py.widget.stream import follow
from widget_py.widget.thread import Thread

ENDINGS = ["done", "truncated", "stopped", "failed"]
RESUMES = 3  # before the whole reply is asked for in one piece


class Chat:
    def __init__(self, look: Look, client: Client, changed: Callable[[], None], replied: Callable[[], None]) -> None:
        self.look = look
        self.client = client
        self.changed = changed
        self.replied = replied
        self.current: Reply | None = None  # what is being said
        self.question = ""  # the last one
        self.asked = False
        self.form: LeadForm | None = None
        self.notice = ""
        thread = Thread(look, client)
        self.thread = thread
        self.live = Live(look, client, self.hear_person, thread.note)

    def leave(self) -> None:
        """Listen to nothing any more."""
        self.live.stop()
        self.current = None

    def clear(self) -> None:
        self.leave()
        self.thread.clear()
        self.asked = False
        self.form = None
        self.notice = ""

    async def restore(self) -> None:
        """Show what was said before this page, and go on listening to what is being said."""
        if not self.client.conversation or self.asked:
            return
        found = await self.client.history()
        if self.asked:
            return  # the visitor was quicker
        speaking = ""
        for said in found["messages"]:
            if said["state"] == "generating":
                speaking = said["id"]
            else:
                self.show_said(said)
        self.live.tell(found)
        if speaking:
            await self.take(await self.client.resume(speaking, 0))

    def show_said(self, said: Said) -> None:
        self.asked = True
        if said["role"] == "visitor":
            self.show_visitor(said["text"])
        elif said["role"] == "operator":
            self.thread.show_person(said["id"], said["text"], said.get("operator"))
        elif said["text"] or said["state"] == "failed":
            reply = self.begin()
            reply.id = said["id"]
            reply.text = said["text"]
            reply.citations = said["citations"]
            self.conclude(reply, said["state"], said.get("rating") or "")
            self.finish(reply)
        self.offer_actions(said.get("actions"))

    def show_visitor(self, text: str) -> None:
        self.question = text
        self.thread.show_visitor(text)

    def hear_person(self, spoken: Spoken) -> None:
        if self.thread.show_person(spoken["id"], spoken["text"], spoken["operator"]):
            self.thread.say(spoken["text"])
            self.told(spoken["text"])

    def told(self, text: str) -> None:
        self.client.emitter.emit("reply", text)
        self.replied()

    async def ask(self, text: str) -> None:
        if self.current:
            return
        self.asked = True
        self.show_visitor(text)
        self.client.emitter.emit("message", text)
        await self.answer(make_id())

    async def answer(self, message_id: str) -> None:
        """By stream; if that breaks off, from there on; at last as one JSON reply: one id makes it one answer."""
        reply = self.begin()
        reply.message_id = message_id
        try:
            await self.listen(reply, await self.client.ask(message_id, reply.question, STREAM))
            await self.resume(reply)
            if self.wants(reply):
                await self.listen(reply, await self.client.ask(message_id, reply.question, ""))
        except Exception as error:
            reply.wrong = self.look.explain(error)
        self.finish(reply)

    async def take(self, response: Response) -> None:
        """An answer that was asked for elsewhere: before this page, or by an action."""
        reply = self.begin()
        try:
            await self.listen(reply, response)
            await self.resume(reply)
        except Exception as error:
            reply.wrong = self.look.explain(error)
        self.finish(reply)

    async def resume(self, reply: Reply) -> None:
        for _ in range(RESUMES):
            if reply.id and self.wants(reply):
                await self.listen(reply, await self.client.resume(reply.id, reply.seq))

    def wants(self, reply: Reply) -> bool:
        """Whether there is more to come, and somebody to read it."""
        return reply.live and self.current is reply

    def begin(self) -> Reply:
        thread = self.thread
        reply = Reply(self.look, thread.follow, thread.say)
        reply.question = self.question
        thread.place(reply.node)
        self.speak(reply)
        return reply

    def finish(self, reply: Reply) -> None:
        """Once; nothing is left to do where the window was reset or destroyed meanwhile."""
        if self.current is reply:
            self.speak(None)
            if reply.wrong:
                self.fail(reply)

    def stop(self) -> None:
        if self.current and self.current.id:
            spawn(self.client.whisper("/messages/" + self.current.id + "/stop", {}))

    def speak(self, reply: Reply | None) -> None:
        self.current = reply
        attrs(self.thread.list, {"aria-busy": String(reply is not None)})
        self.changed()

    async def listen(self, reply: Reply, response: Response) -> None:
        """To a stream, which may break off; or the whole reply at once."""
        kind = response.headers.get("content-type") or ""
        body = response.body
        if body and kind.startswith(STREAM):
            try:
                await follow(body, lambda name, data: self.hear(reply, name, data))
            except Exception as error:
                self.client.emitter.emit("error", error)
            return
        answer: Answer = await response.json()
        whole = answer["reply"]
        self.accept(reply, answer["conversation"], whole["id"] if whole is not None else "")
        if whole is not None:
            reply.text = whole["text"]
            reply.unsaid = reply.text
            reply.citations = whole["citations"]
            self.offer_actions(whole.get("actions"))
            self.end(reply, whole["state"], whole)
        handoff = answer.get("handoff")
        if handoff is not None:
            self.hand_over(handoff)

    def hear(self, reply: Reply, name: str, data: str) -> None:
        """One event of the stream."""
        if name == "token":
            token: Token = JSON.parse(data)
            reply.seq = token["seq"]
            reply.add(token["text"])
        elif name == "citations":
            reply.citations = JSON.parse(data)
            self.client.emitter.emit("citation", reply.citations)
        elif name == "accepted":
            accepted: Accepted = JSON.parse(data)
            self.accept(reply, accepted["conversation"], accepted["reply"] or "")
        elif name == "action":
            self.offer_actions([JSON.parse(data)])
        elif name == "handoff":
            self.hand_over(JSON.parse(data))
        elif name in ENDINGS:
            self.end(reply, name, JSON.parse(data))

    def accept(self, reply: Reply, conversation: str, reply_id: str) -> None:
        """No reply means that a person will answer."""
        self.client.conversation = conversation
        reply.id = reply_id
        if reply_id:
            self.changed()
        else:
            reply.live = False
            reply.node.remove()
            self.finish(reply)

    def hand_over(self, where: Where) -> None:
        """To a person; what the owner wants to be said meanwhile is said once."""
        away = where.get("away") or ""
        text = away or where.get("message") or ""
        self.client.emitter.emit("handoff", where)
        if text and text != self.notice:
            self.notice = text
            self.thread.show_bot(text)
        self.live.tell(where)
        if away:
            self.offer_form()

    def end(self, reply: Reply, state: str, ending: Any) -> None:
        """`ending` is an Ending, by stream or as part of a whole reply."""
        known: Ending = ending
        if not reply.live:
            return
        if state == "failed":
            reply.wrong = known.get("message", "") or self.look.say("failed")
            reply.live = False
        else:
            self.conclude(reply, state, "")
            reply.unsaid += "\n"
            reply.utter()
            self.told(reply.text)
            if not known.get("grounded", True):
                self.offer_form()
        self.finish(reply)

    def conclude(self, reply: Reply, state: str, rating: str) -> None:
        """As it stays: with its sources, thumbs, and a way to ask for the rest."""
        if state == "failed":
            reply.wrong = self.look.say("failed")
            return
        reply.finish(self.look.say(state))
        reply.node.append(Rating(self.look, self.client, reply.id).mark(rating))
        if state == "truncated":
            question = reply.question
            reply.node.append(button("c-retry", lambda: spawn(self.ask(question)), self.look.say("retry")))

    def fail(self, reply: Reply) -> None:
        """What was shown stays. A question whose reply has failed is asked anew, any other is sent again."""
        message_id = (reply.message_id if reply.live else "") or make_id()
        reply.live = False
        if reply.text:
            reply.finish("")
        else:
            reply.node.replaceChildren()

        def again() -> None:
            self.thread.list.focus()
            reply.node.remove()
            self.question = reply.question
            spawn(self.answer(message_id))

        reply.node.className = "c-msg c-bot c-error"
        reply.node.append(el("p", "", reply.wrong), button("c-retry", again, self.look.say("retry")))
        attrs(reply.node, {"role": "alert"})
        self.thread.follow()
        self.client.emitter.emit("error", reply.wrong)

    def offer_form(self) -> None:
        """When the bot does not know, a person may: once a conversation."""
        config: Config = self.look.config
        shape = config["lead_form"]
        if shape is None or self.form:
            return
        self.form = LeadForm(shape, self.look, self.client)
        self.thread.place(self.form.node)

    def offer_actions(self, shapes: list[ActionShape] | None) -> None:
        """Each once, though a stream that goes on after a break tells it again."""
        if shapes is not None:
            for shape in shapes:
                card = ActionCard(shape, self.look, self.client, self.taken)
                self.thread.place_once(shape["id"], card.node)

    def taken(self, response: Response) -> None:
        spawn(self.take(response))
