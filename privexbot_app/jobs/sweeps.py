"""Deletes what chatbots have kept for long enough, beside everything else a process does."""

import asyncio
import logging

from privexbot_app.services import retention

log = logging.getLogger(__name__)

SWEEP_SECONDS = 3600  # a day of retention is over within the hour
RETRY_SECONDS = 60


async def sweep_for_ever() -> None:
    """At the start, and then every hour; several processes may do it at once."""
    while True:
        seconds = SWEEP_SECONDS
        try:
            await retention.sweep()
        except Exception as error:  # its message could quote a row
            log.error("a retention sweep failed: %s", type(error).__name__)
            seconds = RETRY_SECONDS
        await asyncio.sleep(seconds)
