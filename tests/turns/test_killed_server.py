"""A server killed in the middle of answers: what it acknowledged is there, and nothing stays half open."""

import asyncio
import random
import time
from uuid import UUID

import httpx
import pytest

from privexbot_app import db
from privexbot_app.models import Message, MessageState
from privexbot_app.services import knowledge
from tests.api.conftest import read_events
from tests.scripted_provider import scripted_provider
from tests.turns.killing import Journal, Server, ask

SEED = 20_261_123
VISITORS = 8
LONG_ANSWER = "Yes, we have that one in stock in sizes 7 to 10 [1]. " * 100
REAPED_SECONDS = 10  # after it is ready again
SHORT_SECONDS = 1


def get_message(message_id):
    return db.in_session(lambda session: session.get(Message, UUID(message_id)))


async def wait_until_reaped(journals, ready_at):
    """Every acknowledged reply has ended, in time."""
    waiting = [journal.accepted["reply"] for journal in journals]
    while waiting := [reply for reply in waiting if get_message(reply).state is MessageState.GENERATING]:
        assert time.monotonic() - ready_at < REAPED_SECONDS, f"{len(waiting)} replies are still generating"
        await asyncio.sleep(0.1)


async def read_again(alice, chatbot):
    """The server finds the job of what the test has read already; the bot knows nothing while it is done once more."""
    await asyncio.sleep(3)
    async with asyncio.timeout(30):
        while {source.state for source in await knowledge.list_sources(alice, chatbot.knowledge_base_id)} != {"ready"}:
            await asyncio.sleep(0.1)


def check(journal, killed_at):
    """Question and half of the reply against what the visitor was told."""
    question, reply = get_message(journal.accepted["message"]), get_message(journal.accepted["reply"])
    assert (question.text, reply.answers_id) == (journal.question, question.id)
    assert reply.state is MessageState.TRUNCATED
    assert reply.text.startswith(journal.text) or journal.text.startswith(reply.text), "it is another text"
    characters_short = journal.characters_before(killed_at - SHORT_SECONDS) - len(reply.text)
    assert characters_short <= 0, f"{characters_short} characters are missing that were said more than a second before"


async def resume(server, journal):
    async with httpx.AsyncClient(base_url=server.url) as client:
        path = f"{journal.base}/messages/{journal.accepted['message']}/stream"
        return read_events((await client.get(path, headers=journal.headers)).text)


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("kills", [2, 20])
async def test_nothing_acknowledged_is_lost_when_the_server_is_killed(alice, taught_bot, kills):
    dice, acknowledged = random.Random(SEED), 0
    with scripted_provider(answer=LONG_ANSWER, token_seconds=0.1) as provider:
        server = Server({"LLM_MODEL": "openai/test-model", "LLM_API_BASE": provider.base_url})
        try:
            await server.start()
            await read_again(alice, taught_bot)
            for number in range(kills):
                acknowledged += await kill_once(server, taught_bot, number, dice)
        finally:
            server.kill()
    assert acknowledged == kills * VISITORS


async def kill_once(server, chatbot, number, dice):
    """In the middle of answers; returns how many were acknowledged."""
    journals = [Journal(f"Do you have size 9 in red, kill {number}, visitor {n}?") for n in range(VISITORS)]
    streams = [asyncio.create_task(ask(server, chatbot.public_id, journal)) for journal in journals]
    async with asyncio.timeout(30):
        while not all(journal.text for journal in journals):
            await asyncio.sleep(0.05)
    await asyncio.sleep(dice.uniform(1.5, 3))
    killed_at = server.kill()
    await asyncio.gather(*streams)
    await server.start()
    await wait_until_reaped(journals, server.ready_at)
    for journal in journals:
        check(journal, killed_at)
    events = await resume(server, journals[0])
    assert (events[0][0], events[-1][0]) == ("accepted", "truncated")
    return len(journals)
