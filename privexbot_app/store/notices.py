"""Notices that a conversation waits: one row for each recipient, which outlives every process until it is delivered."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from privexbot_app.models import Member, MemberProfile, Notice, NoticeState, NoticeWebhook, Role


def list_recipients(session: Session, workspace_id: UUID) -> list[UUID]:
    """Members who may answer and did not decline e-mails."""
    query = (
        select(Member.id)
        .outerjoin(MemberProfile, col(MemberProfile.member_id) == Member.id)
        .where(Member.workspace_id == workspace_id, Member.role != Role.VIEWER)
        .where(col(MemberProfile.wants_mail).is_not(False))
    )
    return list(session.exec(query))


def find_webhook(session: Session, workspace_id: UUID) -> NoticeWebhook | None:
    return session.get(NoticeWebhook, workspace_id)


def list_due(session: Session, at: datetime, limit: int) -> list[Notice]:
    """Of all workspaces, those whose time has come, oldest first."""
    query = select(Notice).where(Notice.state == NoticeState.QUEUED, Notice.due_at <= at)
    return list(session.exec(query.order_by(col(Notice.due_at)).limit(limit)))
