"""Credentials of a workspace, and the last trouble with each provider."""

from uuid import UUID

from sqlmodel import Session, col, select, update

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


def end_trouble(session: Session, scope: Scope, source: str) -> None:
    """The provider answers again."""
    unended = update(ModelTrouble).where(
        col(ModelTrouble.workspace_id) == scope.workspace_id,
        col(ModelTrouble.source) == source,
        col(ModelTrouble.is_over).is_(False),
    )
    session.exec(unended.values(is_over=True))
