"""How often somebody may do something: a bucket that refills evenly, in Redis if there is one, else in this process.

Redis is only a shared memory here. When it does not answer, each process counts for itself until it is back.
"""

import asyncio
import hashlib
import logging
import math
import threading
import time
from collections import OrderedDict
from functools import lru_cache
from typing import Any, Protocol

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from privexbot_app.errors import TooMany
from privexbot_app.settings import settings

log = logging.getLogger(__name__)

MOST_KEYS = 100_000  # about 20 MB; past it the key that was used longest ago is forgotten
MINUTE, HOUR = 60, 3600
REDIS_SECONDS = 0.5
REDIS_REST_SECONDS = 5.0

# The generic cell rate algorithm: one number a key, the time when its bucket is full again.
SPEND = """
local clock = redis.call('TIME')
local now = clock[1] + clock[2] / 1000000
local step = tonumber(ARGV[1])
local full_at = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), now)
local wait = full_at + step - now - tonumber(ARGV[2])
if wait > 0.000001 then return tostring(wait) end
redis.call('SET', KEYS[1], string.format('%.6f', full_at + step), 'PX', math.ceil((full_at + step - now) * 1000))
return '0'
"""


class Limits(Protocol):
    """Counts what was spent under a key."""

    async def wait_seconds(self, key: str, count: int, window_seconds: int = MINUTE) -> float:
        """Spend one and return 0, or spend nothing and return how long to wait for the next."""
        ...


async def spend(key: str, per_minute: int) -> None:
    """Take one of `per_minute` from the bucket `key`; raises TooMany when it is empty.

    A full bucket can be emptied at once; after that one comes back every 60 / `per_minute` seconds.
    """
    await _spend(key, per_minute, MINUTE)


async def spend_hourly(key: str, per_hour: int) -> None:
    """The same for a bucket that is full again after an hour."""
    await _spend(key, per_hour, HOUR)


async def _spend(key: str, count: int, window_seconds: int) -> None:
    wait = await limits().wait_seconds(key, count, window_seconds) if count > 0 else window_seconds
    if wait > 0:
        raise TooMany("Too many requests. Please wait a moment.", retry_after_seconds=math.ceil(wait))


@lru_cache(maxsize=1)
def limits() -> Limits:
    """The counter of this install."""
    return RedisLimits(settings().redis_url) if settings().redis_url else ProcessLimits()


class ProcessLimits:
    """Counts in this process, for any number of its threads and event loops."""

    def __init__(self) -> None:
        self._full_at: OrderedDict[str, float] = OrderedDict()
        self._lock = threading.Lock()

    async def wait_seconds(self, key: str, count: int, window_seconds: int = MINUTE) -> float:
        """See `Limits`."""
        now, step = time.monotonic(), window_seconds / count
        with self._lock:
            full_at = max(self._full_at.pop(key, 0), now)
            wait = full_at + step - now - window_seconds
            spent = full_at if wait > 1e-6 else full_at + step
            self._full_at[key] = spent
            if len(self._full_at) > MOST_KEYS:
                self._full_at.popitem(last=False)
        return wait if wait > 1e-6 else 0


class RedisLimits:
    """Counts for all processes at once; keys are hashed, so no address or visitor is kept in Redis."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._clients: dict[asyncio.AbstractEventLoop, Redis] = {}
        self._twin = ProcessLimits()
        self._failed_at = 0.0
        self._rests_until = 0.0

    async def wait_seconds(self, key: str, count: int, window_seconds: int = MINUTE) -> float:
        """See `Limits`; after a failure one caller in a few seconds asks Redis again, and nobody else waits for it."""
        asked_at = time.monotonic()
        if asked_at < self._rests_until:
            return await self._twin.wait_seconds(key, count, window_seconds)
        if self._failed_at:
            self._rests_until = asked_at + REDIS_REST_SECONDS
        name = f"privexbot:limit:{hashlib.blake2s(key.encode(), digest_size=16).hexdigest()}"
        try:
            async with asyncio.timeout(REDIS_SECONDS):
                said = await self._client().execute_command(
                    "EVAL", SPEND, 1, name, window_seconds / count, window_seconds
                )
        except (RedisError, OSError) as error:  # a TimeoutError is an OSError
            self._rest(error)
            return await self._twin.wait_seconds(key, count, window_seconds)
        self._is_back(asked_at)
        return float(said)

    def _client(self) -> Any:
        """A connection belongs to the event loop that opened it."""
        loop = asyncio.get_running_loop()
        if loop not in self._clients:
            for closed in [other for other in list(self._clients) if other.is_closed()]:
                self._clients.pop(closed, None)
            self._clients[loop] = Redis.from_url(
                self._url,
                socket_connect_timeout=REDIS_SECONDS,
                socket_timeout=REDIS_SECONDS,
                retry=Retry(NoBackoff(), 0),
            )
        return self._clients[loop]

    def _rest(self, error: Exception) -> None:
        if not self._failed_at:
            log.warning("Redis does not answer (%s); each process counts for itself.", type(error).__name__)
        self._failed_at = time.monotonic()
        self._rests_until = self._failed_at + REDIS_REST_SECONDS

    def _is_back(self, asked_at: float) -> None:
        """An answer to a question from before the failure, in another thread or task, proves nothing."""
        if self._failed_at and asked_at > self._failed_at:
            log.warning("Redis answers again; limits are counted for all processes.")
            self._failed_at = self._rests_until = 0.0
