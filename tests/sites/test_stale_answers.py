"""Answers that quoted a passage which is another one today, and only those."""

from datetime import timedelta

import pytest

from privexbot_app import db
from privexbot_app.errors import NotFound
from privexbot_app.models import Message, now
from privexbot_app.services.stale_answers import list_stale_answers
from tests.answers.telling import ask, last_reply


@pytest.fixture
async def told(alices_bot, read):
    """A website, and two visitors who were told what it says."""
    source = await read()
    await ask(alices_bot, "How many days do I have to return unworn shoes?")
    await ask(alices_bot, "How long is the warranty on soles?")
    return source


async def test_nothing_is_stale_while_the_website_says_the_same(alice, told, again):
    assert await list_stale_answers(alice, told.id) == []

    await again(told)

    assert await list_stale_answers(alice, told.id) == []


async def test_an_answer_from_a_page_that_changed_is_listed_with_its_question(alice, alices_bot, told, again, site):
    site.page("/returns", "Unworn shoes can be returned within 45 days for a full refund.", "/")
    await again(told)

    (stale,) = await list_stale_answers(alice, told.id)
    assert stale.question == "How many days do I have to return unworn shoes?"
    assert "30 days" in stale.quote and stale.chatbot_id == alices_bot.id


async def test_an_answer_from_a_page_that_vanished_is_listed(alice, told, again, site):
    del site.answers["/hidden"]
    await again(told)
    assert await list_stale_answers(alice, told.id) == []
    await again(told)

    (stale,) = await list_stale_answers(alice, told.id)
    assert "eighteen months" in stale.quote


async def test_what_was_said_more_than_90_days_ago_is_not(alice, told, again, site):
    site.page("/hidden", "There is no warranty.")
    await again(told)
    reply = last_reply().id

    def make_older(session):
        session.get_one(Message, reply).created_at = now() - timedelta(days=91)

    assert len(await list_stale_answers(alice, told.id)) == 1
    db.in_session(make_older)
    assert await list_stale_answers(alice, told.id) == []


async def test_a_stranger_is_told_of_none(mallory, told):
    with pytest.raises(NotFound):
        await list_stale_answers(mallory, told.id)
