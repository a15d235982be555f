"""What was said: visitors, their conversations, the messages in them, and the leads they left."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Column, Index, Text, false, text
from sqlmodel import Field, SQLModel, UniqueConstraint

from privexbot_app.models.base import Row, now
from privexbot_app.models.columns import words


class Channel(StrEnum):
    """Where a conversation is held."""

    WIDGET = "widget"
    PLAYGROUND = "playground"
    API = "api"


class ConversationState(StrEnum):
    """Who answers next."""

    BOT = "bot"
    WAITING = "waiting"
    HUMAN = "human"
    CLOSED = "closed"


class MessageRole(StrEnum):
    """Who said it."""

    VISITOR = "visitor"
    BOT = "bot"
    OPERATOR = "operator"


class MessageState(StrEnum):
    """Everything but a bot's reply is `done` from the start; a reply ends in one of the last four."""

    GENERATING = "generating"
    DONE = "done"
    TRUNCATED = "truncated"
    STOPPED = "stopped"
    FAILED = "failed"


class Visitor(Row, table=True):
    """A browser that opened the widget of one chatbot; only the SHA-256 of its token is kept.

    `external_id`, `name` and `email` are what the page said of who it is; `is_verified` that its server vouched for the
    id. A verified visitor is one row whatever the browser, and no token opens it.
    """

    __tablename__ = "visitors"
    __table_args__ = (
        Index(
            "uq_visitors_verified",
            "chatbot_id",
            "external_id",
            unique=True,
            sqlite_where=text("is_verified"),
            postgresql_where=text("is_verified"),
        ),
    )

    chatbot_id: UUID = Field(foreign_key="chatbots.id", index=True, ondelete="CASCADE")
    token_hash: str = Field(unique=True, max_length=64)
    seen_at: datetime = Field(default_factory=now)
    page_url: str = Field(default="", sa_column=Column(Text, nullable=False))
    page_title: str = Field(default="", max_length=300)
    external_id: str = Field(default="", max_length=200, sa_column_kwargs={"server_default": ""})
    name: str = Field(default="", max_length=120, sa_column_kwargs={"server_default": ""})
    email: str = Field(default="", max_length=254, sa_column_kwargs={"server_default": ""})
    is_verified: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


class Conversation(Row, table=True):
    """One thread between a visitor (or the owner, in the playground) and a chatbot.

    `operator_id` is the member who has it; `handoff_reason` why it was handed over last.
    `context` is what the page told about itself, by the names that the owner allows.
    """

    __tablename__ = "conversations"

    workspace_id: UUID = Field(foreign_key="workspaces.id", index=True, ondelete="CASCADE")
    chatbot_id: UUID = Field(foreign_key="chatbots.id", index=True, ondelete="CASCADE")
    visitor_id: UUID | None = Field(default=None, foreign_key="visitors.id", index=True, ondelete="CASCADE")
    channel: Channel = words(Channel)
    state: ConversationState = words(ConversationState, ConversationState.BOT)
    page_url: str = Field(default="", sa_column=Column(Text, nullable=False))
    page_title: str = Field(default="", max_length=300)
    message_count: int = 0
    unanswered_count: int = 0
    context: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False, server_default="{}"))
    changed_at: datetime = Field(default_factory=now, index=True)
    operator_id: UUID | None = Field(default=None, foreign_key="members.id", index=True, ondelete="SET NULL")
    waiting_since: datetime | None = Field(default=None, index=True)  # set exactly while it waits
    handoff_reason: str = Field(default="", max_length=16, sa_column_kwargs={"server_default": ""})


class Message(Row, table=True):
    """One message; a bot's reply points at the visitor's message it answers, an operator's at the member who wrote it.

    `client_id` is made by whoever sends and makes sending twice harmless. `receipt` says how a reply came about:
    the passages with their hashes and scores, the model, the prompt's version. `followups` are questions that the
    visitor may want to ask after a reply.
    """

    __tablename__ = "messages"
    __table_args__ = (UniqueConstraint("conversation_id", "position"), UniqueConstraint("conversation_id", "client_id"))

    conversation_id: UUID = Field(foreign_key="conversations.id", index=True, ondelete="CASCADE")
    position: int
    role: MessageRole = words(MessageRole)
    state: MessageState = words(MessageState, MessageState.DONE)
    client_id: str | None = Field(default=None, max_length=64)
    answers_id: UUID | None = Field(default=None, foreign_key="messages.id", ondelete="CASCADE")
    author_id: UUID | None = Field(default=None, foreign_key="members.id", ondelete="SET NULL")
    text: str = Field(default="", sa_column=Column(Text, nullable=False))
    grounded: bool = True
    citations: list[Any] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    receipt: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    model: str = Field(default="", max_length=120)
    followups: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False, server_default="[]"))
    changed_at: datetime = Field(default_factory=now)


class Rating(StrEnum):
    """What a visitor thinks of a reply."""

    UP = "up"
    DOWN = "down"


class Feedback(SQLModel, table=True):
    """A visitor's opinion of one reply; a new one takes the place of the old."""

    __tablename__ = "feedback"

    message_id: UUID = Field(primary_key=True, foreign_key="messages.id", ondelete="CASCADE")
    rating: Rating = words(Rating)
    reason: str = Field(default="", max_length=40)
    comment: str = Field(default="", sa_column=Column(Text, nullable=False))
    changed_at: datetime = Field(default_factory=now)


class Lead(Row, table=True):
    """Contact details that a visitor left; `visitor_id` is empty for those from before it was kept."""

    __tablename__ = "leads"

    workspace_id: UUID = Field(foreign_key="workspaces.id", index=True, ondelete="CASCADE")
    chatbot_id: UUID = Field(foreign_key="chatbots.id", index=True, ondelete="CASCADE")
    visitor_id: UUID | None = Field(default=None, foreign_key="visitors.id", index=True, ondelete="CASCADE")
    conversation_id: UUID | None = Field(default=None, foreign_key="conversations.id", ondelete="SET NULL")
    fields: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))
    consent: bool = False
    page_url: str = Field(default="", sa_column=Column(Text, nullable=False))


class DailyCount(SQLModel, table=True):
    """How often something happened to a chatbot on a day (UTC): counts only, never texts or persons."""

    __tablename__ = "daily_counts"

    chatbot_id: UUID = Field(primary_key=True, foreign_key="chatbots.id", ondelete="CASCADE")
    day: date = Field(primary_key=True)
    event: str = Field(primary_key=True, max_length=40)
    count: int = 0


class Sweep(SQLModel, table=True):
    """What retention deleted of a chatbot on a day (UTC): counts only."""

    __tablename__ = "sweeps"

    chatbot_id: UUID = Field(primary_key=True, foreign_key="chatbots.id", ondelete="CASCADE")
    day: date = Field(primary_key=True)
    conversations: int = 0
    messages: int = 0
    leads: int = 0
    visitors: int = 0
