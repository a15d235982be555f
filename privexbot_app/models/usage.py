"""What models were used for and what that cost, in nanodollars; and how much of a budget is gone."""

from datetime import date
from uuid import UUID

from sqlalchemy import BigInteger, Column, Index
from sqlmodel import Field, SQLModel

from privexbot_app.models.base import Row


class ModelUse(Row, table=True):
    """One answer of one model. `nanodollars` is None where the price is not known.

    `message_id` is the reply; it outlives the reply's erasure, when it points at nothing.
    """

    __tablename__ = "model_uses"
    __table_args__ = (Index("ix_model_uses_workspace_id_day", "workspace_id", "day"),)

    workspace_id: UUID = Field(foreign_key="workspaces.id", ondelete="CASCADE")
    chatbot_id: UUID = Field(foreign_key="chatbots.id", index=True, ondelete="CASCADE")
    message_id: UUID | None = Field(default=None, index=True)
    day: date
    model: str = Field(max_length=160)
    is_platform: bool = True
    asked_tokens: int = 0
    answered_tokens: int = 0
    is_estimated: bool = False
    nanodollars: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))


class BudgetCount(SQLModel, table=True):
    """What a chatbot has used up of a period: `2026-11` or `2026-11-23`, UTC. Holds for running answers are in it."""

    __tablename__ = "budget_counts"

    chatbot_id: UUID = Field(primary_key=True, foreign_key="chatbots.id", ondelete="CASCADE")
    period: str = Field(primary_key=True, max_length=10)
    messages: int = 0
    nanodollars: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))
