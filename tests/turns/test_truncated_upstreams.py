"""A provider that stops in the middle, in whichever way: never is half an answer told or kept as a whole one."""

import asyncio
import random
from collections import Counter

import pytest
from sqlmodel import select

from privexbot_app import db
from privexbot_app.models import Message, MessageRole
from tests.api.conftest import open_browser, read_events

SEED = 20_261_123
WAYS = ("no_finish", "cut", "malformed", "error_in_band", "length", "filtered")
ANSWER = "Yes, we have that one in stock in sizes 7 to 10 [1]. Orders are shipped within two working days [1]."


async def ask(browser, number, gate):
    async with gate:
        body = {"id": f"question-{number}", "message": f"Do you have size {number} in red?"}
        answer = await browser.post("/message", body, Accept="text/event-stream")
    events = read_events(answer.text)
    return [name for name, _ in events if name not in ("accepted", "token", "citations")]


@pytest.mark.parametrize("upstreams", [30, pytest.param(500, marks=[pytest.mark.long, pytest.mark.timeout(900)])])
@pytest.mark.parametrize("model_name", ["openai/scripted", "custom_openai/scripted"], ids=["direct", "litellm"])
async def test_an_answer_that_was_cut_off_is_never_done(client, taught_bot, model, no_limits, upstreams, model_name):
    dice, gate = random.Random(SEED), asyncio.Semaphore(20)
    provider = model(answer=ANSWER, name=model_name)
    provider.script = [dice.choice(WAYS) for _ in range(upstreams * 3)]
    browsers = [await open_browser(client, taught_bot.public_id) for _ in range(10)]
    endings = await asyncio.gather(*(ask(browsers[n % 10], n, gate) for n in range(upstreams)))

    assert Counter(map(tuple, endings)) == {("truncated",): upstreams}
    query = select(Message).where(Message.role == MessageRole.BOT)
    replies = db.in_session(lambda session: list(session.exec(query)))
    assert Counter(str(reply.state) for reply in replies) == {"truncated": upstreams}
    assert all(ANSWER.startswith(reply.text) for reply in replies)
