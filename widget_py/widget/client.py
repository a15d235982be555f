"""Talks to the chatbot's public API, within a session that is opened with the first request."""

from typing import Any

from widget_py.browser import (
    JSON,
    AbortController,
    Date,
    FormData,
    Math,
    Object,
    Promise,
    RequestInit,
    Response,
    String,
    document,
    fetch,
    location,
    navigator,
    promise,
)
from widget_py.widget.emitter import emit
from widget_py.widget.look import say, wish
from widget_py.widget.options import warn
from widget_py.widget.shapes import Failed, Page, Sent, Session, Wanted
from widget_py.widget.store import keep_for, read, write

JSON_TYPE = "application/json"
STREAM = "text/event-stream"


class Failure(Exception):
    """The server said no: its sentence for the visitor, and the form field it is about."""

    def __init__(self, message: str, status: int, field: str) -> None:
        super().__init__(message)
        self.status = status
        self.field = field


def make_id() -> str:
    """Unique for this visitor, which is all it needs to be; unlike `crypto.randomUUID` also on pages without HTTPS."""
    return String(Date.now()) + String(Math.random())[2:]


class Client:
    """There is one chatbot on a page, so there is one of these."""

    def __init__(self, base: str, bot_id: str) -> None:
        self.base = base
        self.id = bot_id  # "" while there is none
        self.address = base + "/api/v1/chatbots/" + bot_id
        self.identity = "null"  # as JSON
        self.context: Any = Object.fromEntries({})
        self.is_fresh = False
        self.token = ""
        self.session: Promise[None] | None = None
        self.conversation: str | None = None
        self.life = AbortController()  # until it is taken off the page
        self.abort = AbortController()  # until the session ends


client = Client("", "")


def begin(base: str, bot_id: str) -> None:
    """With nothing of what was before."""
    Object.assign(client, Client(base, bot_id))
    keep_for(bot_id)


def drop() -> None:
    """Whatever is on its way."""
    client.abort.abort()
    client.abort = AbortController()


async def start() -> None:
    """Open a session unless there is one; who comes meanwhile waits for the same."""
    session = client.session or promise(open_session())
    client.session = session
    try:
        await session
    except Exception:
        if client.session is session:
            client.session = None
        raise


async def open_session() -> None:
    client.token = ""
    page: Page = {
        "url": location.href,
        "title": document.title,
        "referrer": document.referrer,
        "language": wish("language") or navigator.language,
    }
    wanted: Wanted = {
        "visitor": read("visitor") or None,
        "page": page,
        "identity": JSON.parse(client.identity),
        "fresh": client.is_fresh,
    }
    session: Session = await load("/session", wanted, "")
    client.token = session["token"]
    client.conversation = session["conversation"]
    client.is_fresh = False
    write("visitor", session["visitor"])
    problem = session.get("problem")
    if problem is not None:
        warn(problem["message"])
        emit("error", problem)


def leave_session() -> None:
    """Whatever is on its way in this one is dropped, and the next request opens another session."""
    if client.session:
        drop()
    client.session = None
    client.conversation = None


def forget() -> None:
    """The next session is a new visitor's; of one who is known, a new conversation."""
    leave_session()
    client.is_fresh = True
    write("visitor", "")


async def quietly(work: Promise[Any]) -> None:
    """What is worth no error."""
    try:
        await work
    except Exception:
        return


async def call(path: str, body: object = None, method: str = "", accept: str = STREAM) -> Response:
    """A request within the session; a session that ran out is opened again, once. `accept` is what is wished for."""
    await start()
    try:
        return await send(path, body, method, accept)
    except Failure as failure:
        if failure.status != 401:
            raise  # the rest is not a matter of the session
    client.session = None
    await start()
    return await send(path, body, method, accept)


async def load(path: str, body: object, method: str) -> Any:
    """What the server answers at once, outside the session."""
    response = await send(path, body, method, JSON_TYPE)
    return await response.json()


async def ask(path: str, body: object = None) -> Any:
    """What the server answers, within the session."""
    response = await call(path, body)
    return await response.json()


async def send(path: str, body: object, method: str, accept: str) -> Response:
    headers: Sent = {"Accept": accept}
    if client.token:
        headers["Authorization"] = "Bearer " + client.token
    init: RequestInit = {
        "headers": headers,
        "signal": client.abort.signal,
        "method": method or ("GET" if body is None else "POST"),
    }
    if isinstance(body, FormData):
        init["body"] = body
    elif body is not None:
        headers["Content-Type"] = JSON_TYPE
        init["body"] = JSON.stringify(body)
    response = await reach(client.address + path, init)
    if not response.ok:
        raise await read_failure(response)
    return response


async def reach(address: str, init: RequestInit) -> Response:
    """Raises a Failure with the status 0 where the network does not."""
    try:
        return await fetch(address, init)
    except Exception:
        raise Failure("", 0, "") from None


async def read_failure(response: Response) -> Failure:
    try:
        failed: Failed = await response.json()
        complaint = failed["error"]
        return Failure(complaint["message"], response.status, complaint.get("field", ""))
    except Exception:
        return Failure("", response.status, "")


def explain(error: Exception) -> str:
    """What went wrong, in words for the visitor."""
    if isinstance(error, Failure):
        return str(error) or say("failed" if error.status else "offline")
    return say("failed")
