"""The conversation: what was said, what is being said, who says it, and what went wrong.

Long because every way that an answer can arrive, break off or fail meets in one state.
"""

from collections.abc import Callable
from typing import Any

from widget_py.browser import (
    JSON,
    BroadcastChannel,
    Element,
    Event,
    Response,
    String,
    clearTimeout,
    promise,
    setTimeout,
    spawn,
)
from widget_py.widget.attachments import Attachments, sent
from widget_py.widget.client import (
    JSON_TYPE,
    STREAM,
    Failure,
    ask,
    call,
    client,
    explain,
    leave_session,
    make_id,
    quietly,
)
from widget_py.widget.dom import attrs, button, el, hear
from widget_py.widget.emitter import emit
from widget_py.widget.look import get, say, suggestions
from widget_py.widget.rating import rating
from widget_py.widget.reply import Reply
from widget_py.widget.shapes import (
    Accepted,
    Answer,
    Conversation,
    Ending,
    Question,
    Said,
    Token,
    Upload,
    Where,
)
from widget_py.widget.store import read, write
from widget_py.widget.stream import follow

ENDINGS = ["done", "truncated", "stopped", "failed"]
RESUMES = 3  # before the whole reply is asked for in one piece
AGAIN_MILLISECONDS = 5000  # between tries to send what the network would not take


class Chat(Attachments):
    def __init__(self, changed: Callable[[], None], replied: Callable[[], None]) -> None:
        super().__init__(changed, replied)
        self.current: Reply | None = None  # what is being said
        self.asked = 0  # messages of the visitor
        self.last = ""  # the latest of them
        self.followups: list[str] = []
        self.notice = ""
        self.timer = 0
        lines = read("queue").split("\n")  # of JSON; a page may have its own idea of lists in JSON
        self.queue: list[Question] = [JSON.parse(line) for line in lines if line]  # what was not acknowledged
        self.tabs = BroadcastChannel(client.address)
        hear(self.tabs, "message", self.hear_tab)

    def leave(self) -> None:
        """Listen to nothing any more."""
        clearTimeout(self.timer)
        self.leave_live()
        self.current = None

    def clear(self) -> None:
        """The greeting is not part of the history: it is said anew each time."""
        super().clear()
        self.leave()
        self.asked = 0
        self.followups = suggestions()
        self.notice = ""
        if get("greeting"):
            self.show_bot(get("greeting"))

    def hear_tab(self, event: Event) -> None:
        """The visitor goes on in another tab; of no interest before this one has a session."""
        if client.session and not self.current:
            if String(event.data) != client.conversation:
                leave_session()
                self.clear()
            spawn(quietly(promise(self.sync())))

    async def sync(self) -> None:
        """Show what was said elsewhere or before this page, and go on with what is being said, or waits to be."""
        found: Conversation = await ask("/conversation")
        is_late = self.current is not None  # the visitor was quicker
        speaking = ""
        for said in found["messages"]:
            if said["state"] == "generating":
                speaking = said["id"]
            elif self.is_new(said["id"]) and not is_late:
                self.show_said(said)
        self.tell(found)
        if speaking and not is_late:
            await self.hear_out(await call("/messages/" + speaking + "/stream?after=0"), speaking)
        await self.flush()

    def show_said(self, said: Said) -> None:
        if said["role"] == "visitor":
            self.show_visitor(said["text"], said.get("files"))
        elif said["role"] == "operator":
            self.show_person(said["text"], said.get("operator"))
        elif said["text"] or said["state"] == "failed":
            reply = self.begin()
            reply.id = said["id"]
            reply.text = said["text"]
            reply.citations = said["citations"]
            self.conclude(reply, said["state"], said.get("rating") or "")
            self.follow_up(said.get("followups"))
            self.finish(reply)
        self.act(said.get("actions"))

    def show_visitor(self, text: str, files: list[Upload] | None) -> None:
        self.asked += 1
        self.last = text
        self.followups = []
        node: Element = attrs(el("div c-msg c-you", text), {"part": "message"})
        if files is not None:
            node.append(*[el("p", sent(file)) for file in files])
        self.place(node)

    def follow_up(self, questions: list[str] | None) -> None:
        self.followups = questions if questions is not None else []

    async def ask(self, text: str, files: list[Upload]) -> None:
        question = self.make(text, ",".join([file["id"] for file in files]))
        self.is_new(question["id"])
        self.show_visitor(text, files)
        emit("message", text)
        await self.enqueue(question)

    def make(self, text: str, files: str) -> Question:
        return {"id": make_id(), "message": text, "files": files, "context": client.context}

    async def enqueue(self, question: Question) -> None:
        self.keep([*self.queue, question])
        await self.flush()

    def dequeue(self, question: Question) -> None:
        asked = question["id"]
        self.keep([waiting for waiting in self.queue if waiting["id"] != asked])

    def keep(self, queue: list[Question]) -> None:
        self.queue = queue
        write("queue", "\n".join([JSON.stringify(question) for question in queue]))

    async def flush(self) -> None:
        """Send what waits, one after the other."""
        for question in self.queue[:1]:
            if self.current:
                return
            if self.is_new(question["id"]) and question["message"] != self.last:
                self.show_visitor(question["message"], None)
            if await self.answer(question):
                await self.flush()

    async def answer(self, question: Question) -> bool:
        """By stream; if that breaks off, from there on; at last as one JSON reply: one id makes it one answer.

        False if there is no connection: the question goes on waiting, also for the next page.
        """
        reply = self.begin()
        reply.question = question
        try:
            await self.listen(reply, await call("/message", question))
            await self.resume(reply)
            if self.wants(reply):
                await self.listen(reply, await call("/message", question, "", JSON_TYPE))
        except Exception as error:
            reply.wrong = explain(error)
            if isinstance(error, Failure) and not error.status and not reply.id:
                if self.current is reply:
                    reply.node.remove()
                    self.show(reply.wrong)
                    self.timer = setTimeout(lambda: spawn(self.flush()), AGAIN_MILLISECONDS)
                    self.speak(None)
                return False
        self.dequeue(question)  # also where nobody has accepted it: once is enough
        self.finish(reply)
        return True

    def take(self, response: Response) -> None:
        spawn(self.hear_out(response, ""))

    async def hear_out(self, response: Response, reply_id: str) -> None:
        """An answer that was asked for elsewhere: before this page, in another tab, or by an action."""
        reply = self.begin()
        reply.id = reply_id
        try:
            await self.listen(reply, response)
            await self.resume(reply)
        except Exception as error:
            reply.wrong = explain(error)
        self.finish(reply)
        await self.flush()

    async def resume(self, reply: Reply) -> None:
        for _ in range(RESUMES):
            if reply.id and self.wants(reply):
                path = "/messages/" + reply.id + "/stream?after=" + str(reply.seq)
                await self.listen(reply, await call(path))

    def wants(self, reply: Reply) -> bool:
        """Whether there is more to come, and somebody to read it."""
        return reply.live and self.current is reply

    def begin(self) -> Reply:
        reply = Reply(self)
        self.place(reply.node)
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
            spawn(quietly(promise(call("/messages/" + self.current.id + "/stop", {}))))

    def speak(self, reply: Reply | None) -> None:
        self.current = reply
        attrs(self.list, {"aria-busy": String(reply is not None)})
        self.changed()

    async def listen(self, reply: Reply, response: Response) -> None:
        """To a stream, which may break off; or the whole reply at once."""
        kind = response.headers.get("content-type") or ""
        body = response.body
        if body and kind.startswith(STREAM):
            try:
                await follow(body, lambda name, data: self.hear(reply, name, data))
            except Exception as error:
                emit("error", error)
            return
        answer: Answer = await response.json()
        whole = answer["reply"]
        handoff = answer.get("handoff")
        if whole is None and handoff is None:
            raise Failure("", 1, "")  # neither the bot nor a person will say anything
        self.accept(reply, answer["conversation"], answer["message"], whole["id"] if whole is not None else None)
        if whole is not None:
            reply.text = "" + whole["text"]  # a text, whatever it was
            reply.unsaid = reply.text
            reply.cite(whole["citations"])
            self.act(whole.get("actions"))
            self.end(reply, whole["state"], whole)
        if handoff is not None:
            self.hand_over(handoff)

    def hear(self, reply: Reply, name: str, data: Any) -> None:
        """One event of the stream."""
        if name == "token":
            token: Token = data
            reply.seq = token["seq"]
            reply.add(token["text"])
        elif name == "citations":
            reply.cite(data)
            emit("citation", reply.citations)
        elif name == "accepted":
            accepted: Accepted = data
            self.accept(reply, accepted["conversation"], accepted["message"], accepted["reply"])
        elif name == "action":
            self.act([data])
        elif name == "handoff":
            self.hand_over(data)
        elif name in ENDINGS:
            self.end(reply, name, data)

    def accept(self, reply: Reply, conversation: str, message_id: str, reply_id: str | None) -> None:
        """Null means that a person will answer; a reply that is known already is not shown twice."""
        client.conversation = conversation
        self.show(self.where)
        self.tabs.postMessage(conversation)
        self.is_new(message_id)
        if reply.question is not None:
            self.dequeue(reply.question)
        if String(reply_id) == "null" or (not reply.id and reply_id and not self.is_new(reply_id)):
            reply.live = False
            reply.node.remove()
            self.finish(reply)
        else:
            reply.id = reply.id or reply_id or ""
            self.changed()

    def hand_over(self, where: Where) -> None:
        """To a person; what the owner wants to be said meanwhile is said once."""
        away = where.get("away") or ""
        text = away or where.get("message") or ""
        emit("handoff", where)
        if text and text != self.notice:
            self.notice = text
            self.show_bot(text)
        self.tell(where)
        self.lead("" if away else "handoff")

    def end(self, reply: Reply, state: str, ending: Any) -> None:
        """`ending` is an Ending, by stream or as part of a whole reply."""
        known: Ending = ending
        if not reply.live:
            return
        if state == "failed":
            reply.wrong = known.get("message", "") or say("failed")
            reply.live = False
        else:
            self.conclude(reply, state, "")
            reply.unsaid += "\n"
            reply.utter()
            self.told(reply.text)
            self.follow_up(known.get("followups"))
            self.lead("after" + String(self.asked))
            if not known.get("grounded", True):
                self.lead("unanswered")
        self.finish(reply)
        self.tabs.postMessage(client.conversation or "")

    def conclude(self, reply: Reply, state: str, given: str) -> None:
        """As it stays: with its sources, thumbs, and a way to ask for the rest."""
        if state == "failed":
            reply.wrong = say("failed")
            return
        question = self.last
        reply.finish(say(state))
        reply.node.append(rating(reply.id, given))
        if state == "truncated":
            reply.node.append(button(" c-retry", lambda: spawn(self.ask(question, [])), say("retry")))

    def fail(self, reply: Reply) -> None:
        """What was shown stays. A question whose reply has failed is asked anew, any other is sent again."""
        asked = reply.question
        files = asked["files"] if asked is not None else ""
        question = asked if asked is not None and reply.live else self.make(self.last, files)
        reply.live = False
        if reply.text:
            reply.finish("")
        else:
            reply.node.replaceChildren()

        def again() -> None:
            self.list.focus()
            self.seen = [key for key in self.seen if key != reply.id]
            reply.node.remove()
            spawn(self.enqueue(question))

        reply.node.className = "c-msg c-bot c-error"
        reply.node.append(el("p", reply.wrong), button(" c-retry", again, say("retry")))
        attrs(reply.node, {"role": "alert"})
        self.follow()
        emit("error", reply.wrong)
