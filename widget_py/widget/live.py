"""While a person has the conversation, or it waits for one: whose turn it is, what they say, that they type."""

from collections.abc import Callable

from widget_py.browser import JSON, Date, String, clearTimeout, setTimeout, spawn
from widget_py.widget.client import Client, Failure
from widget_py.widget.dom import attrs, el
from widget_py.widget.look import Look
from widget_py.widget.shapes import Spoken, Typist, Where
from widget_py.widget.stream import follow

LONGEST_WAIT = 30
TYPING_MILLISECONDS = 3000
SHOWN_MILLISECONDS = 5000


class Live:
    def __init__(self, look: Look, client: Client, said: Callable[[Spoken], None], note: Callable[[str], None]) -> None:
        self.look = look
        self.client = client
        self.said = said
        self.note = note
        self.on = False
        self.seq = 0
        self.wait = 1  # seconds until the next try, longer each time
        self.retry = 0
        self.hint = 0
        self.typed = 0.0
        self.place = ""
        self.name = ""
        self.node = attrs(el("div", "c-status"), {"role": "status"})

    def tell(self, where: Where) -> None:
        """Whose turn it is: from this stream, from the history, or from the end of an answer."""
        state = where["state"]
        operator = where.get("operator")
        queue = where.get("queue")
        self.place = ""
        if state == "waiting":
            self.place = self.look.say("queue").replace("{n}", String(queue)) if queue else self.look.say("waiting")
        elif state == "human" and operator is not None and operator["name"] != self.name:
            self.name = operator["name"]
            self.note(self.look.say("joined").replace("{name}", self.name))
        elif state == "closed" and self.on:
            self.client.conversation = None
            self.note(self.look.say("closed"))
        self.show(self.place)
        if state not in ("waiting", "human"):
            self.stop()
        elif not self.on:
            self.on = True
            spawn(self.listen())

    def show(self, text: str) -> None:
        clearTimeout(self.hint)
        self.node.textContent = text

    def stop(self) -> None:
        self.on = False
        self.name = ""
        clearTimeout(self.retry)
        self.show("")

    async def listen(self) -> None:
        """Until somebody says that it is over; whatever breaks is tried again."""
        try:
            response = await self.client.live(self.seq)
            body = response.body
            if body:
                await follow(body, self.hear)
        except Exception as error:
            if isinstance(error, Failure) and error.status == 404:
                self.stop()  # there is no such conversation any more
        if self.on:
            self.retry = setTimeout(lambda: spawn(self.listen()), self.wait * 1000)
            self.wait = min(self.wait * 2, LONGEST_WAIT)

    def hear(self, name: str, data: str) -> None:
        self.wait = 1
        if name == "state":
            self.tell(JSON.parse(data))
        elif name == "typing":
            typist: Typist = JSON.parse(data)
            self.show(self.look.say("types").replace("{name}", typist["name"]))
            self.hint = setTimeout(lambda: self.show(self.place), SHOWN_MILLISECONDS)
        elif name == "message":
            spoken: Spoken = JSON.parse(data)
            self.seq = spoken["seq"]
            self.show(self.place)
            self.said(spoken)

    def typing(self) -> None:
        """The visitor writes; told now and then."""
        if self.on and Date.now() - self.typed > TYPING_MILLISECONDS:
            self.typed = Date.now()
            spawn(self.client.whisper("/typing", {}))
