"""What visitors' browsers send, and what they get."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from privexbot_app.services.turns import storable


def _cut(most: int) -> BeforeValidator:
    """An address may have any length; we keep its beginning."""
    return BeforeValidator(lambda text: text[:most] if isinstance(text, str) else text)


def _listed(ids: object) -> object:
    """A text of ids with commas between them."""
    return [each for each in ids.split(",") if each] if isinstance(ids, str) else ids


Text = Annotated[str, Field(max_length=2000), _cut(2000)]
Said = Annotated[str, BeforeValidator(lambda text: storable(text) if isinstance(text, str) else text)]


class Body(BaseModel):
    """Unknown fields are refused, so that nothing can be smuggled in."""

    model_config = ConfigDict(extra="forbid")


class Page(Body):
    url: Text = ""
    title: Annotated[str, Field(max_length=300), _cut(300)] = ""
    referrer: Text = ""
    language: Annotated[str, Field(max_length=35)] = ""


Word = Annotated[Said, BeforeValidator(lambda given: str(given) if isinstance(given, int) else given or "")]


class IdentityIn(Body):
    """Who the page says the visitor is; `hash` is the HMAC-SHA256 of `id` under the identity secret, in hex.

    What else a page knows of its visitor is not read.
    """

    model_config = ConfigDict(extra="ignore")

    id: Annotated[Word, Field(min_length=1, max_length=200)]
    name: Annotated[Word, Field(max_length=500)] = ""
    email: Annotated[Word, Field(max_length=500)] = ""
    hash: Annotated[Word, Field(max_length=200)] = ""


class SessionIn(Body):
    """`fresh` begins a new conversation, also for a visitor who has one open."""

    visitor: Annotated[str, Field(max_length=100)] | None = None
    page: Page = Page()
    identity: IdentityIn | None = None
    fresh: bool = False


class Trouble(BaseModel):
    """What did not stop the request, and should be known."""

    code: str
    message: str


class SessionOut(BaseModel):
    """`visitor` is empty for a verified visitor: they come back by their identity, not by what the page keeps.

    `identity` is `none`, `claimed`, `verified`, or `refused` with a `problem`: then the visit is anonymous.
    """

    token: str
    visitor: str
    conversation: UUID | None
    identity: str
    problem: Trouble | None = None


class MessageIn(Body):
    """`id` is made by the client; a visitor who sends the same one again gets the same reply, and nothing else happens.

    It is ignored without a session. A reply that failed or was cut short is asked for anew under another id.
    `context` is what the page tells about itself: only single values under names that the owner allows are kept.
    `files` are ids of uploads, in a list or with commas; with some, the message may be empty.
    """

    message: Said
    files: Annotated[list[UUID], Field(max_length=10), BeforeValidator(_listed)] = []
    id: Annotated[str, Field(max_length=64, pattern=r"^[\w-]*$")] = ""
    context: Annotated[dict[str, Any] | None, Field(max_length=100)] = None


class FileOut(BaseModel):
    """`url` is a path on this origin, for an hour; what it leads to is saved, and never opened."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    type: str
    size: int
    url: str


class ReplyOut(BaseModel):
    id: UUID
    text: str
    citations: list[dict[str, Any]]
    state: str
    grounded: bool
    actions: list[dict[str, Any]] = []
    followups: list[str] = []


class HandoffOut(BaseModel):
    """`queue` is the place among those who wait, from 1; `away` is what is said when nobody is there."""

    queue: int | None
    state: str
    away: str = ""
    message: str = ""


class MessageOut(BaseModel):
    """`reply` is null while a person has the conversation, or it waits for one."""

    reply: ReplyOut | None
    conversation: UUID
    message: UUID
    handoff: HandoffOut | None = None


class OperatorOut(BaseModel):
    """`avatar` is a path on this origin."""

    name: str
    avatar: str | None


class SaidOut(BaseModel):
    """`seq` is its place in the conversation; `operator` says who of the team wrote it."""

    id: UUID
    seq: int = Field(validation_alias="position")
    role: str
    text: str
    citations: list[dict[str, Any]]
    state: str
    grounded: bool
    rating: str = ""
    operator: OperatorOut | None = None
    actions: list[dict[str, Any]] = []
    followups: list[str] = []
    files: list[FileOut] = []
    created_at: datetime


class ConversationOut(BaseModel):
    """`operator` has it now, `queue` is its place among those that wait for one, from 1."""

    id: UUID | None
    state: str
    queue: int | None = None
    operator: OperatorOut | None = None
    messages: list[SaidOut]


class FormIn(Body):
    """What every form of the widget sends beside its fields."""

    confirm: bool | None = None
    page: Text = ""
    conversation: UUID | None = None


class DecisionIn(FormIn):
    """Whether to do what was offered, or the fields of its form."""

    fields: (
        dict[Annotated[str, Field(max_length=60)], Annotated[Said, Field(max_length=1000)] | bool | float | None] | None
    ) = Field(None, max_length=20)


class StoppedOut(BaseModel):
    """How the reply ended: `stopped`, unless it had ended before."""

    state: str


class FeedbackIn(Body):
    """`message` is the reply; a later opinion takes the place of an earlier one."""

    message: UUID
    rating: Literal["up", "down"]
    reason: Literal["wrong", "incomplete", "off_topic", ""] = ""
    comment: Annotated[Said, Field(max_length=2000)] = ""


class LeadIn(FormIn):
    """Values are texts, of boxes booleans; the consent is one of them, or stands beside them.

    A lead belongs to the visitor's open conversation, whatever `conversation` says.
    """

    fields: dict[Annotated[str, Field(max_length=60)], Annotated[Said, Field(max_length=2000)] | bool] = Field(
        max_length=20
    )
    consent: bool = False


class LeadOut(BaseModel):
    id: UUID


class EventIn(Body):
    type: Annotated[str, Field(max_length=40)]
    at: datetime | None = None
    page: Text = ""


class EventsIn(Body):
    events: list[EventIn] = Field(max_length=50)
