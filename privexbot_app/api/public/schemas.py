"""What visitors' browsers send, and what they get."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

Text = Annotated[str, Field(max_length=2000)]


class Body(BaseModel):
    """Unknown fields are refused, so that nothing can be smuggled in."""

    model_config = ConfigDict(extra="forbid")


class Page(Body):
    url: Text = ""
    title: Annotated[str, Field(max_length=300)] = ""
    referrer: Text = ""
    language: Annotated[str, Field(max_length=35)] = ""


class SessionIn(Body):
    visitor: Annotated[str, Field(max_length=100)] | None = None
    page: Page = Page()


class SessionOut(BaseModel):
    token: str
    visitor: str
    conversation: UUID | None


class MessageIn(Body):
    """`id` is made by the client; sending the same one again within a conversation has no further effect."""

    message: str
    id: Annotated[str, Field(max_length=64, pattern=r"^[\w-]*$")] = ""


class ReplyOut(BaseModel):
    id: UUID
    text: str
    citations: list[dict[str, Any]]
    state: str
    grounded: bool


class MessageOut(BaseModel):
    reply: ReplyOut
    conversation: UUID
    message: UUID


class SaidOut(BaseModel):
    id: UUID
    role: str
    text: str
    citations: list[dict[str, Any]]
    state: str
    grounded: bool
    created_at: datetime


class ConversationOut(BaseModel):
    id: UUID | None
    state: str
    messages: list[SaidOut]


class LeadIn(Body):
    fields: dict[Annotated[str, Field(max_length=60)], Annotated[str, Field(max_length=1000)]] = Field(max_length=20)
    consent: bool = False
    page: Text = ""


class LeadOut(BaseModel):
    id: UUID


class EventIn(Body):
    type: Annotated[str, Field(max_length=40)]
    at: datetime | None = None
    page: Text = ""


class EventsIn(Body):
    events: list[EventIn] = Field(max_length=50)
