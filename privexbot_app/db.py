"""The engine and the only ways to it. Two are a plain function run in a worker thread: `@transaction`, `@reading`.

So no connection outlives an await. On SQLite, which has one writer at a time, transactions stand in line and those
that have gathered are committed together (see `group_commit`); readers wait for nobody.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache, partial, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from anyio import CancelScope, CapacityLimiter, to_thread
from sqlalchemy import Connection, Engine, ExceptionContext, event
from sqlmodel import Session, create_engine

from privexbot_app.group_commit import GroupCommit
from privexbot_app.settings import settings

P = ParamSpec("P")
T = TypeVar("T")

POOL_SIZE = 5
SQLITE_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000")
READERS_PRAGMA = "query_only=ON"


@lru_cache(maxsize=1)
def engine() -> Engine:
    """Made on first use, never at import: worker processes are forked after the import."""
    url = settings().sql_url()
    if not url.startswith("sqlite"):
        made = create_engine(url, pool_size=POOL_SIZE, max_overflow=POOL_SIZE, pool_pre_ping=True, hide_parameters=True)
        event.listen(made, "handle_error", _without_row)
        return made
    made = _sqlite_engine(url, *SQLITE_PRAGMAS)
    event.listen(made, "begin", _begin_for_writing)
    return made


@lru_cache(maxsize=1)
def _reading_engine() -> Engine:
    """Refuses to write; on PostgreSQL it shares the connections of the other one."""
    if not _is_sqlite():
        return engine().execution_options(postgresql_readonly=True)
    made = _sqlite_engine(settings().sql_url(), *SQLITE_PRAGMAS, READERS_PRAGMA)
    event.listen(made, "begin", _begin_for_reading)
    return made


@lru_cache(maxsize=1)
def _writer() -> GroupCommit:
    return GroupCommit(engine())


def _is_sqlite() -> bool:
    return engine().dialect.name == "sqlite"


def _sqlite_engine(url: str, *pragmas: str) -> Engine:
    settings().data_dir.mkdir(parents=True, exist_ok=True)
    made = create_engine(url, pool_size=POOL_SIZE, max_overflow=POOL_SIZE, hide_parameters=True)
    event.listen(made, "connect", partial(_set_pragmas, pragmas))
    return made


def _without_row(context: ExceptionContext) -> None:
    """PostgreSQL quotes the row that a constraint refused; an error ends in the log, where no e-mail address may be."""
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error is not None and error.args:
            error.args = (str(error.args[0]).partition("\nDETAIL:")[0], *error.args[1:])


def _set_pragmas(pragmas: tuple[str, ...], connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, see _begin_for_writing
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}")


def _begin_for_writing(connection: Any) -> None:
    """Take SQLite's write lock at once: a transaction that reads first and writes later could not wait for it."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin_for_reading(connection: Any) -> None:
    """What it reads is of one moment, and it waits for no writer."""
    connection.exec_driver_sql("BEGIN")


def close_engine() -> None:
    """Give every connection back; the next call of `engine()` makes a new one."""
    if _writer.cache_info().currsize:
        _writer().close()
    for made in (_reading_engine, engine):
        if made.cache_info().currsize:
            made().dispose()
    for kept in (_writer, _reading_engine, engine, _limiter):
        kept.cache_clear()


@lru_cache(maxsize=1)
def _limiter() -> CapacityLimiter:
    """No more threads than connections: a thread without one would only wait."""
    return CapacityLimiter(2 * POOL_SIZE)


def in_session(work: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run `work` in one transaction and wait for it: for job steps and commands, which have a thread of their own."""
    call = _call(work, *args, **kwargs)
    if _is_sqlite():
        return _writer().submit(call).result()
    return _in_own_session(call)


@contextmanager
def outside_transactions() -> Iterator[Connection]:
    """Each statement by itself, on PostgreSQL: it builds an index beside those who write in no other way. Blocks."""
    with engine().connect() as connection:
        yield connection.execution_options(isolation_level="AUTOCOMMIT")


def transaction(work: Callable[Concatenate[Session, P], T]) -> Callable[P, Awaitable[T]]:
    """Run `work` in a thread, inside one transaction: commit if it returns, roll back if it raises."""

    @wraps(work)
    async def run(*args: P.args, **kwargs: P.kwargs) -> T:
        call = _call(work, *args, **kwargs)
        if not _is_sqlite():
            return await to_thread.run_sync(_in_own_session, call, limiter=_limiter())
        written = _writer().submit_from_loop(call)
        with CancelScope(shield=True):
            await asyncio.wait([written])
        return written.result()

    return run


def reading(work: Callable[Concatenate[Session, P], T]) -> Callable[P, Awaitable[T]]:
    """The same for what only reads: it waits for no writer, and the database refuses it whatever is a write."""

    @wraps(work)
    async def run(*args: P.args, **kwargs: P.kwargs) -> T:
        call = _call(work, *args, **kwargs)
        return await to_thread.run_sync(_in_reading_session, call, limiter=_limiter())

    return run


def _call(work: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs) -> Callable[[Session], T]:
    return lambda session: work(session, *args, **kwargs)


def _in_own_session(call: Callable[[Session], T]) -> T:
    with Session(engine(), expire_on_commit=False) as session:
        result = call(session)
        session.commit()
        return result


def _in_reading_session(call: Callable[[Session], T]) -> T:
    with Session(_reading_engine(), expire_on_commit=False) as session:
        return call(session)
