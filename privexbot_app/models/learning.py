"""How a chatbot gets better: the owner's own answers, what it did not know, its test questions and its versions."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Column, LargeBinary, Text
from sqlmodel import Field, SQLModel, UniqueConstraint

from privexbot_app.models.base import Row, now
from privexbot_app.models.columns import words


class GapState(StrEnum):
    """`dismissed`: the owner does not want the chatbot to answer this."""

    OPEN = "open"
    ANSWERED = "answered"
    DISMISSED = "dismissed"


class GapReason(StrEnum):
    """Why a question joined the gaps."""

    UNKNOWN = "unknown"
    DOWN_VOTED = "down_voted"


class QaPair(Row, table=True):
    """A question with the owner's own answer.

    Its document makes it findable like everything else, and its source keeps all pairs of a knowledge base together.
    `question_key` is the question without case and punctuation; `vectors` is one packed vector a phrasing, the
    question first (see `rag/vectors.py`).
    """

    __tablename__ = "qa_pairs"
    __table_args__ = (UniqueConstraint("knowledge_base_id", "question_key"),)

    knowledge_base_id: UUID = Field(foreign_key="knowledge_bases.id", index=True, ondelete="CASCADE")
    document_id: UUID = Field(foreign_key="documents.id", unique=True, ondelete="CASCADE")
    question: str = Field(max_length=300)
    question_key: str = Field(max_length=300)
    phrasings: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    answer: str = Field(sa_column=Column(Text, nullable=False))
    link: str = Field(default="", sa_column=Column(Text, nullable=False))
    vectors: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    changed_at: datetime = Field(default_factory=now)


class Gap(Row, table=True):
    """Questions of one meaning that a chatbot could not answer; `vector` is the sum of theirs, as 32-bit floats.

    It holds no words of visitors: those are in their messages, and go with them.
    """

    __tablename__ = "gaps"

    chatbot_id: UUID = Field(foreign_key="chatbots.id", index=True, ondelete="CASCADE")
    state: GapState = words(GapState, GapState.OPEN)
    vector: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    pair_id: UUID | None = Field(default=None, foreign_key="qa_pairs.id", ondelete="SET NULL")
    changed_at: datetime = Field(default_factory=now)


class GapQuestion(SQLModel, table=True):
    """A visitor's message that belongs to a gap, or will as soon as a job has found out to which."""

    __tablename__ = "gap_questions"

    message_id: UUID = Field(primary_key=True, foreign_key="messages.id", ondelete="CASCADE")
    chatbot_id: UUID = Field(foreign_key="chatbots.id", index=True, ondelete="CASCADE")
    gap_id: UUID | None = Field(default=None, foreign_key="gaps.id", index=True, ondelete="CASCADE")
    reason: GapReason = words(GapReason, GapReason.UNKNOWN)
    asked_at: datetime = Field(default_factory=now)


class ChatbotVersion(Row, table=True):
    """The settings of a chatbot as they were at a moment; written once, never changed."""

    __tablename__ = "chatbot_versions"
    __table_args__ = (UniqueConstraint("chatbot_id", "number"),)

    chatbot_id: UUID = Field(foreign_key="chatbots.id", index=True, ondelete="CASCADE")
    number: int
    reason: str = Field(max_length=80)
    author: str = Field(max_length=254)
    settings: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


class GoldenQuestion(Row, table=True):
    """A question of the test set, with what its answer must contain, or the source it must come from, or both."""

    __tablename__ = "golden_questions"

    chatbot_id: UUID = Field(foreign_key="chatbots.id", index=True, ondelete="CASCADE")
    question: str = Field(sa_column=Column(Text, nullable=False))
    expected_text: str = Field(default="", sa_column=Column(Text, nullable=False))
    expected_source_id: UUID | None = Field(default=None, foreign_key="sources.id", ondelete="SET NULL")


class GoldenRun(Row, table=True):
    """One run of the test set; `fingerprint` says on which settings, knowledge and questions it was."""

    __tablename__ = "golden_runs"

    chatbot_id: UUID = Field(foreign_key="chatbots.id", index=True, ondelete="CASCADE")
    fingerprint: str = Field(max_length=64)
    total: int
    finished_at: datetime | None = None


class GoldenResult(SQLModel, table=True):
    """What the chatbot said to one question in one run; `problem` is empty when it passed."""

    __tablename__ = "golden_results"

    run_id: UUID = Field(primary_key=True, foreign_key="golden_runs.id", ondelete="CASCADE")
    golden_id: UUID = Field(primary_key=True, foreign_key="golden_questions.id", ondelete="CASCADE")
    said: str = Field(sa_column=Column(Text, nullable=False))
    problem: str = Field(default="", sa_column=Column(Text, nullable=False))
