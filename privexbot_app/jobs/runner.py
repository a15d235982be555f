"""Runs the workflows in this process, and looks after what other processes left behind when they died."""

import asyncio
import logging
import os
import socket
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from functools import partial
from uuid import uuid4

from anyio import to_thread
from dbos import DBOS, DBOSConfig

from privexbot_app.adapters import queue
from privexbot_app.jobs import workflows  # noqa: F401  (importing registers the workflows)
from privexbot_app.jobs.sweeps import sweep_for_ever, tend_vectors_for_ever
from privexbot_app.services import (
    crawl_calendar,
    executors,
    gaps,
    ingest,
    model_notices,
    notices,
    reembedding,
    site_changes,
    turns,
)
from privexbot_app.settings import settings

log = logging.getLogger(__name__)

BEAT_SECONDS = 3
STALLED_SECONDS = 10
PARALLEL_SOURCES = 2
PARALLEL_CRAWLS = 2  # beside the sources: a large website keeps no file waiting
PARALLEL_MOVES = 2
PARALLEL_NOTICES = 4


@asynccontextmanager
async def running_jobs() -> AsyncGenerator[None, None]:
    """As long as this is open, queued sources are read, lost replies and jobs found, and old conversations deleted."""
    me = _executor_id()
    await to_thread.run_sync(_launch, me)
    await executors.beat(me)
    cares = _look_after(me), sweep_for_ever(), tend_vectors_for_ever()
    keepers = [asyncio.create_task(care) for care in cares]
    try:
        yield
    finally:
        for keeper in keepers:
            keeper.cancel()
            with suppress(asyncio.CancelledError):
                await keeper
        await to_thread.run_sync(partial(DBOS.destroy, workflow_completion_timeout_sec=0))
        queue.close_queue()


def _executor_id() -> str:
    """On SQLite there is one process, and it recognises its own work after a restart; elsewhere each has a name."""
    if not settings().database_url:
        return "local"
    return f"{socket.gethostname()[:30]}-{os.getpid()}-{uuid4().hex[:8]}"


def _launch(me: str) -> None:
    config: DBOSConfig = {
        "name": queue.APPLICATION,
        "system_database_url": queue.jobs_url(),
        "application_version": queue.VERSION,
        "executor_id": me,
        "log_level": "WARNING",
        "serializer": queue.JsonSerializer(),
    }
    DBOS(config=config)
    DBOS.launch()
    DBOS.register_queue(queue.INGEST_QUEUE, worker_concurrency=PARALLEL_SOURCES, polling_interval_sec=0.5)
    DBOS.register_queue(queue.CRAWL_QUEUE, worker_concurrency=PARALLEL_CRAWLS, polling_interval_sec=0.5)
    DBOS.register_queue(queue.EMBED_QUEUE, worker_concurrency=PARALLEL_MOVES, polling_interval_sec=0.5)
    DBOS.register_queue(queue.NOTICE_QUEUE, worker_concurrency=PARALLEL_NOTICES, polling_interval_sec=0.5)


async def _look_after(me: str) -> None:
    """A heartbeat and the small sweeps; whatever fails is tried again at the next beat."""
    stalled_seconds = 0  # at the start everything unfinished is asked for again, later what nobody touches
    while True:
        try:
            await executors.beat(me)
            await _recover_dead()
            await turns.end_lost_replies()
            await _queue_stalled(stalled_seconds)
            await _queue_crawls(stalled_seconds)
            await _queue_moves(stalled_seconds)
            await gaps.sort_new_questions()
            await _queue_notices()
        except Exception:
            log.exception("looking after jobs failed")
        stalled_seconds = STALLED_SECONDS
        await asyncio.sleep(BEAT_SECONDS)


async def _recover_dead() -> None:
    """Another process may ask the same at the same time: DBOS hands each workflow out once."""
    for dead in await executors.list_dead():
        log.warning("executor %s is gone; its jobs go on here", dead)
        await to_thread.run_sync(DBOS._recover_pending_workflows, [dead])
        await executors.forget(dead)


async def _queue_stalled(seconds: float) -> None:
    """Sources whose place in the queue was never written: the id of the workflow makes asking twice harmless."""
    for source_id, attempt in await ingest.list_stalled(seconds):
        await queue.enqueue_ingest(source_id, attempt)


async def _queue_crawls(seconds: float) -> None:
    """Websites whose time has come, and what of them was never put in the queue."""
    for source_id, attempt in [*await crawl_calendar.queue_due(), *await crawl_calendar.list_stalled(seconds)]:
        await queue.enqueue_crawl(source_id, attempt)
    for change_id, tries in await site_changes.list_stalled(seconds):
        await queue.enqueue_change(change_id, tries)


async def _queue_moves(seconds: float) -> None:
    """Knowledge bases that should be embedded by another model than they are."""
    for base_id, attempt in await reembedding.list_due(seconds):
        await queue.enqueue_move(base_id, attempt)


async def _queue_notices() -> None:
    """Those whose time has come: nobody's turn waits for that, and none is lost with a process."""
    for notice_id, attempt in await notices.list_due():
        await queue.enqueue_notice(notice_id, attempt)
    for workspace_id, source, mark in await model_notices.list_due():
        await queue.enqueue_refusal(workspace_id, source, mark)
