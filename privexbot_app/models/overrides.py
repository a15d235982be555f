"""What an owner decided about a passage: it outlives every new reading that finds the same words again."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Column, LargeBinary, Text
from sqlmodel import Field, UniqueConstraint

from privexbot_app.models.base import Row, now

MOST_BOOST = 0.3


class PassageOverride(Row, table=True):
    """`words_hash` is that of the page's address, the heading and the text as they were read.

    `boost` is added to the passage's score. `edited_…` is what the chatbot sees instead, nothing where `edited_text` is
    empty; `read_…` is what the passage was before, so that everything can be undone.
    """

    __tablename__ = "passage_overrides"
    __table_args__ = (UniqueConstraint("source_id", "words_hash"),)

    knowledge_base_id: UUID = Field(foreign_key="knowledge_bases.id", index=True, ondelete="CASCADE")
    source_id: UUID = Field(foreign_key="sources.id", ondelete="CASCADE")
    words_hash: str = Field(max_length=64)
    is_disabled: bool = False
    is_pinned: bool = False
    boost: float = 0.0
    edited_text: str = Field(default="", sa_column=Column(Text, nullable=False))
    edited_sentences: list[Any] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    edited_vectors: bytes = Field(default=b"", sa_column=Column(LargeBinary, nullable=False))
    edited_lexemes: str = Field(default="", sa_column=Column(Text, nullable=False))
    read_text: str = Field(sa_column=Column(Text, nullable=False))
    read_sentences: list[Any] = Field(sa_column=Column(JSON, nullable=False))
    read_vectors: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    read_lexemes: str = Field(sa_column=Column(Text, nullable=False))
    changed_at: datetime = Field(default_factory=now)
