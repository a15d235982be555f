"""A visitor on Alice's shop, asking through the API, and what her chatbot makes of it."""

from typing import Any

import pytest

from privexbot_app.services import gaps
from privexbot_app.settings import settings
from tests.api.conftest import Browser, client, open_browser  # noqa: F401  (a fixture is used by its name)


@pytest.fixture
async def browser(client, taught_bot, monkeypatch) -> Browser:  # noqa: F811
    monkeypatch.setattr(settings(), "messages_per_minute_per_visitor", 1000)
    return await open_browser(client, taught_bot.public_id)


@pytest.fixture
def ask(browser, taught_bot):
    """`await ask(question)`: (what was said, the terminal event, the citations); new questions are sorted after it."""

    async def ask_it(question: str) -> tuple[str, dict[str, Any], list[Any]]:
        events = await browser.ask(question)
        said = "".join(data["text"] for name, data in events if name == "token")
        citations = next((data for name, data in events if name == "citations"), [])
        await gaps.sort_questions(taught_bot.id)
        return said, events[-1][1], citations

    return ask_it
