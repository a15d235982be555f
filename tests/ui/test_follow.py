"""One listener for each tab: it tells at once, and is gone with the tab, the session or the membership."""

import asyncio
from contextlib import asynccontextmanager, suppress
from uuid import UUID

import pytest

from privexbot_app.adapters.bus import bus
from privexbot_app.errors import Unauthorized
from privexbot_app.services import accounts, live, news, people
from privexbot_app.ui import connection
from privexbot_app.ui.gathering import gathered
from privexbot_app.ui.states import follow as follow_state
from privexbot_app.ui.states.follow import FollowState
from privexbot_app.ui.states.inbox import InboxState
from privexbot_app.ui.states.thread import ThreadState
from tests.people.conftest import PERSON, bob, browser, client, hand_off, model, waiting
from tests.ui.conftest import Unlocked
from tests.ui.test_inbox_and_thread import sit_down

__all__ = ["bob", "browser", "client", "hand_off", "model", "sit_down", "waiting"]


@pytest.fixture
def socket(monkeypatch):
    """The tab's connection: `socket.is_open = False` closes it."""

    class Socket:
        is_open = True

        async def is_connected(self, _token):
            return self.is_open

    socket = Socket()
    monkeypatch.setattr(connection, "is_connected", socket.is_connected)
    monkeypatch.setattr(follow_state, "TICK_SECONDS", 0.1)
    return socket


@asynccontextmanager
async def following(page):
    """The background event of a tab, cancelled at the end if it goes on."""
    task = asyncio.create_task(FollowState.follow.fn(Unlocked(page)))
    await asyncio.sleep(0.15)
    try:
        yield task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError, Unauthorized):
            await task


async def until(true, seconds=1.0):
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.02)


async def test_the_inbox_and_the_sidebar_change_by_themselves(sit_down, socket, browser, hand_off, alice, bob):
    page = await sit_down(alice, InboxState)
    await InboxState.load.fn(page)
    async with following(await page.get_state(FollowState)):
        conversation = (await browser.ask(PERSON))[0][1]["conversation"]
        await until(lambda: page.waiting == 1 and [line.state for line in page.rows] == ["waiting"])
        await people.take_over(bob, UUID(conversation))
        await until(lambda: page.waiting == 0 and page.rows[0].operator.name == "Bob")


async def test_a_thread_changes_and_shows_typing_by_itself(sit_down, socket, browser, waiting, alice, bob):
    page = await sit_down(alice, ThreadState, waiting)
    await ThreadState.load.fn(page)
    async with following(await page.get_state(FollowState)):
        await people.take_over(bob, waiting)
        await people.reply_as_operator(bob, waiting, "Hello.")
        await until(lambda: page.messages[-1].text == "Hello.")
        await browser.post("/typing", {})
        await until(lambda: page.is_typing)


def listeners(viewer):
    return news.operators_channel(viewer.workspace_id) in bus().channels()


async def test_nobody_listens_for_a_tab_that_was_closed(sit_down, socket, alice):
    page = await sit_down(alice, InboxState)
    async with following(await page.get_state(FollowState)) as task:
        assert listeners(alice)
        socket.is_open = False
        await asyncio.wait_for(task, 1)
    assert not listeners(alice)


async def test_a_session_that_ended_ends_it_and_leads_to_signing_in(sit_down, socket, alice):
    page = await sit_down(alice, InboxState)
    async with following(await page.get_state(FollowState)) as task:
        await accounts.sign_out(page.router.headers.cookie.partition("=")[2])
        with pytest.raises(Unauthorized):
            await asyncio.wait_for(task, 1)
    assert not listeners(alice)


async def test_the_newest_listener_of_a_tab_takes_over(sit_down, socket, alice):
    page = await sit_down(alice, InboxState)
    state = await page.get_state(FollowState)
    async with following(state) as older, following(state) as newer:
        await asyncio.wait_for(older, 1)
        assert not newer.done() and listeners(alice)


async def test_after_a_failure_it_begins_again(sit_down, socket, alice, monkeypatch, caplog):
    async def faint(_viewer):
        raise OSError("the database is away")
        yield

    monkeypatch.setattr(live, "follow_workspace", faint)
    monkeypatch.setattr(follow_state, "REST_SECONDS", 0.0)
    page = await sit_down(alice, InboxState)

    again = await FollowState.follow.fn(Unlocked(await page.get_state(FollowState)))

    assert again is FollowState.follow and "cannot follow" in caplog.text


async def test_every_signed_in_page_is_followed(app):
    private = {route for route in app._unevaluated_pages if route not in ("index", "404", "sign-in", "sign-up")}
    for route in private:
        assert app._load_events[route][-1] == FollowState.follow, route


async def test_a_tab_without_a_socket_is_not_connected(app):
    assert not await connection.is_connected("nobody")


async def numbers(heard, *batches):
    try:
        for batch in batches:
            for number in batch:
                yield number
            await asyncio.sleep(0.05)
    finally:
        heard.append("closed")


async def test_what_comes_at_once_is_one_batch_and_silence_is_an_empty_one():
    closed = []
    heard = [batch async for batch in gathered(numbers(closed, [1, 2], [3], []), 0.03)]

    assert [batch for batch in heard if batch] == [[1, 2], [3]]
    assert [] in heard and closed


async def test_events_are_closed_when_nobody_wants_more():
    closed = []
    batches = gathered(numbers(closed, [1], [2], [3]), 1)
    assert await anext(batches) == [1]
    await batches.aclose()

    assert closed == ["closed"]


async def test_what_events_raise_is_raised():
    async def broken():
        yield 1
        raise ValueError("broken")

    batches = gathered(broken(), 1)
    with pytest.raises(ValueError, match="broken"):
        assert [batch async for batch in batches] == [[1]]
