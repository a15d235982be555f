"""Asks for work to be done later, by whichever process runs jobs; asking twice for the same work is harmless."""

import json
import logging
from functools import lru_cache
from typing import Any
from uuid import UUID

from anyio import to_thread
from dbos import DBOS, DBOSClient, Serializer

from privexbot_app.settings import settings

log = logging.getLogger(__name__)

APPLICATION = "privexbot"
INGEST = "ingest"
INGEST_QUEUE = "ingest"
CRAWL = "crawl"
CHANGE = "change"
CRAWL_QUEUE = "crawls"
REEMBED = "reembed"
EMBED_QUEUE = "embeddings"
NOTICE = "notice"
REFUSAL = "refusal"
NOTICE_QUEUE = "notices"
VERSION = "2"  # changes when a workflow's steps do; sweeps then ask for what was under way once more


class JsonSerializer(Serializer):
    """What jobs are given and return, as JSON: DBOS would pickle it, and a pickle in a table is code waiting to run."""

    def serialize(self, data: Any) -> str:
        return json.dumps(data, default=repr)

    def deserialize(self, serialized_data: str) -> Any:
        return json.loads(serialized_data)

    def name(self) -> str:
        return "json"


def jobs_url() -> str:
    """Where DBOS keeps its state: beside our tables on PostgreSQL (schema `dbos`), in a file of its own otherwise."""
    if settings().database_url:
        return settings().sql_url()
    settings().data_dir.mkdir(parents=True, exist_ok=True)
    return f"sqlite:///{settings().data_dir.resolve() / 'jobs.sqlite3'}"


def migrate_queue() -> None:
    """Make or update the tables of DBOS; work can be asked for from then on."""
    DBOS.migrate(jobs_url())


async def enqueue_ingest(source_id: UUID, attempt: int) -> None:
    """Have a source read and indexed. A queue that cannot be reached loses nothing: a sweep finds the source later."""
    await to_thread.run_sync(ask_for_ingest, source_id, attempt)


def ask_for_ingest(source_id: UUID, attempt: int) -> None:
    """The same, from a thread."""
    _ask_for(INGEST, INGEST_QUEUE, str(source_id), attempt)


async def enqueue_crawl(source_id: UUID, attempt: int) -> None:
    """Have a website read; losing this loses nothing, as above."""
    await to_thread.run_sync(_ask_for, CRAWL, CRAWL_QUEUE, str(source_id), attempt)


async def enqueue_change(change_id: UUID, attempt: int) -> None:
    """Have a change of a website applied; losing this loses nothing, as above."""
    await to_thread.run_sync(_ask_for, CHANGE, CRAWL_QUEUE, str(change_id), attempt)


async def enqueue_move(knowledge_base_id: UUID, attempt: int) -> None:
    """Have a knowledge base embedded by another model; losing this loses nothing, as above."""
    await to_thread.run_sync(_ask_for, REEMBED, EMBED_QUEUE, str(knowledge_base_id), attempt)


async def enqueue_notice(notice_id: UUID, attempt: int) -> None:
    """Have a notice delivered; losing this loses nothing, as above."""
    await to_thread.run_sync(_ask_for, NOTICE, NOTICE_QUEUE, str(notice_id), attempt)


async def enqueue_refusal(workspace_id: UUID, source: str, mark: int) -> None:
    """Have a workspace's owners told that a key is refused; losing this loses nothing, as above."""
    await to_thread.run_sync(_ask_for, REFUSAL, NOTICE_QUEUE, str(workspace_id), source, mark)


def _ask_for(workflow: str, queue: str, *about: str | int) -> None:
    """Once for each attempt, which comes last: the id of the workflow makes asking twice harmless."""
    name = "-".join(map(str, (workflow, VERSION, *about)))
    try:
        _client().enqueue(
            {
                "workflow_name": workflow,
                "queue_name": queue,
                "workflow_id": name,
                "app_version": VERSION,
            },
            *about,
        )
    except Exception as error:
        log.warning("%s could not be queued (%s); the next sweep will", name, type(error).__name__)


@lru_cache(maxsize=1)
def _client() -> DBOSClient:
    return DBOSClient(
        system_database_url=jobs_url(),
        serializer=JsonSerializer(),
        application_name=APPLICATION,
        lazy=True,
        retry_connection_errors=False,
    )


def close_queue() -> None:
    """Give the client's connections back."""
    if _client.cache_info().currsize:
        _client().destroy()
    _client.cache_clear()
