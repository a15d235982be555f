"""What a chatbot may know about who its visitors are."""

from uuid import UUID

from sqlalchemy import JSON, Column, LargeBinary
from sqlmodel import Field, SQLModel


class IdentityRules(SQLModel, table=True):
    """A chatbot without a row has no secret, lets nothing about visitors reach its model, and keeps no context.

    `sealed_secret` is what the owner's server signs visitors' ids with, encrypted for this very chatbot; `told_fields`
    says which of id, name and e-mail address a model is told.
    """

    __tablename__ = "identity_rules"

    chatbot_id: UUID = Field(primary_key=True, foreign_key="chatbots.id", ondelete="CASCADE")
    sealed_secret: bytes | None = Field(default=None, sa_column=Column(LargeBinary))
    signed_only: bool = False
    context_fields: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    told_fields: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
