"""What a chatbot may ask of its owner's servers, and every time that it did."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Column, LargeBinary, Text
from sqlmodel import Field, UniqueConstraint

from privexbot_app.models.base import Row, now
from privexbot_app.models.columns import words


class Method(StrEnum):
    """How a server is asked."""

    GET = "GET"
    POST = "POST"
    PUT = "PUT"
    PATCH = "PATCH"
    DELETE = "DELETE"


class Action(Row, table=True):
    """One request that the owner described; `name` is for models, `title` for people.

    `sealed_headers` are the secret ones, as JSON encrypted for this very row; only their names are ever shown.
    `vectors` is one packed vector each for the title, the description and every phrase (see `rag/vectors.py`).
    """

    __tablename__ = "actions"
    __table_args__ = (UniqueConstraint("chatbot_id", "name"),)

    chatbot_id: UUID = Field(foreign_key="chatbots.id", index=True, ondelete="CASCADE")
    name: str = Field(max_length=40)
    title: str = Field(max_length=80)
    description: str = Field(sa_column=Column(Text, nullable=False))
    phrases: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    vectors: bytes = Field(default=b"", sa_column=Column(LargeBinary, nullable=False))
    parameters: list[Any] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    method: Method = words(Method, Method.GET)
    url: str = Field(sa_column=Column(Text, nullable=False))
    headers: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    secret_names: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    sealed_headers: bytes = Field(default=b"", sa_column=Column(LargeBinary, nullable=False))
    body: str = Field(default="", sa_column=Column(Text, nullable=False))
    result_path: str = Field(default="", max_length=200)
    answer: str = Field(default="", sa_column=Column(Text, nullable=False))
    changes_something: bool = False
    is_on: bool = True
    changed_at: datetime = Field(default_factory=now)


class CallKind(StrEnum):
    """`lookup`: made at once; `confirm` and `form`: offered, and made when the visitor says so."""

    LOOKUP = "lookup"
    CONFIRM = "confirm"
    FORM = "form"


class CallState(StrEnum):
    """`running` stays for a call whose process died: nobody knows whether it went through."""

    PENDING = "pending"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class ActionCall(Row, table=True):
    """One call, or the offer of one: made or offered in the reply `message_id`, its result told in `reply_id`.

    `arguments` of an offer are kept as they are until it is decided, and with personal details hidden after that.
    """

    __tablename__ = "action_calls"

    action_id: UUID = Field(foreign_key="actions.id", index=True, ondelete="CASCADE")
    message_id: UUID = Field(foreign_key="messages.id", index=True, ondelete="CASCADE")
    reply_id: UUID | None = Field(default=None, foreign_key="messages.id", ondelete="CASCADE")
    kind: CallKind = words(CallKind, CallKind.LOOKUP)
    state: CallState = words(CallState, CallState.PENDING)
    arguments: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    http_status: int = 0
    milliseconds: int = 0
    problem: str = Field(default="", sa_column=Column(Text, nullable=False))
    changed_at: datetime = Field(default_factory=now)
