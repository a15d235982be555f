"""The people behind a chatbot: how members appear to visitors, what they note, and who is told that somebody waits."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Column, LargeBinary, Text, true
from sqlmodel import Field, SQLModel, UniqueConstraint

from privexbot_app.models.base import Row, now
from privexbot_app.models.columns import words


class MemberProfile(SQLModel, table=True):
    """How a member appears to visitors, and whether they get an e-mail when somebody waits.

    `avatar` is the start of its picture's SHA-256; empty for initials on `color`.
    """

    __tablename__ = "member_profiles"

    member_id: UUID = Field(primary_key=True, foreign_key="members.id", ondelete="CASCADE")
    name: str = Field(default="", max_length=60)
    color: str = Field(default="#6d4aff", max_length=7)
    avatar: str = Field(default="", max_length=16)
    wants_mail: bool = Field(default=True, sa_column_kwargs={"server_default": true()})


class MemberAvatar(SQLModel, table=True):
    """A member's picture; apart from the profile, which is read far more often."""

    __tablename__ = "member_avatars"

    member_id: UUID = Field(primary_key=True, foreign_key="members.id", ondelete="CASCADE")
    media_type: str = Field(max_length=20)
    image: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class Note(Row, table=True):
    """What a member wrote about a conversation for colleagues: no visitor and no model ever reads it."""

    __tablename__ = "notes"

    conversation_id: UUID = Field(foreign_key="conversations.id", index=True, ondelete="CASCADE")
    author_id: UUID | None = Field(default=None, foreign_key="members.id", ondelete="SET NULL")
    text: str = Field(sa_column=Column(Text, nullable=False))


class CannedReply(Row, table=True):
    """A text that operators say often, under a short word."""

    __tablename__ = "canned_replies"
    __table_args__ = (UniqueConstraint("workspace_id", "shortcut"),)

    workspace_id: UUID = Field(foreign_key="workspaces.id", index=True, ondelete="CASCADE")
    shortcut: str = Field(max_length=40)
    text: str = Field(sa_column=Column(Text, nullable=False))


class NoticeWebhook(SQLModel, table=True):
    """Where a workspace wants to be told that somebody waits; the secret is sealed for this row."""

    __tablename__ = "notice_webhooks"

    workspace_id: UUID = Field(primary_key=True, foreign_key="workspaces.id", ondelete="CASCADE")
    url: str = Field(sa_column=Column(Text, nullable=False))
    sealed_secret: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class NoticeKind(StrEnum):
    """How somebody is told."""

    MAIL = "mail"
    WEBHOOK = "webhook"
    TRANSCRIPT = "transcript"


class NoticeState(StrEnum):
    """`queued` until it was delivered, or given up."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"


class Notice(Row, table=True):
    """That a conversation began to wait, for one recipient: a member by mail, or the workspace's webhook.

    Or a visitor's copy of it, to the `address` that they gave, in that `language`; the address goes when it was sent.
    """

    __tablename__ = "notices"

    conversation_id: UUID = Field(foreign_key="conversations.id", index=True, ondelete="CASCADE")
    kind: NoticeKind = words(NoticeKind)
    member_id: UUID | None = Field(default=None, foreign_key="members.id", ondelete="CASCADE")
    state: NoticeState = words(NoticeState, NoticeState.QUEUED)
    attempts: int = 0
    due_at: datetime = Field(default_factory=now, index=True)
    problem: str = Field(default="", max_length=200)
    address: str = Field(default="", max_length=254, sa_column_kwargs={"server_default": ""})
    language: str = Field(default="", max_length=2, sa_column_kwargs={"server_default": ""})
