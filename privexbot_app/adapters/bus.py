"""News for whoever listens now, on this node or another: through Redis if there is one, else in this process.

Nothing is kept here and nothing is promised: a message may be lost while Redis is away or a listener is slow, so
whoever listens reads the truth from the database as well, at the latest when nothing was heard for a second.
"""

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from functools import lru_cache
from typing import Any, Protocol

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from privexbot_app.settings import settings

log = logging.getLogger(__name__)

MOST_UNHEARD = 256  # messages that wait for a slow listener; past it the oldest are dropped
REDIS_SECONDS = 0.5
REDIS_REST_SECONDS = 1.0
PREFIX = "privexbot:bus:"


class Ear:
    """One listener of one channel; it belongs to the event loop that opened it."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._unheard: asyncio.Queue[str] = asyncio.Queue(MOST_UNHEARD)

    async def hear(self, seconds: float) -> str | None:
        """The next message; None when there was none for so long."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                return await self._unheard.get()
        return None

    def tell(self, message: str) -> None:
        """From any thread; a loop that has ended has nobody left to hear it."""
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._put, message)

    def _put(self, message: str) -> None:
        if self._unheard.full():
            self._unheard.get_nowait()
        self._unheard.put_nowait(message)


class Bus(Protocol):
    """Tells whoever listens to a channel."""

    async def publish(self, channel: str, message: str) -> None:
        """Never raises and never waits for long."""
        ...

    def listen(self, channel: str) -> Any:
        """`async with bus().listen(channel) as ear`: every message from now on."""
        ...


@lru_cache(maxsize=1)
def bus() -> Bus:
    """The bus of this install."""
    return RedisBus(settings().redis_url) if settings().redis_url else ProcessBus()


class ProcessBus:
    """Within this process, for any number of its threads and event loops."""

    def __init__(self) -> None:
        self._ears: dict[str, set[Ear]] = defaultdict(set)

    async def publish(self, channel: str, message: str) -> None:
        """See `Bus`."""
        for ear in tuple(self._ears.get(channel, ())):
            ear.tell(message)

    @asynccontextmanager
    async def listen(self, channel: str) -> AsyncGenerator[Ear, None]:
        """See `Bus`."""
        ear = Ear()
        self._ears[channel].add(ear)
        try:
            yield ear
        finally:
            self._ears[channel].discard(ear)
            if not self._ears[channel]:
                del self._ears[channel]

    def channels(self) -> list[str]:
        """What anybody listens to."""
        return list(self._ears)


class RedisBus:
    """Between all nodes: one connection that listens, for all ears of an event loop."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._lines: dict[asyncio.AbstractEventLoop, _Line] = {}
        self._rests_until = 0.0

    async def publish(self, channel: str, message: str) -> None:
        """See `Bus`; while Redis is away the ears of this process still hear."""
        if time.monotonic() >= self._rests_until:
            try:
                async with asyncio.timeout(REDIS_SECONDS):
                    await self._line().redis.publish(PREFIX + channel, message)
                return
            except (RedisError, OSError) as error:  # a TimeoutError is an OSError
                log.warning("Redis does not take messages (%s).", type(error).__name__)
                self._rests_until = time.monotonic() + REDIS_REST_SECONDS
        for line in tuple(self._lines.values()):
            await line.ears.publish(channel, message)

    @asynccontextmanager
    async def listen(self, channel: str) -> AsyncGenerator[Ear, None]:
        """See `Bus`."""
        line = self._line()
        try:
            async with line.ears.listen(channel) as ear:
                await line.subscribe(channel)
                yield ear
        finally:
            await line.unsubscribe(channel)

    def _line(self) -> "_Line":
        loop = asyncio.get_running_loop()
        if loop not in self._lines:
            for closed in [other for other in list(self._lines) if other.is_closed()]:
                self._lines.pop(closed, None)
            self._lines[loop] = _Line(self._url)
        return self._lines[loop]


class _Line:
    """The connections of one event loop, and a task that passes on what comes in."""

    def __init__(self, url: str) -> None:
        never = Retry(NoBackoff(), 0)
        self.redis: Any = Redis.from_url(url, socket_connect_timeout=REDIS_SECONDS, retry=never, decode_responses=True)
        self.ears = ProcessBus()
        self._lock = asyncio.Lock()
        self._subscribed: Any = None
        self._receiver: asyncio.Task[None] | None = None

    async def subscribe(self, channel: str) -> None:
        """Returns when Redis passes the channel on, or soon without Redis: the receiver goes on trying."""
        if self._receiver is None or self._receiver.done():
            self._receiver = asyncio.create_task(self._receive())
            await asyncio.sleep(0)  # it takes the lock first
        with suppress(RedisError, OSError):
            async with asyncio.timeout(REDIS_SECONDS), self._lock:
                if self._subscribed is not None:
                    await self._subscribed.subscribe(PREFIX + channel)

    async def unsubscribe(self, channel: str) -> None:
        """Unless somebody else here still listens to it."""
        with suppress(RedisError, OSError):
            async with asyncio.timeout(REDIS_SECONDS), self._lock:
                if self._subscribed is not None and channel not in self.ears.channels():
                    await self._subscribed.unsubscribe(PREFIX + channel)

    async def _receive(self) -> None:
        """For as long as anybody listens, through every loss of the connection."""
        while self.ears.channels():
            try:
                async with self.redis.pubsub() as subscribed:
                    async with self._lock:
                        await subscribed.subscribe(*[PREFIX + channel for channel in self.ears.channels()])
                        self._subscribed = subscribed
                    await self._pass_on(subscribed)
            except (RedisError, OSError) as error:
                log.warning("Redis tells nothing (%s); listeners read the database.", type(error).__name__)
                await asyncio.sleep(REDIS_REST_SECONDS)
            finally:
                self._subscribed = None

    async def _pass_on(self, subscribed: Any) -> None:
        while self.ears.channels():
            message = await subscribed.get_message(timeout=REDIS_REST_SECONDS)
            if message and message["type"] == "message":
                await self.ears.publish(message["channel"].removeprefix(PREFIX), message["data"])
