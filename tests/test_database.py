"""Transactions and migrations, on both databases."""

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text
from sqlmodel import Session, select

from privexbot_app import db
from privexbot_app.models import Workspace
from tests.conftest import ROOT


@db.transaction
def add_workspace(session: Session, name: str, fail: bool = False) -> None:
    session.add(Workspace(name=name))
    session.flush()
    if fail:
        raise ValueError(name)


@db.transaction
def list_names(session: Session) -> list[str]:
    return [workspace.name for workspace in session.exec(select(Workspace))]


async def test_a_transaction_that_raises_leaves_nothing_behind(database):
    await add_workspace("kept")
    with pytest.raises(ValueError):
        await add_workspace("lost", fail=True)

    assert await list_names() == ["kept"]


async def test_the_tables_are_what_the_models_say(database):
    command.check(Config(ROOT / "alembic.ini"))


async def test_a_crash_cannot_lose_what_was_committed_on_sqlite(database):
    with db.engine().connect() as connection:
        if database == "sqlite":
            assert connection.execute(text("PRAGMA synchronous")).scalar() == 2
            assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        else:
            assert connection.execute(text("SHOW synchronous_commit")).scalar() == "on"
