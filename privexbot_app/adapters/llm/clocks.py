"""Four clocks over one answer: connect, first token, gap, total; a provider's own time-out is only the gap."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable
from dataclasses import dataclass, field
from typing import TypeVar

from privexbot_app.adapters.llm.faults import Fault
from privexbot_app.settings import settings

T = TypeVar("T")


def _now() -> float:
    return asyncio.get_running_loop().time()


@dataclass
class Clocks:
    """Started when the question is put; a second try runs on the same clocks."""

    started: float = field(default_factory=_now)
    has_begun: bool = False

    async def wait(self, step: Awaitable[T]) -> T:
        """The step's result; raises Fault when the clock that counts now runs out first."""
        try:
            async with asyncio.timeout_at(self._deadline()):
                return await step
        except TimeoutError as error:
            raise Fault("timeout", retryable=True, is_our_clock=True) from error

    async def iterate(self, parts: AsyncIterator[T]) -> AsyncGenerator[T, None]:
        """Every part in turn, each waited for by the clocks."""
        while (part := await self.wait(anext(parts, None))) is not None:
            yield part

    def seconds_to_first_token(self) -> float:
        """What is left for a second try."""
        return self.started + settings().llm_first_token_seconds - _now()

    def _deadline(self) -> float:
        limits = settings()
        total = self.started + limits.llm_total_seconds
        if self.has_begun:
            return min(total, _now() + limits.llm_gap_seconds)
        return min(total, self.started + limits.llm_first_token_seconds)
