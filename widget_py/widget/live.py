"""While a person has the conversation, or it waits for one: whose turn it is, what they say, that they type."""

from collections.abc import Callable
from typing import Any

from widget_py.browser import Date, Element, String, clearTimeout, promise, setTimeout, spawn
from widget_py.widget.client import Failure, call, client, quietly
from widget_py.widget.dom import attrs, el, face
from widget_py.widget.emitter import emit
from widget_py.widget.look import say
from widget_py.widget.offers import Offers
from widget_py.widget.shapes import Operator, Spoken, Typist, Where
from widget_py.widget.stream import follow

LONGEST_WAIT = 30
TYPING_MILLISECONDS = 3000
SHOWN_MILLISECONDS = 5000


class Live(Offers):
    def __init__(self, changed: Callable[[], None], replied: Callable[[], None]) -> None:
        super().__init__(changed, replied)
        self.on = False
        self.seq = 0
        self.wait = 1  # seconds until the next try, longer each time
        self.retry = 0
        self.hint = 0
        self.typed = 0.0
        self.where = ""
        self.name = ""
        self.status: Element = attrs(el("div c-status"), {"role": "status"})

    def tell(self, where: Where) -> None:
        """Whose turn it is: from this stream, from the history, or from the end of an answer."""
        state = where["state"]
        operator = where.get("operator")
        queue = where.get("queue")
        self.where = ""
        if state == "waiting":
            self.where = say("queue").replace("{n}", String(queue)) if queue else say("waiting")
        elif state == "human" and operator is not None and operator["name"] != self.name:
            self.name = operator["name"]
            self.note(say("joined").replace("{name}", self.name))
        elif state == "closed" and self.on:
            client.conversation = None
            self.note(say("closed"))
            self.rate()
        self.show(self.where)
        if state not in ("waiting", "human"):
            self.leave_live()
        elif not self.on:
            self.on = True
            spawn(self.listen_live())

    def show(self, text: str) -> None:
        clearTimeout(self.hint)
        self.status.textContent = text

    def leave_live(self) -> None:
        self.on = False
        self.name = ""
        clearTimeout(self.retry)
        self.show("")

    async def listen_live(self) -> None:
        """Until somebody says that it is over; whatever breaks is tried again."""
        try:
            response = await call("/live?after=" + str(self.seq))
            body = response.body
            if body:
                await follow(body, self.hear_live)
        except Exception as error:
            if isinstance(error, Failure) and error.status == 404:
                self.leave_live()  # there is no such conversation any more
        if self.on:
            self.retry = setTimeout(lambda: spawn(self.listen_live()), self.wait * 1000)
            self.wait = min(self.wait * 2, LONGEST_WAIT)

    def hear_live(self, name: str, data: Any) -> None:
        self.wait = 1
        if name == "state":
            self.tell(data)
        elif name == "typing":
            typist: Typist = data
            self.show(say("types").replace("{name}", typist["name"]))
            self.hint = setTimeout(lambda: self.show(self.where), SHOWN_MILLISECONDS)
        elif name == "message":
            spoken: Spoken = data
            self.seq = spoken["seq"]
            self.show(self.where)
            if self.is_new(spoken["id"]):
                self.show_person(spoken["text"], spoken["operator"])
                self.say(spoken["text"])
                self.told(spoken["text"])

    def told(self, text: str) -> None:
        emit("reply", text)
        self.replied()

    def show_person(self, text: str, operator: Operator | None) -> None:
        node = self.show_bot(text)
        if operator is not None:
            picture = operator["avatar"] or ""
            address = client.base + picture if picture.startswith("/") else ""
            node.prepend(el("div c-who", face(address, operator["name"]), el("b", operator["name"])))

    def typing(self) -> None:
        """The visitor writes; told now and then."""
        if self.on and Date.now() - self.typed > TYPING_MILLISECONDS:
            self.typed = Date.now()
            spawn(quietly(promise(call("/typing", {}))))
