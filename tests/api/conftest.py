"""The API through ASGI, without a server, and a visitor with a session."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx
import pytest

from privexbot_app.adapters.limits import limits
from privexbot_app.api.app import make_api

SHOP = "https://shop.example"


@pytest.fixture
async def client(database: str) -> AsyncIterator[httpx.AsyncClient]:
    """Calls the API as a browser on the shop's page would."""
    limits.cache_clear()
    transport = httpx.ASGITransport(make_api(), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver", headers={"Origin": SHOP}) as client:
        yield client


@dataclass
class Browser:
    """A visitor's browser with an open session."""

    client: httpx.AsyncClient
    base: str
    token: str
    visitor: str

    async def post(self, path: str, body: dict[str, Any], **headers: str) -> httpx.Response:
        return await self.client.post(self.base + path, json=body, headers=self.pass_ | headers)

    async def get(self, path: str) -> httpx.Response:
        return await self.client.get(self.base + path, headers=self.pass_)

    async def ask(self, text: str, client_id: str = "") -> list[tuple[str, Any]]:
        """The events of a streamed answer as (name, data)."""
        body = {"id": client_id or uuid4().hex, "message": text}
        answer = await self.post("/message", body, Accept="text/event-stream")
        assert answer.headers["content-type"].startswith("text/event-stream"), answer.text
        return read_events(answer.text)

    @property
    def pass_(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


def read_events(stream: str) -> list[tuple[str, Any]]:
    """(name, data) of every event in a whole stream."""
    events = []
    for block in stream.strip().split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.split("\n") if not line.startswith(":"))
        if fields:
            events.append((fields["event"], json.loads(fields["data"])))
    return events


async def open_browser(client: httpx.AsyncClient, public_id: str, visitor: str = "") -> Browser:
    base = f"/api/v1/chatbots/{public_id}"
    page = {"url": f"{SHOP}/red", "title": "Red shoes"}
    answer = await client.post(f"{base}/session", json={"page": page} | ({"visitor": visitor} if visitor else {}))
    assert answer.status_code == 200, answer.text
    return Browser(client, base, answer.json()["token"], answer.json()["visitor"])


@pytest.fixture
async def browser(client, taught_bot) -> Browser:
    """A visitor on Alice's shop."""
    return await open_browser(client, taught_bot.public_id)
