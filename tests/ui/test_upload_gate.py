"""Nothing reaches Reflex's upload route without a session and a length."""

from collections.abc import AsyncIterator

import httpx
import pytest

from privexbot_app.settings import settings
from privexbot_app.ui.cookies import COOKIE
from privexbot_app.ui.upload_gate import FILES_AT_ONCE, UploadGate


async def reflex(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"reached"})


async def chunks() -> AsyncIterator[bytes]:
    yield b"of an unknown number"


async def ask(token="", method="POST", path="/_upload", length="10") -> httpx.Response:
    headers = {"cookie": f"{COOKIE}={token}"} | ({} if length is None else {"content-length": length})
    request = httpx.Request(method, f"http://bots{path}", headers=headers, content=chunks() if length is None else None)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(UploadGate(reflex))) as client:
        return await client.send(request)


async def test_a_signed_in_user_may_upload(alices_token):
    assert (await ask(alices_token)).text == "reached"


async def test_everything_else_passes(database):
    assert (await ask(path="/_event", length=None)).text == "reached"


@pytest.mark.parametrize("token", ["", "forged"])
async def test_nobody_else_may(database, token):
    assert (await ask(token)).status_code == 401


@pytest.mark.parametrize("length", [None, "", "-1", "1e3", "9" * 12])
async def test_the_length_must_be_stated_and_small_enough(alices_token, length):
    assert (await ask(alices_token, length=length)).status_code == 413


async def test_the_largest_allowed_selection_passes(alices_token):
    assert (await ask(alices_token, length=str(FILES_AT_ONCE * settings().file_bytes))).status_code == 200


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/_upload"), ("GET", "/_upload/somebodys.pdf"), ("POST", "/_upload/x")]
)
async def test_uploaded_files_are_never_served(alices_token, method, path):
    assert (await ask(alices_token, method, path)).status_code == 404
