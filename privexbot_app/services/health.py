"""Which of the things this process needs do not answer."""

from anyio import fail_after
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from privexbot_app.db import reading, transaction
from privexbot_app.services.vector_indexes import is_in_database
from privexbot_app.store import vectors

PROBE_SECONDS = 2


async def find_failing_parts() -> list[str]:
    """Names only. Redis is not among them: without it limits are counted here, and everything goes on."""
    if not await _is_database_up():
        return ["database"]
    return [] if not is_in_database() or await _has_vectors() else ["vectors"]


async def _is_database_up() -> bool:
    try:
        with fail_after(PROBE_SECONDS):
            await _select_one()
    except (SQLAlchemyError, TimeoutError):
        return False
    return True


@transaction
def _select_one(session: Session) -> None:
    session.execute(text("SELECT 1"))


_has_vectors = reading(vectors.has_tables)
