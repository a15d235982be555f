"""A turn from the inside: what is kept when visitors leave, models fail, and processes die."""

from contextlib import ExitStack, aclosing
from datetime import timedelta

import pytest
from sqlmodel import select, update

from privexbot_app import db
from privexbot_app.models import Channel, Message, MessageRole, MessageState, now
from privexbot_app.services import chat, turns
from privexbot_app.services.chat import Accepted, Citations, Ended, Token
from privexbot_app.services.turns import Asked
from privexbot_app.settings import settings
from tests.scripted_provider import scripted_provider


def find_reply():
    query = select(Message).where(Message.role == MessageRole.BOT)
    return db.in_session(lambda session: session.exec(query).one())


async def ask(chatbot, text="Do you have size 9 in red?", **more):
    turn = await turns.open_turn(Asked(chatbot, text, Channel.PLAYGROUND, **more))
    return [event async for event in chat.stream_reply(turn)]


def text_of(events):
    return "".join(event.text for event in events if isinstance(event, Token))


@pytest.fixture
def model(monkeypatch):
    """Makes every bot speak through a scripted provider: `model(answer)`."""
    with ExitStack() as stack:

        def start(script="normal", answer=""):
            provider = stack.enter_context(scripted_provider(script, answer))
            monkeypatch.setattr(settings(), "llm_model", "openai/test-model")
            monkeypatch.setattr(settings(), "llm_api_base", provider.base_url)
            return provider

        yield start


async def test_a_visitor_who_leaves_early_keeps_the_half_they_read(taught_bot):
    turn = await turns.open_turn(Asked(taught_bot, "Do you have size 9 in red?", Channel.PLAYGROUND))
    seen = ""
    async with aclosing(chat.stream_reply(turn)) as events:
        async for event in events:
            if isinstance(event, Token):
                seen += event.text
            if len(seen) > 10:
                break

    reply = find_reply()
    assert (reply.state, reply.text) == (MessageState.TRUNCATED, seen)


async def test_no_connection_is_held_while_the_answer_is_said(taught_bot):
    turn = await turns.open_turn(Asked(taught_bot, "Do you have size 9 in red?", Channel.PLAYGROUND))
    async with aclosing(chat.stream_reply(turn)) as events:
        async for event in events:
            if isinstance(event, Token):
                break

        assert db.engine().pool.checkedout() == 0


async def test_a_reply_whose_process_died_does_not_stay_generating(taught_bot):
    turn = await turns.open_turn(Asked(taught_bot, "When is the shop open?", Channel.PLAYGROUND))
    await turns.keep_reply(turn.reply_id, "From Tuesday")
    assert await turns.end_lost_replies() == 0, "a reply that is alive was taken for lost"

    long_ago = now() - turns.ALIVE - timedelta(seconds=1)
    db.in_session(lambda session: session.exec(update(Message).values(changed_at=long_ago)))

    assert await turns.end_lost_replies() == 1
    assert (find_reply().state, find_reply().text) == (MessageState.TRUNCATED, "From Tuesday")


async def test_what_has_ended_is_not_overwritten_by_a_late_save(taught_bot):
    events = await ask(taught_bot)

    await turns.keep_reply(events[0].reply, "half")

    assert find_reply().text == text_of(events)


async def test_a_defect_of_ours_still_ends_the_stream_as_the_contract_says(taught_bot, monkeypatch):
    async def broken(*_):
        raise RuntimeError("the index is on fire")

    monkeypatch.setattr("privexbot_app.services.followups.look_up", broken)
    events = await ask(taught_bot)

    assert isinstance(events[0], Accepted)
    assert events[1:] == [Ended(MessageState.FAILED, True, "internal", True)]
    assert find_reply().state is MessageState.FAILED


async def test_a_model_answers_from_the_passages_and_its_numbers_become_citations(taught_bot, model):
    provider = model(answer="Yes, in sizes 7 to 10 [1].")
    events = await ask(taught_bot)

    assert text_of(events) == "Yes, in sizes 7 to 10 [1]."
    [citations] = [event.citations for event in events if isinstance(event, Citations)]
    assert (citations[0]["n"], citations[0]["title"]) == (1, "The shop")
    assert events[-1].state is MessageState.DONE
    assert "Comet Runner" in str(provider.requests[0])
    assert find_reply().model == "openai/test-model"


async def test_a_model_that_does_not_know_says_so_in_the_owners_words(taught_bot, model):
    model(answer="NO_ANSWER")
    events = await ask(taught_bot)

    assert text_of(events) == taught_bot.fallback
    assert events[-1] == Ended(MessageState.DONE, grounded=False)


async def test_a_provider_that_is_down_is_replaced_by_quotes(taught_bot, model):
    model("error")
    events = await ask(taught_bot)

    assert "sizes 7, 8, 9 and 10" in text_of(events)
    assert find_reply().model == "privexbot/quote"
