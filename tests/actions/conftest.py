"""A shop's own server on a loopback address, and Alice's chatbot that may ask it."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pytest
from pydantic import SecretStr

from privexbot_app.models import Action, Chatbot
from privexbot_app.rag.action_parameters import Parameter
from privexbot_app.services import actions
from privexbot_app.services.accounts import Viewer
from privexbot_app.services.actions import ActionForm
from privexbot_app.settings import settings
from tests.answers.conftest import model
from tests.api.conftest import browser, client

__all__ = ["browser", "client", "model"]

SECRET = "Bearer sk-of-the-shop-9f3a"
ORDER = {"order": {"status": "shipped", "eta": "Tuesday", "note": "left at the door"}}


@dataclass
class Heard:
    """One request as it came."""

    line: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Shop:
    """`answer(heard)` gives (status, JSON value or bytes)."""

    port: int = 0
    heard: list[Heard] = field(default_factory=list)
    answer: Callable[[Heard], tuple[int, Any]] = lambda _: (200, ORDER)
    seconds: float = 0
    location: str = ""

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@pytest.fixture
async def shop(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Shop]:
    shop = Shop()
    server = await asyncio.start_server(lambda reader, writer: serve_shop(shop, reader, writer), "127.0.0.1", 0)
    shop.port = server.sockets[0].getsockname()[1]
    monkeypatch.setattr(settings(), "development_allowed_origins", shop.origin)
    yield shop
    server.close()


async def serve_shop(shop: Shop, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError, asyncio.IncompleteReadError):
        line, *rows = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").strip().split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (row.partition(":") for row in rows)}
        heard = Heard(line, headers, await reader.readexactly(int(headers.get("content-length", 0))))
        shop.heard.append(heard)
        await asyncio.sleep(shop.seconds)
        status, answer = shop.answer(heard)
        content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        head = f"HTTP/1.1 {status} Shop\r\nContent-Type: application/json\r\nContent-Length: {len(content)}\r\n"
        head += f"Location: {shop.location}\r\n" if shop.location else ""
        writer.write(f"{head}Connection: close\r\n\r\n".encode() + content)
        await writer.drain()
    writer.close()


def order_form(shop: Shop, **more: Any) -> ActionForm:
    """Where an order is: nothing is changed by it."""
    facts: dict[str, Any] = {
        "name": "order_status",
        "title": "Order status",
        "description": "Looks up where an order is and when it arrives.",
        "phrases": ["Where is my order?", "Track my parcel"],
        "parameters": [
            Parameter(name="order_id", label="Order number", pattern="[0-9]{1,8}"),
            Parameter(name="email", label="E-mail", required=False),
        ],
        "url": f"{shop.origin}/orders/{{order_id}}?email={{email}}",
        "headers": {"X-Shop": "1"},
        "secret_headers": {"Authorization": SecretStr(SECRET)},
        "result_path": "order",
        "answer": "Your order {order_id} is {status} and arrives on {eta}.",
    }
    return ActionForm(**facts | more)


def cancel_form(shop: Shop, **more: Any) -> ActionForm:
    """Cancels an order: nothing that a model may do by itself."""
    facts: dict[str, Any] = {
        "name": "cancel_order",
        "title": "Cancel an order",
        "description": "Cancels an order that was not shipped yet.",
        "phrases": ["Please cancel my order"],
        "parameters": [
            Parameter(name="order_id", label="Order number"),
            Parameter(name="pieces", type="integer", required=False),
        ],
        "method": "POST",
        "url": f"{shop.origin}/cancel",
        "secret_headers": {"Authorization": SecretStr(SECRET)},
        "body": '{"order": "{order_id}", "pieces": "{pieces}", "by": "bot {chatbot.id}"}',
        "answer": "Order {order_id} is cancelled.",
        "changes_something": True,
    }
    return ActionForm(**facts | more)


@pytest.fixture
async def order_action(alice: Viewer, taught_bot: Chatbot, shop: Shop) -> Action:
    return await actions.add_action(alice, taught_bot.id, order_form(shop))


@pytest.fixture
async def cancel_action(alice: Viewer, taught_bot: Chatbot, shop: Shop) -> Action:
    shop.answer = lambda _: (200, {"state": "cancelled"})
    return await actions.add_action(alice, taught_bot.id, cancel_form(shop))
