"""A turn from the inside: what is kept when visitors leave, models fail, and processes die."""

import asyncio
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


async def listen_until(events, characters):
    """What was heard when so much of it was there; the visitor's connection is gone then."""
    seen = ""
    async with aclosing(events):
        async for event in events:
            if isinstance(event, Token):
                seen += event.text
            if len(seen) > characters:
                break
    return seen


async def wait_for_the_end(reply_id, seconds=5.0):
    async with asyncio.timeout(seconds):
        while (reply := await turns.read_reply(reply_id)).state is MessageState.GENERATING:
            await asyncio.sleep(0.02)
    return reply


async def test_a_visitor_who_leaves_early_keeps_the_half_they_read(taught_bot, model, monkeypatch):
    monkeypatch.setattr(settings(), "reply_outlives_visitor_seconds", 0)
    provider = model("drip")
    turn = await turns.open_turn(Asked(taught_bot, "Do you have size 9 in red?", Channel.PLAYGROUND))
    seen = await listen_until(chat.stream_reply(turn), 10)
    reply = await wait_for_the_end(turn.reply_id, 1)

    assert reply.state is MessageState.TRUNCATED
    assert reply.text.startswith(seen)
    await asyncio.sleep(1)
    assert provider.open_streams == 0


async def test_a_reply_outlives_a_connection_that_drops_and_goes_on_where_it_was_left(taught_bot, model):
    model(answer="Yes, in sizes 7 to 10 [1]. " * 20)
    turn = await turns.open_turn(Asked(taught_bot, "Do you have size 9 in red?", Channel.PLAYGROUND))
    seen = await listen_until(chat.stream_reply(turn), 10)
    rest = [event async for event in chat._follow(turn.reply_id, len(seen))]

    reply = find_reply()
    assert (reply.state, seen + text_of(rest)) == (MessageState.DONE, reply.text)


async def test_nobody_has_to_listen_while_the_time_that_a_reply_outlives_its_visitor_runs(taught_bot, model):
    model(answer="Yes, in sizes 7 to 10 [1].")
    turn = await turns.open_turn(Asked(taught_bot, "Do you have size 9 in red?", Channel.PLAYGROUND))
    chat.stream_reply(turn)

    assert (await wait_for_the_end(turn.reply_id)).state is MessageState.DONE


async def test_a_reply_nobody_listens_to_is_cut_when_that_time_is_over(taught_bot, model, monkeypatch):
    monkeypatch.setattr(settings(), "reply_outlives_visitor_seconds", 1)
    provider = model("drip")
    turn = await turns.open_turn(Asked(taught_bot, "Do you have size 9 in red?", Channel.PLAYGROUND))
    await listen_until(chat.stream_reply(turn), 10)
    await asyncio.sleep(0.5)
    assert provider.open_streams == 1
    await listen_until(chat._follow(turn.reply_id, 0), 50)  # somebody comes back, and leaves again
    await asyncio.sleep(0.7)
    assert provider.open_streams == 1, "it was cut although somebody had listened meanwhile"
    await asyncio.sleep(1.3)

    assert provider.open_streams == 0
    assert find_reply().state is MessageState.TRUNCATED


async def test_no_connection_is_held_while_the_answer_is_said(taught_bot):
    turn = await turns.open_turn(Asked(taught_bot, "Do you have size 9 in red?", Channel.PLAYGROUND))
    async with aclosing(chat.stream_reply(turn)) as events:
        async for event in events:
            if isinstance(event, Token):
                break

        assert db.engine().pool.checkedout() == 0


async def test_a_reply_whose_process_died_does_not_stay_generating(taught_bot):
    turn = await turns.open_turn(Asked(taught_bot, "When is the shop open?", Channel.PLAYGROUND))
    await turns.keep_replies({turn.reply_id: "From Tuesday"})
    assert await turns.end_lost_replies() == 0, "a reply that is alive was taken for lost"

    long_ago = now() - turns.ALIVE - timedelta(seconds=1)
    db.in_session(lambda session: session.exec(update(Message).values(changed_at=long_ago)))

    assert await turns.end_lost_replies() == 1
    assert (find_reply().state, find_reply().text) == (MessageState.TRUNCATED, "From Tuesday")


async def test_what_has_ended_is_not_overwritten_by_a_late_save(taught_bot):
    events = await ask(taught_bot)

    assert await turns.keep_replies({events[0].reply: "half"}) == {events[0].reply}

    assert find_reply().text == text_of(events)


async def test_a_defect_of_ours_still_ends_the_stream_as_the_contract_says(taught_bot, monkeypatch):
    async def broken(*_):
        raise RuntimeError("the index is on fire")

    monkeypatch.setattr("privexbot_app.services.followups.look_up_ordered", broken)
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
