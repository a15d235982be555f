"""Events in batches: what came at once is one batch, and an empty batch says that nothing came for a while."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import TypeVar

T = TypeVar("T")

_END = object()


async def gathered(events: AsyncGenerator[T, None], seconds: float) -> AsyncGenerator[list[T], None]:
    """Until `events` end; raises what they raise. They are closed when nobody wants more."""
    heard: asyncio.Queue[object] = asyncio.Queue()
    pouring = asyncio.create_task(_pour(events, heard))
    try:
        while _END not in (batch := await _batch(heard, seconds)):
            yield batch
        if batch[:-1]:
            yield batch[:-1]
        await pouring
    finally:
        pouring.cancel()
        await asyncio.wait({pouring})


async def _pour(events: AsyncGenerator[T, None], heard: asyncio.Queue[object]) -> None:
    try:
        async with aclosing(events):
            async for event in events:
                heard.put_nowait(event)
    finally:
        heard.put_nowait(_END)


async def _batch(heard: asyncio.Queue, seconds: float) -> list:
    """What came by now, or the first that comes in so many seconds."""
    batch = []
    try:
        batch.append(await asyncio.wait_for(heard.get(), seconds))
    except TimeoutError:
        return batch
    while not heard.empty():
        batch.append(heard.get_nowait())
    return batch
