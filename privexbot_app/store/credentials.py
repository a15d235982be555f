"""Credentials of a workspace, and the last trouble with each provider."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, and_, col, or_, select, update

from privexbot_app.errors import NotFound
from privexbot_app.models import Credential, ModelTrouble
from privexbot_app.store.scope import Scope


def find_credential(session: Session, scope: Scope, credential_id: UUID) -> Credential | None:
    query = select(Credential).where(Credential.workspace_id == scope.workspace_id, Credential.id == credential_id)
    return session.exec(query).one_or_none()


def get_credential(session: Session, scope: Scope, credential_id: UUID) -> Credential:
    if found := find_credential(session, scope, credential_id):
        return found
    raise NotFound("There is no such key.")


def list_credentials(session: Session, scope: Scope) -> list[Credential]:
    query = select(Credential).where(Credential.workspace_id == scope.workspace_id)
    return list(session.exec(query.order_by(col(Credential.created_at))))


def list_troubles(session: Session, scope: Scope) -> list[ModelTrouble]:
    """Those that are not over, latest first."""
    query = select(ModelTrouble).where(
        ModelTrouble.workspace_id == scope.workspace_id, col(ModelTrouble.is_over).is_(False)
    )
    return list(session.exec(query.order_by(col(ModelTrouble.at).desc())))


def list_untold(session: Session, codes: Collection[str], told_before: datetime) -> list[ModelTrouble]:
    """Of all workspaces: what goes wrong in one of these ways, and has gone wrong since it was told of last."""
    query = select(ModelTrouble).where(col(ModelTrouble.is_over).is_(False), col(ModelTrouble.code).in_(codes))
    told = col(ModelTrouble.told_at)
    return list(session.exec(query.where(or_(told.is_(None), and_(told <= told_before, told < col(ModelTrouble.at))))))


def end_trouble(session: Session, scope: Scope, source: str) -> None:
    """The provider answers again."""
    unended = update(ModelTrouble).where(
        col(ModelTrouble.workspace_id) == scope.workspace_id,
        col(ModelTrouble.source) == source,
        col(ModelTrouble.is_over).is_(False),
    )
    session.exec(unended.values(is_over=True))
