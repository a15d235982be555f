"""A provider that keeps failing is left alone for a while, so that visitors do not wait for it again and again.

One circuit for each (provider, address, key) in this process. What counts are failures before the first word: a
provider that speaks is there.
"""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

FAILURES, WINDOW_SECONDS = 5, 30.0
REST_SECONDS = 10.0
RETRY_SHARE, MOST_RETRIES_SAVED = 0.15, 3.0  # second tries are at most about a sixth of the first ones
TELLING = frozenset({"unavailable", "no_connection", "timeout", "rate_limited", "bad_key", "no_credit", "empty"})


@dataclass
class Allowance:
    """How often providers may still be asked for one message, over all models of its chain."""

    calls: int = 3
    retries: int = 1


@dataclass
class Circuit:
    """Opens after five failures within 30 seconds without a success between them; then one call in ten seconds."""

    clock: Callable[[], float] = time.monotonic
    _failed_at: deque[float] = field(default_factory=lambda: deque(maxlen=FAILURES))
    _next_probe: float | None = None
    _retries: float = MOST_RETRIES_SAVED

    @property
    def is_open(self) -> bool:
        """Whether calls are held back, but for a probe now and then."""
        return self._next_probe is not None

    def lets_through(self) -> bool:
        """Whether a call may be made now; while open, asking at the right time makes the caller the probe."""
        at = self.clock()
        if self._next_probe is not None:
            if at < self._next_probe:
                return False
            self._next_probe = at + REST_SECONDS
        self._retries = min(MOST_RETRIES_SAVED, self._retries + RETRY_SHARE)
        return True

    def take_retry(self) -> bool:
        """Whether a second try is affordable; a provider in trouble must not get twice the load."""
        if self._retries < 1:
            return False
        self._retries -= 1
        return True

    def succeed(self) -> None:
        """It answered."""
        self._failed_at.clear()
        self._next_probe = None

    def fail(self, code: str, *, is_enough: bool = False) -> None:
        """It did not, before a first word; codes that are about the question are no sign of trouble. Where waiting
        costs too much, one failure `is_enough`."""
        if code not in TELLING:
            return
        at = self.clock()
        self._failed_at.append(at)
        if is_enough or (len(self._failed_at) == FAILURES and at - self._failed_at[0] <= WINDOW_SECONDS):
            self._next_probe = at + REST_SECONDS


@lru_cache(maxsize=2048)
def circuit_of(place: str) -> Circuit:
    """The circuit of one provider and key."""
    return Circuit()
