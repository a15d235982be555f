"""Which model the vectors of a knowledge base are of, and the way from one model to another."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, Text
from sqlmodel import Field, SQLModel

from privexbot_app.models.base import now
from privexbot_app.models.columns import words


class EmbeddingChoice(StrEnum):
    """What a knowledge base should be embedded by; `own` is a model that its owner named."""

    INSTALL = "install"
    BUILT_IN = "built_in"
    OWN = "own"


class MoveState(StrEnum):
    """A move that failed is tried again when it is due."""

    QUEUED = "queued"
    RUNNING = "running"
    FAILED = "failed"


class EmbeddingSpace(SQLModel, table=True):
    """A model, whose vectors can be compared with each other and with no others. The built-in one has no row.

    The id is made from workspace, model (LiteLLM's name) and address, so that the same model is the same space. Without
    a workspace it is the install's, and its key is kept sealed: the settings may name another model before the last
    knowledge base has left this one. `dimensions` of 0 says that it was never asked. `gain` and `shift` are its scale
    (see `rag/scale.py`).
    """

    __tablename__ = "embedding_spaces"

    id: UUID = Field(primary_key=True)
    created_at: datetime = Field(default_factory=now)
    workspace_id: UUID | None = Field(default=None, foreign_key="workspaces.id", index=True, ondelete="CASCADE")
    credential_id: UUID | None = Field(default=None, foreign_key="credentials.id", index=True, ondelete="SET NULL")
    model: str = Field(max_length=160)
    address: str = Field(default="", sa_column=Column(Text, nullable=False))
    sealed_key: bytes = Field(default=b"", sa_column=Column(LargeBinary, nullable=False))
    dimensions: int = 0
    gain: float = 1.0
    shift: float = 0.0
    dollars_per_token: float | None = None


class EmbeddingMove(SQLModel, table=True):
    """A knowledge base on its way to another space, of which None is the built-in one; it ends with the way.

    `attempt` is the moment it was asked for in milliseconds, so that no two jobs have the same name.
    """

    __tablename__ = "embedding_moves"

    knowledge_base_id: UUID = Field(primary_key=True, foreign_key="knowledge_bases.id", ondelete="CASCADE")
    space_id: UUID | None = Field(default=None, foreign_key="embedding_spaces.id", ondelete="CASCADE")
    attempt: int = Field(sa_column=Column(BigInteger, nullable=False))
    state: MoveState = words(MoveState, MoveState.QUEUED)
    problem: str = Field(default="", sa_column=Column(Text, nullable=False))
    failures: int = 0
    due_at: datetime = Field(default_factory=now)
    started_at: datetime = Field(default_factory=now)
    changed_at: datetime = Field(default_factory=now)


class PendingVectors(SQLModel, table=True):
    """A passage's vectors in the space that its knowledge base is moving to; nobody searches them.

    `read_hash` is the passage's `content_hash` when they were made, `content_hash` the one it has after the move.
    """

    __tablename__ = "pending_vectors"
    __table_args__ = (Index("ix_pending_vectors_content", "knowledge_base_id", "content_hash"),)

    passage_id: int = Field(
        sa_column=Column(
            BigInteger().with_variant(Integer, "sqlite"),
            ForeignKey("passages.id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        )
    )
    knowledge_base_id: UUID = Field(foreign_key="knowledge_bases.id", ondelete="CASCADE")
    read_hash: str = Field(max_length=64)
    content_hash: str = Field(max_length=64)
    vectors: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class PendingOverride(SQLModel, table=True):
    """The same for what an owner decided about a passage: of the words that were read, and of the owner's own.

    `decided_at` is the decision's `changed_at` when they were made.
    """

    __tablename__ = "pending_overrides"

    override_id: UUID = Field(primary_key=True, foreign_key="passage_overrides.id", ondelete="CASCADE")
    knowledge_base_id: UUID = Field(foreign_key="knowledge_bases.id", index=True, ondelete="CASCADE")
    decided_at: datetime
    content_hash: str = Field(max_length=64)
    read_vectors: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    edited_vectors: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
