"""A stream that broke goes on where it was left, and a reply ends when its visitor says so, on any node."""

import asyncio
import itertools
import time
from contextlib import aclosing
from uuid import UUID, uuid4

import pytest

from privexbot_app.adapters.bus import ProcessBus
from privexbot_app.models import Channel, MessageState
from privexbot_app.services import chat, speaking, turns
from privexbot_app.services.chat import Accepted, Ended, Token
from privexbot_app.services.turns import Asked
from tests.api.conftest import open_browser, read_events

SLOW = {"answer": "Yes, we have that one in stock in sizes 7 to 10 [1]. " * 4, "token_seconds": 0.03}


async def begin(browser, text="Do you have size 9 in red?"):
    """Ask, and hang up after the acknowledgement: the ids."""
    asked = asyncio.create_task(browser.post("/message", {"id": uuid4().hex, "message": text}))
    for _ in range(200):
        await asyncio.sleep(0.02)
        if speaking._speeches:
            break
    [speech] = speaking._speeches.values()
    return speech.turn, asked


def text_of(events):
    return "".join(data["text"] for name, data in events if name == "token")


@pytest.fixture
def elsewhere(monkeypatch):
    """From now on requests arrive at another node than the one that speaks."""
    monkeypatch.setattr(chat, "find_speech", lambda _: None)


async def resume(browser, message, after=0, **headers):
    answer = await browser.client.get(
        f"{browser.base}/messages/{message}/stream?after={after}", headers=browser.pass_ | headers
    )
    assert answer.status_code == 200, answer.text
    return read_events(answer.text)


async def test_a_reply_goes_on_where_it_was_left_by_its_id_or_the_questions(browser, model):
    model(**SLOW)
    turn, asked = await begin(browser)
    whole = await resume(browser, turn.message_id)
    rest = await resume(browser, turn.reply_id, after=20)
    by_header = await resume(browser, turn.reply_id, **{"Last-Event-ID": "30"})

    said = (await asked).json()["reply"]["text"]
    assert [name for name, _ in (whole[0], *whole[-2:])] == ["accepted", "citations", "done"]
    assert whole[0][1] == {name: str(getattr(turn, f"{name}_id")) for name in ("conversation", "message", "reply")}
    assert (text_of(whole), text_of(rest), text_of(by_header)) == (said, said[20:], said[30:])


async def test_a_reader_on_another_node_hears_it_as_it_is_said(browser, model, elsewhere):
    model(**SLOW)
    turn, asked = await begin(browser)
    heard, at = "", []
    async with aclosing(chat._follow(turn.reply_id, 0)) as events:
        async for event in events:
            if isinstance(event, Token):
                assert event.seq == len(heard) + len(event.text), "a piece is missing or was told twice"
                heard += event.text
                at.append(time.monotonic())

    assert heard == (await asked).json()["reply"]["text"]
    assert isinstance(event, Ended) and event.state is MessageState.DONE
    assert max(later - earlier for earlier, later in itertools.pairwise(at)) < 0.5, "it waited for the database"


async def test_without_a_bus_a_reader_on_another_node_reads_what_was_saved(browser, model, elsewhere, monkeypatch):
    class Silence(ProcessBus):
        async def publish(self, channel, message):
            return

    silence = Silence()
    monkeypatch.setattr(chat, "bus", lambda: silence)
    monkeypatch.setattr(speaking, "bus", lambda: silence)
    model(**SLOW)
    turn, asked = await begin(browser)
    events = await resume(browser, turn.reply_id)

    assert text_of(events) == (await asked).json()["reply"]["text"]
    assert [name for name, _ in events].count("token") > 1
    assert events[-1][0] == "done"


@pytest.mark.parametrize("node", ["here", "elsewhere"])
async def test_stopping_ends_the_reply_in_half_a_second_and_keeps_what_was_said(browser, model, node, request):
    provider = model("drip")
    turn, asked = await begin(browser)
    if node == "elsewhere":
        request.getfixturevalue("elsewhere")
    await asyncio.sleep(0.5)
    began = time.monotonic()
    answer = await browser.post(f"/messages/{turn.message_id}/stop", {})
    seconds = time.monotonic() - began

    assert (answer.status_code, answer.json()) == (200, {"state": "stopped"})
    assert seconds < 0.5
    reply = (await asked).json()["reply"]
    assert (reply["state"], reply["text"] != "") == ("stopped", True)
    await asyncio.sleep(1)
    assert provider.open_streams == 0
    kept = await turns.read_reply(turn.reply_id)
    assert (kept.state, kept.text) == (MessageState.STOPPED, reply["text"])


async def test_a_node_that_cannot_be_told_notices_by_the_database_and_keeps_all_that_it_said(
    browser, model, elsewhere, monkeypatch
):
    monkeypatch.setattr(chat, "NODES", "a channel that nobody hears")
    provider = model("drip")
    turn, asked = await begin(browser)
    await asyncio.sleep(0.5)
    answer = await browser.post(f"/messages/{turn.reply_id}/stop", {})
    assert answer.json() == {"state": "stopped"}
    first = len((await turns.read_reply(turn.reply_id)).text)
    await asyncio.sleep(speaking.KEEP_SECONDS + 1)

    assert provider.open_streams == 0
    reply = await turns.read_reply(turn.reply_id)
    assert (reply.state, len(reply.text) > first) == (MessageState.STOPPED, True)
    await asked


async def test_stopping_what_has_ended_says_how_it_ended(browser):
    events = await browser.ask("When is the shop open?")

    answer = await browser.post(f"/messages/{events[0][1]['reply']}/stop", {})

    assert answer.json() == {"state": "done"}


async def test_another_visitor_can_neither_read_nor_stop_a_reply_nor_learn_that_it_exists(browser, client, taught_bot):
    events = await browser.ask("When is the shop open?")
    stranger = await open_browser(client, taught_bot.public_id)
    for message in (events[0][1]["reply"], events[0][1]["message"], str(UUID(int=0))):
        answers = [
            await stranger.get(f"/messages/{message}/stream"),
            await stranger.post(f"/messages/{message}/stop", {}),
            await stranger.post("/feedback", {"message": message, "rating": "up"}),
        ]
        assert [answer.status_code for answer in answers] == [404] * 3
        assert {answer.json()["error"]["message"] for answer in answers} == {"There is no such reply."}


async def test_a_reply_cut_short_is_asked_for_anew_under_another_id_and_the_half_stays(browser, model):
    model(["no_finish", "normal"], "Yes, in sizes 7 to 10 [1].")
    first = await browser.ask("Do you have size 9 in red?")
    again = await browser.ask("Do you have size 9 in red?")

    assert (first[-1][0], first[-1][1]["retryable"], again[-1][0]) == ("truncated", True, "done")
    history = (await browser.get("/conversation")).json()["messages"]
    assert [message["state"] for message in history if message["role"] == "bot"] == ["truncated", "done"]


async def test_a_reply_of_nothing_fails_and_is_never_shown(taught_bot, monkeypatch):
    async def says_nothing(_):
        from privexbot_app.services.answer import Said, Verdict

        yield Said(" \n")
        yield Verdict(MessageState.DONE)

    monkeypatch.setattr(speaking, "find_answer", says_nothing)
    turn = await turns.open_turn(Asked(taught_bot, "When is the shop open?", Channel.PLAYGROUND))
    events = [event async for event in chat.stream_reply(turn)]

    assert isinstance(events[0], Accepted)
    assert [event.state for event in events if isinstance(event, Ended)] == [MessageState.FAILED]


async def test_broken_characters_are_kept_as_something_both_databases_take(browser, model):
    model(answer="Yes \0 \ud83d and \udc00 here.")
    body = '{"id": "one", "message": "When \\u0000 is \\ud83d the shop open?"}'
    answer = await browser.client.post(
        f"{browser.base}/message", content=body, headers=browser.pass_ | {"Content-Type": "application/json"}
    )

    assert answer.status_code == 200, answer.text
    assert answer.json()["reply"]["state"] == "done"
    history = (await browser.get("/conversation")).json()["messages"]
    assert history[0]["text"] == "When  is \ufffd the shop open?"
    assert history[1]["text"] == answer.json()["reply"]["text"]
