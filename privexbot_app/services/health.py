"""Which of the things this process needs do not answer."""

from anyio import fail_after
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from privexbot_app.db import transaction

PROBE_SECONDS = 2


async def find_failing_parts() -> list[str]:
    """Names only. Redis is not among them: without it limits are counted here, and everything goes on."""
    return [] if await _is_database_up() else ["database"]


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
