"""Websites that are read as a whole: how, which pages were found, and what changed on them."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import JSON, Column, Index, Text
from sqlmodel import Field, SQLModel, UniqueConstraint

from privexbot_app.models.base import Row, now
from privexbot_app.models.columns import words


class PageState(StrEnum):
    """What became of a page; one that is `fetched` waits for the owner's word before it counts."""

    FOUND = "found"
    FETCHED = "fetched"
    INDEXED = "indexed"
    SKIPPED = "skipped"
    FAILED = "failed"
    GONE = "gone"


class ChangeKind(StrEnum):
    """How a page differs from what was known of it."""

    NEW = "new"
    CHANGED = "changed"
    VANISHED = "vanished"


class ChangeState(StrEnum):
    """`waiting` for the owner, `approved` and on its way, or decided."""

    WAITING = "waiting"
    APPROVED = "approved"
    APPLIED = "applied"
    REJECTED = "rejected"


class Site(SQLModel, table=True):
    """How the source of kind `site` is read, and how far its crawl has come.

    `origin` is where the website lives after the redirects of its start page, `door` where the owner said it does.
    `opened` is the attempt whose first pages were found; `read_at` when a crawl came to its end for the last time.
    """

    __tablename__ = "sites"

    source_id: UUID = Field(primary_key=True, foreign_key="sources.id", ondelete="CASCADE")
    max_pages: int
    max_depth: int
    include: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    exclude: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    every_hours: int = 0
    next_at: datetime | None = Field(default=None, index=True)
    needs_approval: bool = False
    token_hash: str = Field(default="", max_length=64)
    origin: str = Field(default="", sa_column=Column(Text, nullable=False))
    door: str = Field(default="", sa_column=Column(Text, nullable=False))
    robots: str = Field(default="", sa_column=Column(Text, nullable=False))
    opened: int = 0
    failures_in_a_row: int = 0
    is_capped: bool = False
    started_at: datetime | None = None
    read_at: datetime | None = None


class SitePage(Row, table=True):
    """A page of a website: the crawl's list of what is still to do, and its memory of what the page said.

    `seen` and `checked` are the last attempts that found the page and that asked for it; `links` are kept for the
    times when the page has not changed; `content_hash` is of the bytes.
    """

    __tablename__ = "site_pages"
    __table_args__ = (UniqueConstraint("source_id", "url"), Index("ix_site_pages_work", "source_id", "seen", "checked"))

    source_id: UUID = Field(foreign_key="sources.id", ondelete="CASCADE")
    url: str = Field(sa_column=Column(Text, nullable=False))
    state: PageState = words(PageState, PageState.FOUND)
    depth: int = 0
    etag: str = Field(default="", max_length=300)
    last_modified: str = Field(default="", max_length=300)
    content_hash: str = Field(default="", max_length=64)
    error: str = Field(default="", sa_column=Column(Text, nullable=False))
    misses: int = 0
    document_id: UUID | None = Field(default=None, foreign_key="documents.id", index=True, ondelete="SET NULL")
    links: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    seen: int = 0
    checked: int = 0
    changed_at: datetime = Field(default_factory=now)


class SiteChange(Row, table=True):
    """A page that is new, differs or is gone since the last crawl; `text`, `headings`, `facts` and
    `pages` are kept until it is applied.

    `tries` grows with every approval, so that each is one job.
    """

    __tablename__ = "site_changes"

    source_id: UUID = Field(foreign_key="sources.id", index=True, ondelete="CASCADE")
    page_id: UUID = Field(foreign_key="site_pages.id", index=True, ondelete="CASCADE")
    kind: ChangeKind = words(ChangeKind)
    state: ChangeState = words(ChangeState, ChangeState.WAITING)
    url: str = Field(sa_column=Column(Text, nullable=False))
    title: str = Field(default="", max_length=300)
    diff: str = Field(default="", sa_column=Column(Text, nullable=False))
    text: str = Field(default="", sa_column=Column(Text, nullable=False))
    text_hash: str = Field(default="", max_length=64)
    headings: list[list[int | str]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    facts: list[dict[str, str | None]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    pages: list[list[int | str]] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False, server_default="[]")
    )
    problem: str = Field(default="", sa_column=Column(Text, nullable=False))
    tries: int = 0
    changed_at: datetime = Field(default_factory=now)
