"""What differs on a website since it was read before: waiting for its owner, or decided."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, delete, func, select

from privexbot_app.errors import NotFound
from privexbot_app.models import ChangeState, SiteChange

OPEN = (ChangeState.WAITING, ChangeState.APPROVED)


def get_change(session: Session, source_id: UUID, change_id: UUID) -> SiteChange:
    query = select(SiteChange).where(SiteChange.source_id == source_id, SiteChange.id == change_id)
    if change := session.exec(query.with_for_update()).one_or_none():
        return change
    raise NotFound("There is no such change, or not any more.")


def find_last(session: Session, page_id: UUID) -> SiteChange | None:
    """What was noted about a page last."""
    query = select(SiteChange).where(SiteChange.page_id == page_id).order_by(col(SiteChange.created_at).desc())
    return session.exec(query.limit(1)).one_or_none()


def list_changes(session: Session, source_id: UUID, is_open: bool, most: int) -> list[SiteChange]:
    """Newest first: those that wait, or those that were decided."""
    states = col(SiteChange.state)
    query = select(SiteChange).where(
        SiteChange.source_id == source_id, states.in_(OPEN) if is_open else states.not_in(OPEN)
    )
    return list(session.exec(query.order_by(col(SiteChange.changed_at).desc(), col(SiteChange.url)).limit(most)))


def list_waiting(session: Session, source_id: UUID) -> list[SiteChange]:
    query = select(SiteChange).where(SiteChange.source_id == source_id, SiteChange.state == ChangeState.WAITING)
    return list(session.exec(query.with_for_update()))


def list_approved(session: Session, unchanged_since: datetime) -> list[SiteChange]:
    """Of all workspaces: what a job should have applied by now."""
    query = select(SiteChange).where(SiteChange.state == ChangeState.APPROVED, SiteChange.changed_at < unchanged_since)
    return list(session.exec(query))


def count_open(session: Session, source_id: UUID, states: tuple[ChangeState, ...] = OPEN) -> int:
    """How many changes are in these states."""
    query = select(func.count()).select_from(SiteChange).where(SiteChange.source_id == source_id)
    return session.exec(query.where(col(SiteChange.state).in_(states))).one()


def drop_waiting(session: Session, page_id: UUID) -> None:
    """A page's newest change is the one that counts."""
    session.exec(delete(SiteChange).where(col(SiteChange.page_id) == page_id, col(SiteChange.state).in_(OPEN)))


def drop_decided(session: Session, source_id: UUID, before: datetime) -> None:
    old = (col(SiteChange.source_id) == source_id, col(SiteChange.state).not_in(OPEN))
    session.exec(delete(SiteChange).where(*old, col(SiteChange.changed_at) < before))
