"""The API and a visitor, for what an owner makes of the widget."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tests.api.conftest import browser, client  # noqa: F401

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060f80f0001040100"
    "5fe5c34b0000000049454e44ae426082"
)


@pytest.fixture
def config(client, alices_bot) -> Callable[..., Awaitable[dict[str, Any]]]:  # noqa: F811
    """`await config("de")`: what the widget of Alice's chatbot is told."""

    async def read(language: str = "en") -> dict[str, Any]:
        path = f"/api/v1/chatbots/{alices_bot.public_id}/config"
        return (await client.get(path, params={"language": language})).json()

    return read
