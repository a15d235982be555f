"""Talks to the bot's public API: a session, questions, history, leads, counts."""

from typing import Any

from widget_py.browser import (
    JSON,
    URL,
    AbortController,
    Blob,
    Date,
    Object,
    Promise,
    RequestInit,
    Response,
    document,
    encodeURIComponent,
    fetch,
    location,
    navigator,
    promise,
)
from widget_py.widget.emitter import Emitter
from widget_py.widget.options import warn
from widget_py.widget.shapes import (
    Config,
    Conversation,
    Counted,
    Failed,
    Lead,
    Opinion,
    Page,
    Question,
    Seen,
    Sent,
    Session,
    Wanted,
)
from widget_py.widget.store import Store

JSON_TYPE = "application/json"
STREAM = "text/event-stream"
MAX_TITLE = 300
MAX_URL = 2000


class Failure(Exception):
    """The server said no: its sentence for the visitor, and the form field it is about."""

    def __init__(self, message: str, status: int, field: str) -> None:
        super().__init__(message)
        self.text = message
        self.status = status
        self.field = field


def make_id() -> str:
    """A random UUID; unlike `crypto.randomUUID` this is also there on pages without HTTPS."""
    address = URL.createObjectURL(Blob())
    URL.revokeObjectURL(address)
    return address[-36:]


class Client:
    def __init__(self, base: str, bot_id: str, store: Store, emitter: Emitter) -> None:
        self.base = base
        self.address = base + "/api/v1/chatbots/" + encodeURIComponent(bot_id)
        self.store = store
        self.emitter = emitter
        self.language = ""  # the page's own choice
        self.visitor = ""
        self.identity = "null"  # as JSON
        self.context: Any = Object.fromEntries({})
        self.is_fresh = False
        self.token = ""
        self.session: Promise[None] | None = None
        self.conversation: str | None = None
        self.abort = AbortController()

    def stop(self) -> None:
        """Drop whatever is on its way."""
        self.abort.abort()
        self.abort = AbortController()

    async def config(self) -> Config:
        """In the page's language, if it named one, else the browser's."""
        response = await self.send("/config?language=" + self.language if self.language else "/config", None, "")
        config: Config = await response.json()
        return config

    async def start(self) -> None:
        """Open a session unless there is one; who comes meanwhile waits for the same."""
        session = self.session or promise(self.open_session())
        self.session = session
        try:
            await session
        except Exception:
            if self.session is session:
                self.session = None
            raise

    async def open_session(self) -> None:
        self.token = ""
        page: Page = {
            "url": here(),
            "title": document.title[:MAX_TITLE],
            "referrer": document.referrer[:MAX_URL],
            "language": self.language or navigator.language,
        }
        wanted: Wanted = {
            "visitor": self.visitor or self.store.read("visitor") or None,
            "page": page,
            "identity": JSON.parse(self.identity),
            "fresh": self.is_fresh,
        }
        response = await self.send("/session", wanted, "")
        session: Session = await response.json()
        self.token = session["token"]
        self.conversation = session["conversation"]
        self.is_fresh = False
        self.remember(session["visitor"])
        problem = session.get("problem")
        if problem is not None:
            warn(problem["message"])
            self.emitter.emit("error", problem)

    def remember(self, visitor: str) -> None:
        self.visitor = visitor
        self.store.write("visitor", visitor)

    def leave_session(self) -> None:
        """Whatever is on its way in this one is dropped, and the next request opens another session."""
        if self.session:
            self.stop()
        self.session = None
        self.conversation = None

    def forget(self) -> None:
        """The next session is a new visitor's; of one who is known, a new conversation."""
        self.leave_session()
        self.is_fresh = True
        self.remember("")

    async def ask(self, message_id: str, text: str, accept: str) -> Response:
        """`message_id` makes the question count once, however often it is sent."""
        question: Question = {"id": message_id, "message": text, "context": self.context}
        return await self.call("/message", question, accept)

    async def resume(self, reply_id: str, after: int) -> Response:
        """The answer from there on, as a stream."""
        return await self.call("/messages/" + reply_id + "/stream?after=" + str(after), None, STREAM)

    async def live(self, after: int) -> Response:
        """What operators say from there on, as a stream."""
        return await self.call("/live?after=" + str(after), None, STREAM)

    async def rate(self, opinion: Opinion) -> None:
        await self.call("/feedback", opinion, "")

    async def history(self) -> Conversation:
        response = await self.call("/conversation", None, "")
        found: Conversation = await response.json()
        return found

    async def leave(self, fields: dict[str, object], consent: bool) -> None:
        lead: Lead = {"fields": Object.fromEntries(fields), "consent": consent, "page": here()}
        await self.call("/leads", lead, "")

    async def count(self, event: str) -> None:
        seen: Seen = {"type": event, "at": Date().toISOString(), "page": here()}
        counted: Counted = {"events": [seen]}
        await self.whisper("/events", counted)

    async def whisper(self, path: str, body: object) -> None:
        """What is worth no error."""
        try:
            await self.call(path, body, "")
        except Exception:
            return

    async def call(self, path: str, body: object, accept: str) -> Response:
        """A request within the session; a session that ran out is opened again, once."""
        await self.start()
        try:
            return await self.send(path, body, accept)
        except Failure as failure:
            if failure.status != 401:
                raise  # the rest is not a matter of the session
        self.session = None
        await self.start()
        return await self.send(path, body, accept)

    async def send(self, path: str, body: object, accept: str) -> Response:
        """`accept`: what kind of reply is wished, or "" for JSON."""
        headers: Sent = {"Accept": accept or JSON_TYPE}
        if self.token:
            headers["Authorization"] = "Bearer " + self.token
        init: RequestInit = {"headers": headers, "signal": self.abort.signal}
        if body is not None:
            headers["Content-Type"] = JSON_TYPE
            init["method"] = "POST"
            init["body"] = JSON.stringify(body)
        response = await fetch(self.address + path, init)
        if not response.ok:
            raise await read_failure(response)
        return response


def here() -> str:
    return location.href[:MAX_URL]


async def read_failure(response: Response) -> Failure:
    try:
        failed: Failed = await response.json()
        complaint = failed["error"]
        return Failure(complaint["message"], response.status, complaint.get("field", ""))
    except Exception:
        return Failure("", response.status, "")
