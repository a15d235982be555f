"""Who may use the dashboard: users, their sign-ins, and the workspaces they are members of."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Field, SQLModel, UniqueConstraint

from privexbot_app.models.base import Row, now
from privexbot_app.models.columns import words


class Role(StrEnum):
    """What a member may do in a workspace, strongest first."""

    OWNER = "owner"
    ADMIN = "admin"
    EDITOR = "editor"
    VIEWER = "viewer"


class User(Row, table=True):
    """A person with a password; the address is kept in lower case."""

    __tablename__ = "users"

    email: str = Field(unique=True, max_length=254)
    password_hash: str


class SignIn(SQLModel, table=True):
    """One browser that is signed in; only the SHA-256 of its token is kept."""

    __tablename__ = "sign_ins"

    token_hash: str = Field(primary_key=True, max_length=64)
    user_id: UUID = Field(foreign_key="users.id", index=True, ondelete="CASCADE")
    created_at: datetime = Field(default_factory=now)
    seen_at: datetime = Field(default_factory=now)
    expires_at: datetime


class Workspace(Row, table=True):
    """A tenant: everything a customer has hangs on one of these."""

    __tablename__ = "workspaces"

    name: str = Field(max_length=80)


class Member(Row, table=True):
    """A user in a workspace."""

    __tablename__ = "members"
    __table_args__ = (UniqueConstraint("workspace_id", "user_id"),)

    workspace_id: UUID = Field(foreign_key="workspaces.id", index=True, ondelete="CASCADE")
    user_id: UUID = Field(foreign_key="users.id", index=True, ondelete="CASCADE")
    role: Role = words(Role, Role.VIEWER)
