"""Customers' own keys for model providers, and what went wrong with a provider last."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, LargeBinary, Text
from sqlmodel import Field, SQLModel

from privexbot_app.models.base import Row, now


class Credential(Row, table=True):
    """A key for one provider. It is encrypted for this very row, and only its last letters are ever shown.

    `address` is empty but for servers of one's own. Neither it nor the provider can be changed: a key goes where it
    was made for, or nowhere.
    """

    __tablename__ = "credentials"

    workspace_id: UUID = Field(foreign_key="workspaces.id", index=True, ondelete="CASCADE")
    name: str = Field(max_length=60)
    provider: str = Field(max_length=20)
    address: str = Field(default="", sa_column=Column(Text, nullable=False))
    sealed_key: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    last_letters: str = Field(default="", max_length=4)


class ModelTrouble(SQLModel, table=True):
    """The last failure of a provider for a workspace; `source` is a credential's id, or `platform`.

    `told_at` is when its owners had a mail about it, or about one before.
    """

    __tablename__ = "model_troubles"

    workspace_id: UUID = Field(primary_key=True, foreign_key="workspaces.id", ondelete="CASCADE")
    source: str = Field(primary_key=True, max_length=36)
    model: str = Field(max_length=160)
    code: str = Field(max_length=20)
    at: datetime = Field(default_factory=now)
    is_over: bool = False
    told_at: datetime | None = None
