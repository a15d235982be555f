"""What is looked after again and again, beside everything else a process does."""

import asyncio
import logging

from privexbot_app.services import retention
from privexbot_app.services.vector_indexes import is_in_database
from privexbot_app.services.vector_upkeep import tend_vectors

log = logging.getLogger(__name__)

SWEEP_SECONDS = 3600  # a day of retention is over within the hour
RETRY_SECONDS = 60
VECTORS_SECONDS = 3  # what was learned is ready to be searched before most people try it


async def sweep_for_ever() -> None:
    """Deletes what chatbots have kept for long enough: at the start, and then every hour; several processes may."""
    while True:
        seconds = SWEEP_SECONDS
        try:
            await retention.sweep()
        except Exception as error:  # its message could quote a row
            log.error("a retention sweep failed: %s", type(error).__name__)
            seconds = RETRY_SECONDS
        await asyncio.sleep(seconds)


async def tend_vectors_for_ever() -> None:
    """Keeps the vectors in PostgreSQL up to date, where they are searched there."""
    while is_in_database():
        seconds = VECTORS_SECONDS
        try:
            await tend_vectors()
        except Exception:
            log.exception("tending the vectors in the database failed")
            seconds = RETRY_SECONDS
        await asyncio.sleep(seconds)
