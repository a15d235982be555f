"""A visitor on Alice's shop, and what her chatbot's menu allows them."""

import pytest
from pydantic import SecretStr

from privexbot_app.services import visitor_menu
from privexbot_app.services.visitor_menu import VisitorMenu
from privexbot_app.settings import settings
from tests.api.conftest import browser, client

__all__ = ["browser", "client"]


@pytest.fixture
def smtp(monkeypatch):
    """There is a server that would take mails."""
    monkeypatch.setattr(settings(), "smtp_url", SecretStr("smtp+plain://127.0.0.1:1"))


@pytest.fixture
async def allow(alice, taught_bot):
    """`await allow(uploads=True)` changes what the menu allows."""

    async def change(**choices):
        await visitor_menu.set_visitor_menu(alice, taught_bot.id, VisitorMenu(**choices))

    return change


async def get_config(client, bot, language="en"):
    answer = await client.get(f"/api/v1/chatbots/{bot.public_id}/config", params={"language": language})
    assert answer.status_code == 200, answer.text
    return answer.json()
