"""Users, sign-ins, workspaces and members."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, delete, select

from privexbot_app.models import Member, SignIn, User, Workspace


def find_user(session: Session, email: str) -> User | None:
    return session.exec(select(User).where(User.email == email)).one_or_none()


def find_signed_in(session: Session, token_hash: str, at: datetime) -> tuple[SignIn, User, Member, Workspace] | None:
    """Who holds this token, and the first workspace they joined."""
    query = (
        select(SignIn, User, Member, Workspace)
        .where(SignIn.token_hash == token_hash, SignIn.expires_at > at)
        .where(User.id == SignIn.user_id, Member.user_id == User.id, Workspace.id == Member.workspace_id)
        .order_by(Member.created_at, Member.id)  # type: ignore[arg-type]
    )
    return session.exec(query).first()


def delete_sign_in(session: Session, token_hash: str) -> None:
    session.exec(delete(SignIn).where(SignIn.token_hash == token_hash))  # type: ignore[arg-type]


def delete_expired_sign_ins(session: Session, user_id: UUID, at: datetime) -> None:
    session.exec(delete(SignIn).where(SignIn.user_id == user_id, SignIn.expires_at <= at))  # type: ignore[arg-type]
