"""The engine and the only transaction: a plain function run in a worker thread, so no connection outlives an await."""

from collections.abc import Awaitable, Callable
from functools import lru_cache, partial, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from anyio import CapacityLimiter, to_thread
from sqlalchemy import Engine, ExceptionContext, event
from sqlmodel import Session, create_engine

from privexbot_app.settings import settings

P = ParamSpec("P")
T = TypeVar("T")

POOL_SIZE = 5
SQLITE_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000")


@lru_cache(maxsize=1)
def engine() -> Engine:
    """Made on first use, never at import: worker processes are forked after the import."""
    url = settings().sql_url()
    if not url.startswith("sqlite"):
        made = create_engine(url, pool_size=POOL_SIZE, max_overflow=POOL_SIZE, pool_pre_ping=True, hide_parameters=True)
        event.listen(made, "handle_error", _without_row)
        return made
    settings().data_dir.mkdir(parents=True, exist_ok=True)
    made = create_engine(url, hide_parameters=True)
    event.listen(made, "connect", _set_pragmas)
    event.listen(made, "begin", _begin_for_writing)
    return made


def _without_row(context: ExceptionContext) -> None:
    """PostgreSQL quotes the row that a constraint refused; an error ends in the log, where no e-mail address may be."""
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error is not None and error.args:
            error.args = (str(error.args[0]).partition("\nDETAIL:")[0], *error.args[1:])


def _set_pragmas(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, see _begin_for_writing
    for pragma in SQLITE_PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_for_writing(connection: Any) -> None:
    """Take SQLite's write lock at once: a transaction that reads first and writes later could not wait for it."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def close_engine() -> None:
    """Give every connection back; the next call of `engine()` makes a new one."""
    if engine.cache_info().currsize:
        engine().dispose()
    engine.cache_clear()
    _limiter.cache_clear()


@lru_cache(maxsize=1)
def _limiter() -> CapacityLimiter:
    """No more threads than connections: a thread without one would only wait."""
    return CapacityLimiter(2 * POOL_SIZE)


def in_session(work: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run `work` here and now in one transaction: for job steps and commands, which have a thread of their own."""
    with Session(engine(), expire_on_commit=False) as session:
        result = work(session, *args, **kwargs)
        session.commit()
        return result


def transaction(work: Callable[Concatenate[Session, P], T]) -> Callable[P, Awaitable[T]]:
    """Run `work` in a thread, inside one transaction: commit if it returns, roll back if it raises."""

    @wraps(work)
    async def run(*args: P.args, **kwargs: P.kwargs) -> T:
        call = partial(in_session, work, *args, **kwargs)
        return await to_thread.run_sync(call, limiter=_limiter())

    return run
