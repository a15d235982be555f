"""What a chatbot knows: knowledge base → source → document → passage, with the passage's sentence vectors."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, Column, Index, Integer, LargeBinary, Text
from sqlmodel import Field, SQLModel, UniqueConstraint

from privexbot_app.models.base import Row, now
from privexbot_app.models.columns import words
from privexbot_app.models.embedding import EmbeddingChoice


class SourceKind(StrEnum):
    """Where a source came from."""

    TEXT = "text"
    FILE = "file"
    PAGE = "page"
    SITE = "site"
    QA = "qa"


class SourceState(StrEnum):
    """How far a source has come; `ready` and `failed` are the two ends."""

    QUEUED = "queued"
    READING = "reading"
    INDEXING = "indexing"
    READY = "ready"
    FAILED = "failed"


class KnowledgeBase(Row, table=True):
    """A set of sources that chatbots search; `version` grows with every change and tells nodes their index is stale.

    All its vectors are of the space `space_id`, which is None for the built-in model. `embedding` says which one it
    should be, and `own_space_id` which one where that is the owner's own choice.
    """

    __tablename__ = "knowledge_bases"
    __table_args__ = (Index("uq_knowledge_bases_workspace_id_id", "workspace_id", "id", unique=True),)  # for links

    workspace_id: UUID = Field(foreign_key="workspaces.id", index=True, ondelete="CASCADE")
    name: str = Field(max_length=80)
    version: int = 0
    space_id: UUID | None = Field(default=None, foreign_key="embedding_spaces.id")
    embedding: EmbeddingChoice = words(EmbeddingChoice, EmbeddingChoice.INSTALL)
    own_space_id: UUID | None = Field(default=None, foreign_key="embedding_spaces.id")


class Source(Row, table=True):
    """One thing the owner gave: a text, a file, a page, a website (see `Site`), or all questions (see `QaPair`)."""

    __tablename__ = "sources"

    workspace_id: UUID = Field(foreign_key="workspaces.id", index=True, ondelete="CASCADE")
    knowledge_base_id: UUID = Field(foreign_key="knowledge_bases.id", index=True, ondelete="CASCADE")
    kind: SourceKind = words(SourceKind)
    title: str = Field(max_length=300)
    url: str = Field(default="", sa_column=Column(Text, nullable=False))
    state: SourceState = words(SourceState, SourceState.QUEUED)
    done: int = 0
    total: int = 0
    attempt: int = 1
    error: str = Field(default="", sa_column=Column(Text, nullable=False))
    notes: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    changed_at: datetime = Field(default_factory=now)


class SourceContent(SQLModel, table=True):
    """The bytes as they were given or fetched, kept so that nothing has to be uploaded twice."""

    __tablename__ = "source_contents"

    source_id: UUID = Field(primary_key=True, foreign_key="sources.id", ondelete="CASCADE")
    media_type: str = Field(max_length=120)
    name: str = Field(max_length=300)
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class Document(Row, table=True):
    """The readable text of a source, as one attempt at reading it found it.

    `page_kind` is what its pages are, `page` or `slide`; empty where it has none.
    """

    __tablename__ = "documents"

    source_id: UUID = Field(foreign_key="sources.id", index=True, ondelete="CASCADE")
    knowledge_base_id: UUID = Field(foreign_key="knowledge_bases.id", index=True, ondelete="CASCADE")
    attempt: int = 1
    title: str = Field(max_length=300)
    url: str = Field(default="", sa_column=Column(Text, nullable=False))
    text: str = Field(sa_column=Column(Text, nullable=False))
    content_hash: str = Field(max_length=64)
    page_kind: str = Field(default="", max_length=10, sa_column_kwargs={"server_default": ""})


class Passage(SQLModel, table=True):
    """A few sentences of a document: the unit of search and of citation.

    The id is a number because FAISS and the full-text index know their rows by numbers.
    `sentences` are [start, end) character offsets into `text`; `vectors` is one packed vector a sentence, in that
    order, then one of its heading (see `rag/vectors.py`); `lexemes` are the search words of
    heading and text, joined by blanks, and a mark of their language unless it is English (see `rag/tokens.py`).
    `override_id` leads to what the owner decided about it (see `models/overrides.py`); it is no foreign key, because
    SQLite could only add one by making the table anew, and full-text search hangs on the table. `content_hash` is of
    what the vectors were made from. `pages` has the page that each sentence was read on, as far as there are any.
    """

    __tablename__ = "passages"
    __table_args__ = (
        UniqueConstraint("document_id", "position"),
        Index("ix_passages_content", "knowledge_base_id", "content_hash"),
    )

    id: int | None = Field(
        default=None, sa_column=Column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    )
    document_id: UUID = Field(foreign_key="documents.id", index=True, ondelete="CASCADE")
    knowledge_base_id: UUID = Field(foreign_key="knowledge_bases.id", index=True, ondelete="CASCADE")
    position: int
    heading: str = Field(default="", sa_column=Column(Text, nullable=False))
    text: str = Field(sa_column=Column(Text, nullable=False))
    start: int
    end: int
    sentences: list[Any] = Field(sa_column=Column(JSON, nullable=False))
    vectors: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    lexemes: str = Field(sa_column=Column(Text, nullable=False))
    lexeme_count: int
    override_id: UUID | None = None
    content_hash: str = Field(default="", max_length=64, sa_column_kwargs={"server_default": ""})
    pages: list[Any] = Field(default_factory=list, sa_column=Column(JSON, nullable=False, server_default="[]"))
