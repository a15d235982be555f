"""What stands before every route: a limit on the body, and who is calling."""

import re

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from privexbot_app.api.problems import problem
from privexbot_app.settings import settings

UPLOAD_PATH = re.compile(r"/api/v1/chatbots/[^/]+/uploads")  # its frame is small beside the file


class BodyLimit:
    """Refuses a body over `body_bytes` before it is read, and cuts one off that lied about its length."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        allowed = settings().body_bytes + (settings().upload_bytes if UPLOAD_PATH.fullmatch(scope["path"]) else 0)
        stated = dict(scope["headers"]).get(b"content-length", b"0")
        if not stated.isdigit() or int(stated) > allowed:
            return await problem(413, "too_large", f"A request may have {allowed:,} bytes.")(scope, receive, send)
        return await self._app(scope, _counted(receive, allowed), send)


def _counted(receive: Receive, allowed: int) -> Receive:
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        return message if seen <= allowed else {"type": "http.disconnect"}

    return counted


def address_of(connection: HTTPConnection) -> str:
    """The caller's address: the peer's, or what the last trusted proxy saw (hops are counted from the right)."""
    peer = connection.client.host if connection.client else "unknown"
    hops = settings().trusted_proxy_hops
    forwarded = [part.strip() for part in connection.headers.get("x-forwarded-for", "").split(",") if part.strip()]
    return forwarded[-hops] if hops and len(forwarded) >= hops else peer
