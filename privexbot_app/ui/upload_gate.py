"""Uploads need a session and a stated length: Reflex itself takes any number of bytes from anybody."""

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from privexbot_app.services import accounts
from privexbot_app.settings import settings
from privexbot_app.ui.cookies import token_in

UPLOAD_PATH = "/_upload"
FILES_AT_ONCE = 20
SLACK_BYTES = 100_000  # form boundaries and the names of the files


class UploadGate:
    """Refuses what must not reach Reflex's upload route; lets everything else through."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(UPLOAD_PATH):
            return await self._app(scope, receive, send)
        if refusal := await _refusal(scope):
            return await refusal(scope, receive, send)
        return await self._app(scope, receive, send)


async def _refusal(scope: Scope) -> JSONResponse | None:
    headers = Headers(scope=scope)
    length = headers.get("content-length", "")
    if scope["method"] != "POST" or scope["path"] != UPLOAD_PATH:
        return _refuse(404, "not_found", "There is nothing here.")
    if await accounts.find_viewer(token_in(headers.get("cookie", ""))) is None:
        return _refuse(401, "unauthorized", "Sign in first.")
    if not length.isdigit() or int(length) > FILES_AT_ONCE * settings().file_bytes + SLACK_BYTES:
        return _refuse(413, "too_large", "These files are too large to be sent at once.")
    return None


def _refuse(status: int, code: str, message: str) -> JSONResponse:
    return JSONResponse({"error": {"code": code, "message": message}}, status)
