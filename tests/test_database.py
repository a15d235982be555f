"""Transactions and migrations, on both databases."""

import asyncio
from threading import Event

import pytest
from alembic import command
from alembic.config import Config
from anyio import to_thread
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError
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


@db.transaction
def take_back(session: Session, name: str) -> None:
    session.add(Workspace(name=name))
    session.flush()
    session.rollback()


@db.transaction
def hold_on(session: Session, is_writing: Event, may_end: Event) -> None:
    session.add(Workspace(name="not yet"))
    session.flush()
    is_writing.set()
    may_end.wait(10)


@db.reading
def read_names(session: Session) -> list[str]:
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


@db.reading
def write_while_reading(session: Session, name: str) -> None:
    session.add(Workspace(name=name))
    session.flush()


async def test_what_only_reads_cannot_write(database):
    with pytest.raises(DBAPIError):
        await write_while_reading("sneaked in")

    assert await list_names() == []


async def test_of_many_works_at_once_only_the_broken_ones_are_lost(database):
    outcomes = await asyncio.gather(
        *(add_workspace(f"number {number}", fail=number % 3 == 0) for number in range(60)), return_exceptions=True
    )

    assert [isinstance(outcome, ValueError) for outcome in outcomes] == [number % 3 == 0 for number in range(60)]
    assert sorted(await list_names()) == sorted(f"number {number}" for number in range(60) if number % 3)


async def test_a_work_that_takes_itself_back_takes_back_nothing_of_its_neighbours(database):
    await asyncio.gather(add_workspace("before"), take_back("never"), add_workspace("after"))

    assert sorted(await list_names()) == ["after", "before"]


async def test_a_reader_waits_for_no_writer(database):
    await add_workspace("kept")
    is_writing, may_end = Event(), Event()
    writing = asyncio.create_task(hold_on(is_writing, may_end))
    await to_thread.run_sync(is_writing.wait)

    async with asyncio.timeout(5):
        assert await read_names() == ["kept"]

    may_end.set()
    await writing


async def test_a_commit_that_fails_is_a_failure_of_every_work_in_it(database):
    if database != "sqlite":
        pytest.skip("only SQLite commits works together")
    await add_workspace("kept")

    def refuse(_connection: object) -> None:
        raise OSError("the disk is full")

    event.listen(db.engine(), "commit", refuse)
    try:
        outcomes = await asyncio.gather(*(add_workspace(name) for name in "abc"), return_exceptions=True)
    finally:
        event.remove(db.engine(), "commit", refuse)

    assert [type(outcome) for outcome in outcomes] == [OSError] * 3
    assert await list_names() == ["kept"]


def test_a_job_step_that_raises_hears_so_and_leaves_nothing(database):
    def work(session: Session) -> None:
        session.add(Workspace(name="lost"))
        session.flush()
        raise ValueError

    with pytest.raises(ValueError):
        db.in_session(work)

    assert db.in_session(lambda session: list(session.exec(select(Workspace)))) == []


def test_a_transaction_that_opens_another_one_is_told_so_and_does_not_wait_for_ever(database):
    if database != "sqlite":
        pytest.skip("on PostgreSQL it gets a connection of its own")
    with pytest.raises(RuntimeError):
        db.in_session(lambda session: db.in_session(lambda other: None))
