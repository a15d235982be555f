"""Lets the pages that may embed a chatbot call it: without cookies, and only those the owner listed."""

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from privexbot_app.services.visits import may_embed

PATH = re.compile(r"(?:/api/v1)?/chatbots/([^/]+)/")
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST",
    "Access-Control-Allow-Headers": "authorization, content-type, last-event-id",
    "Access-Control-Max-Age": "7200",
    "Vary": "Origin",
}


class PublicCors:
    """The check itself is the services'; a page that may not embed gets a 403 that it cannot read."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = PATH.match(scope["path"]) if scope["type"] == "http" else None
        origin = Headers(scope=scope).get("origin") if found else None
        if found is None or origin is None:
            return await self._app(scope, receive, send)
        if scope["method"] == "OPTIONS":
            allowed = {"Access-Control-Allow-Origin": origin} if await may_embed(found[1], origin) else {}
            return await Response(status_code=204 if allowed else 403, headers=PREFLIGHT | allowed)(
                scope, receive, send
            )

        async def send_allowing(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] != 403:
                headers = MutableHeaders(scope=message)
                headers["Access-Control-Allow-Origin"] = origin
                headers.add_vary_header("Origin")
            await send(message)

        await self._app(scope, receive, send_allowing)
