"""However often and however much at once a question is sent: one question, one reply, one call of the model."""

import asyncio
import random
from collections import Counter

import pytest
from sqlmodel import func, select

from privexbot_app import db
from privexbot_app.models import Conversation, Message, MessageRole
from privexbot_app.services import speaking, turns
from tests.api.conftest import open_browser
from tests.api.test_leaving import ask_and_leave

SEED = 20_261_123


def list_messages(role):
    return db.in_session(lambda session: list(session.exec(select(Message).where(Message.role == role))))


def count_conversations():
    return db.in_session(lambda session: session.exec(select(func.count()).select_from(Conversation)).one())


async def send(browser, number, dice):
    """One of three ways: as a stream, as JSON, or as a stream whose reader leaves at once."""
    body = {"id": f"question-{number}", "message": f"Do you have size {number} in red?"}
    way = dice.choice(["stream", "json", "leave"])
    if way == "leave":
        app, path = browser.client._transport.app, f"{browser.base}/message"
        told = await ask_and_leave(app, path, browser.pass_, b"event: accepted", body["id"], body["message"])
        assert "event: accepted" in told
        return 200
    headers = {"Accept": "text/event-stream"} if way == "stream" else {}
    answer = await browser.post("/message", body, **headers)
    if way == "stream":
        assert answer.text.count("event: done") == 1, answer.text
    return answer.status_code


async def send_all(browsers, posts, at_once=40):
    """Every post one to five times, in any order; returns how often each was sent."""
    dice = random.Random(SEED)
    sends = [number for number in range(posts) for _ in range(dice.randint(1, 5))]
    copies = Counter(sends)
    dice.shuffle(sends)
    gate = asyncio.Semaphore(at_once)

    async def one(number):
        async with gate:
            assert await send(browsers[number % len(browsers)], number, dice) == 200

    await asyncio.gather(*(one(number) for number in sends))
    while speaking._speeches:
        await asyncio.sleep(0.05)
    return copies


@pytest.mark.parametrize("posts", [40, pytest.param(1000, marks=[pytest.mark.long, pytest.mark.timeout(900)])])
async def test_posts_sent_up_to_five_times_at_once_take_effect_once(client, taught_bot, model, no_limits, posts):
    provider = model(answer="Yes, in sizes 7 to 10 [1].")
    browsers = [await open_browser(client, taught_bot.public_id) for _ in range(10)]
    copies = await send_all(browsers, posts)

    questions, replies = list_messages(MessageRole.VISITOR), list_messages(MessageRole.BOT)
    assert copies.total() > 2 * posts
    assert sorted(question.client_id for question in questions) == sorted(f"question-{n}" for n in range(posts))
    assert Counter(reply.answers_id for reply in replies) == Counter(question.id for question in questions)
    assert {reply.state for reply in replies} == {"done"}
    assert len(provider.requests) == posts
    assert count_conversations() == len(browsers)


async def test_questions_of_one_new_visitor_at_once_open_one_conversation(browser, no_limits):
    answers = await asyncio.gather(*(browser.post("/message", {"id": f"n{n}", "message": "Hello!"}) for n in range(12)))

    assert len({answer.json()["conversation"] for answer in answers}) == 1
    assert count_conversations() == 1
    assert sorted(message.position for message in list_messages(MessageRole.VISITOR)) == list(range(1, 24, 2))


async def test_a_question_sent_again_after_its_conversation_was_closed_is_still_the_same_question(browser):
    first = await browser.post("/message", {"id": "one", "message": "When is the shop open?"})
    db.in_session(lambda session: session.exec(select(Conversation)).one().sqlmodel_update({"state": "closed"}))

    again = await browser.post("/message", {"id": "one", "message": "When is the shop open?"})

    assert again.json() == first.json()
    assert len(list_messages(MessageRole.BOT)) == 1


async def test_two_visitors_may_use_the_same_id(browser, client, taught_bot):
    other = await open_browser(client, taught_bot.public_id)
    answers = [
        await who.post("/message", {"id": "one", "message": "When is the shop open?"}) for who in (browser, other)
    ]

    assert answers[0].json()["message"] != answers[1].json()["message"]


async def test_a_second_copy_reads_along_while_the_first_is_being_answered(browser, model):
    provider = model(answer="Yes, in sizes 7 to 10 [1]. " * 5, token_seconds=0.02)
    copies = await asyncio.gather(*(browser.ask("Do you have size 9 in red?", client_id="one") for _ in range(4)))

    texts = {"".join(data["text"] for name, data in events if name == "token") for events in copies}
    assert len(texts) == 1
    assert len(provider.requests) == 1
    assert all([name for name, _ in events].count("done") == 1 for events in copies)
    assert not await turns.end_lost_replies()
