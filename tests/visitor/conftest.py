"""A bot whose owner has an identity secret, and browsers that say who is using them."""

from typing import Any

import httpx
import pytest

from privexbot_app.services import identity
from privexbot_app.services.identify import sign_id
from tests.api.conftest import Browser, browser, client

__all__ = ["browser", "client"]


@pytest.fixture
async def secret(alice, taught_bot) -> str:
    return await identity.make_secret(alice, taught_bot.id)


async def arrive(client: httpx.AsyncClient, public_id: str, **body: object) -> dict[str, Any]:
    """What `POST /session` says."""
    answer = await client.post(f"/api/v1/chatbots/{public_id}/session", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def ada(secret: str = "", **more: str) -> dict[str, str]:
    """Ada as her shop's pages tell about her; signed if there is a secret."""
    signed = {"hash": sign_id(secret, "u-1")} if secret else {}
    return {"id": "u-1", "name": "Ada Lovelace", "email": "ada@example.com"} | signed | more


async def browse(client: httpx.AsyncClient, public_id: str, **body: object) -> Browser:
    opened = await arrive(client, public_id, **body)
    return Browser(client, f"/api/v1/chatbots/{public_id}", opened["token"], opened["visitor"])


async def questions(browser: Browser) -> list[str]:
    history = (await browser.get("/conversation")).json()
    return [said["text"] for said in history["messages"] if said["role"] == "visitor"]
