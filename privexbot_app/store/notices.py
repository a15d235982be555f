"""Notices that a conversation waits: one row for each recipient, which outlives every process until it is delivered."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from privexbot_app.models import (
    Conversation,
    Member,
    MemberProfile,
    Notice,
    NoticeKind,
    NoticeState,
    NoticeWebhook,
    Role,
    User,
)
from privexbot_app.store.scope import Scope


def list_recipients(session: Session, workspace_id: UUID) -> list[UUID]:
    """Members who may answer and did not decline e-mails."""
    query = (
        select(Member.id)
        .outerjoin(MemberProfile, col(MemberProfile.member_id) == Member.id)
        .where(Member.workspace_id == workspace_id, Member.role != Role.VIEWER)
        .where(col(MemberProfile.wants_mail).is_not(False))
    )
    return list(session.exec(query))


def list_keepers(session: Session, workspace_id: UUID) -> list[tuple[UUID, str]]:
    """Member and address of those who manage the workspace and did not decline e-mails."""
    query = (
        select(Member.id, User.email)
        .join(User, col(User.id) == Member.user_id)
        .outerjoin(MemberProfile, col(MemberProfile.member_id) == Member.id)
        .where(Member.workspace_id == workspace_id, col(Member.role).in_((Role.OWNER, Role.ADMIN)))
        .where(col(MemberProfile.wants_mail).is_not(False))
    )
    return list(session.exec(query).all())


def find_webhook(session: Session, workspace_id: UUID) -> NoticeWebhook | None:
    return session.get(NoticeWebhook, workspace_id)


def list_due(session: Session, at: datetime, limit: int) -> list[Notice]:
    """Of all workspaces, those whose time has come, oldest first."""
    query = select(Notice).where(Notice.state == NoticeState.QUEUED, Notice.due_at <= at)
    return list(session.exec(query.order_by(col(Notice.due_at)).limit(limit)))


def find_last_problem(session: Session, scope: Scope) -> str:
    """Of the workspace's webhook; empty when the last call was taken, or none was made."""
    query = (
        select(Notice.problem)
        .join(Conversation, col(Conversation.id) == Notice.conversation_id)
        .where(Conversation.workspace_id == scope.workspace_id)
        .where(Notice.kind == NoticeKind.WEBHOOK, Notice.attempts > 0)
        .order_by(col(Notice.created_at).desc())
    )
    return session.exec(query).first() or ""
