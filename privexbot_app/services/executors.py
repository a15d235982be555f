"""The processes that run jobs, by their heartbeat."""

from datetime import timedelta

from sqlmodel import Session, col, delete, select

from privexbot_app.db import reading, transaction
from privexbot_app.models import Executor, now

DEAD_AFTER = timedelta(seconds=12)  # four beats


@transaction
def beat(session: Session, executor_id: str) -> None:
    """This process is alive."""
    session.merge(Executor(id=executor_id, seen_at=now()))


@reading
def list_dead(session: Session) -> list[str]:
    """Those whose heart has stopped."""
    query = select(Executor.id).where(Executor.seen_at < now() - DEAD_AFTER)
    return list(session.exec(query))


@transaction
def forget(session: Session, executor_id: str) -> None:
    """Its work has been taken over."""
    session.exec(delete(Executor).where(col(Executor.id) == executor_id))
