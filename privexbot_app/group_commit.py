"""One thread that writes to SQLite: works stand in line, and those that have gathered are committed together.

SQLite has one writer at a time, and each commit waits for the disk. Threads that compete for the lock sleep and try
again, for longer each time; in a line nobody sleeps, and one commit serves many. Each work has a savepoint of its own,
so one that raises takes nothing of the others with it, and nobody hears of a success before it is on the disk.
"""

import asyncio
import contextlib
from collections.abc import Callable
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from threading import Thread, current_thread
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Connection, Engine
from sqlmodel import Session

T = TypeVar("T")
Work = Callable[[Session], T]

MOST_AT_ONCE = 50


class _Job(NamedTuple):
    work: Work[Any]
    future: "Future[Any]"


class GroupCommit:
    """The only writer of this process."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._line: SimpleQueue[_Job | None] = SimpleQueue()
        self._thread = Thread(target=self._write, name="database writer", daemon=True)
        self._thread.start()

    def submit(self, work: Work[T]) -> "Future[T]":
        """Its result, once it is committed. A work cannot wait for another one: that stands behind it in the line."""
        if current_thread() is self._thread:
            raise RuntimeError("A transaction cannot open another one.")
        future: Future[T] = Future()
        self._line.put(_Job(work, future))
        return future

    def submit_from_loop(self, work: Work[T]) -> "asyncio.Future[T]":
        """The same to await; it is done all the same when its caller is cancelled meanwhile."""
        return asyncio.wrap_future(self.submit(work))

    def close(self) -> None:
        """Returns when all that stands in line is committed."""
        self._line.put(None)
        self._thread.join()

    def _write(self) -> None:
        while True:
            jobs, is_over = self._gather()
            if jobs:
                self._commit(jobs)
            if is_over:
                return

    def _gather(self) -> tuple[list[_Job], bool]:
        """Waits for one; takes along what else is there. The second is whether the line was closed."""
        found = [self._line.get()]
        with contextlib.suppress(Empty):
            while found[-1] is not None and len(found) < MOST_AT_ONCE:
                found.append(self._line.get_nowait())
        jobs = [job for job in found if job is not None]
        return [job for job in jobs if job.future.set_running_or_notify_cancel()], found[-1] is None

    def _commit(self, jobs: list[_Job]) -> None:
        told: list[Callable[[], None]] = []
        try:
            with self._engine.begin() as connection:
                for job in jobs:
                    told.append(_outcome(connection, job))
        except BaseException as error:  # the disk is full or gone: none of them is kept
            told = [_tell(job.future.set_exception, error) for job in jobs]
        for tell in told:
            tell()


def _outcome(connection: Connection, job: _Job) -> Callable[[], None]:
    """What to tell its caller after the commit. Raises what has ended the whole transaction."""
    try:
        with Session(connection, expire_on_commit=False, join_transaction_mode="create_savepoint") as session:
            result = job.work(session)
            session.commit()
            return _tell(job.future.set_result, result)
    except BaseException as error:
        if not connection.connection.driver_connection.in_transaction:  # type: ignore[union-attr]  # sqlite3's own
            raise
        return _tell(job.future.set_exception, error)


def _tell(setter: Callable[[Any], None], value: Any) -> Callable[[], None]:
    return lambda: setter(value)
