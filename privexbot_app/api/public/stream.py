"""Server-sent events: one frame an event, a comment when nothing is said, and an end when the reader is gone."""

import json
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import asdict
from typing import Any

import anyio
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from privexbot_app.services.chat import Accepted, Citations, Ended, Event, Handoff, Offered, Token
from privexbot_app.services.live import LiveEvent, LiveMessage, LiveState, LiveTyping
from privexbot_app.services.operators import Operator

KEEP_ALIVE_SECONDS = 15
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def frame(event: Event | LiveEvent) -> bytes:
    """The event in the contract's words."""
    match event:
        case Accepted():
            return _frame("accepted", {name: str(value) if value else None for name, value in asdict(event).items()})
        case Token():
            return _frame("token", asdict(event), identity=event.seq)
        case Citations() | Offered() | Handoff():
            return _frame(*_told_below(event))
        case Ended():
            told = {"grounded": event.grounded, "retryable": event.retryable, "followups": event.followups}
            return _frame(event.state, told | ({"code": event.code} if event.code else {}))
        case _:
            return _live_frame(event)


def _told_below(event: Citations | Offered | Handoff) -> tuple[str, Any]:
    """What stands below the text of a reply."""
    match event:
        case Citations():
            return "citations", event.citations
        case Offered():
            return "action", event.facts()
        case Handoff():
            return "handoff", told_handoff(event)


def _live_frame(event: LiveEvent) -> bytes:
    match event:
        case LiveState():
            return _frame("state", {"state": event.state, "queue": event.queue, "operator": _operator(event.operator)})
        case LiveTyping():
            return _frame("typing", {"name": event.name})
        case LiveMessage():
            said = {"id": str(event.id), "seq": event.seq, "text": event.text, "at": event.at.isoformat()}
            return _frame("message", said | {"operator": _operator(event.operator)}, identity=event.seq)


def told_handoff(event: Handoff) -> dict[str, Any]:
    """The same in a stream and in one reply: what is empty is left out, but for the queue."""
    more = {"away": event.away, "message": event.message}
    return {"queue": event.queue, "state": str(event.state)} | {name: text for name, text in more.items() if text}


def _operator(operator: Operator | None) -> dict[str, Any] | None:
    return asdict(operator) if operator else None


def _frame(name: str, content: Any, identity: int | None = None) -> bytes:
    lines = [f"event: {name}"] + ([f"id: {identity}"] if identity is not None else [])
    return "\n".join([*lines, f"data: {json.dumps(content, ensure_ascii=False)}", "", ""]).encode("utf-8", "replace")


class EventStream(Response):
    """Unlike Starlette's streaming response it closes its events at once when the reader leaves."""

    media_type = "text/event-stream"

    def __init__(self, events: AsyncGenerator[Any, None]) -> None:
        super().__init__(headers=HEADERS)
        del self.headers["content-length"]
        self._events = events

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        wire = _Wire(send)
        async with anyio.create_task_group() as group:
            group.start_soon(_cancel_when_gone, receive, group.cancel_scope)
            group.start_soon(wire.keep_alive)
            await self._send_all(wire)
            group.cancel_scope.cancel()

    async def _send_all(self, wire: "_Wire") -> None:
        await wire.send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        async with aclosing(self._events):
            async for event in self._events:
                await wire.write(frame(event))
        await wire.send({"type": "http.response.body", "body": b"", "more_body": False})


class _Wire:
    """Sends frames, and a comment whenever nothing was sent for a while, so that no proxy closes the connection."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self._has_sent = True

    async def write(self, piece: bytes) -> None:
        self._has_sent = True
        await self.send({"type": "http.response.body", "body": piece, "more_body": True})

    async def keep_alive(self) -> None:
        while True:
            await anyio.sleep(KEEP_ALIVE_SECONDS / 2)
            if not self._has_sent:
                await self.write(b": keep-alive\n\n")
            self._has_sent = False


async def _cancel_when_gone(receive: Receive, scope: anyio.CancelScope) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    scope.cancel()
