"""What the server sends and is sent, with the names of the public API."""

from typing import Any, NotRequired, TypedDict

from widget_py.browser import Texts


class LeadField(TypedDict):
    name: str
    label: str
    type: str
    required: bool


class LeadFormShape(TypedDict):
    title: str
    fields: list[LeadField]
    consent: str | None


class Config(TypedDict):
    id: str
    name: str
    color: str
    greeting: str
    suggestions: list[str]
    avatar_url: str | None
    show_branding: bool
    theme: str
    position: str
    lead_form: LeadFormShape | None
    strings: Texts


class Citation(TypedDict):
    n: int
    title: str
    url: str | None


class Said(TypedDict):
    id: str
    role: str
    text: str
    citations: list[Citation]
    state: str
    rating: NotRequired[str]


class Conversation(TypedDict):
    id: str | None
    messages: list[Said]


class Session(TypedDict):
    token: str
    visitor: str
    conversation: str | None


class Reply(TypedDict):
    id: str
    text: str
    citations: list[Citation]
    state: str
    grounded: NotRequired[bool]


class Answer(TypedDict):
    reply: Reply
    conversation: str


class Accepted(TypedDict):
    conversation: str
    reply: str


class Token(TypedDict):
    seq: int
    text: str


class Ending(TypedDict):
    grounded: NotRequired[bool]
    retryable: NotRequired[bool]
    message: NotRequired[str]


class Complaint(TypedDict):
    message: str
    field: NotRequired[str]


class Failed(TypedDict):
    error: Complaint


class Page(TypedDict):
    url: str
    title: str
    referrer: str
    language: str


class Wanted(TypedDict):
    visitor: str | None
    page: Page


class Question(TypedDict):
    id: str
    message: str


class Opinion(TypedDict):
    message: str
    rating: str
    reason: str


class Lead(TypedDict):
    fields: Any
    consent: bool
    page: str


class Seen(TypedDict):
    type: str
    at: str
    page: str


class Counted(TypedDict):
    events: list[Seen]


Sent = TypedDict("Sent", {"Accept": str, "Authorization": NotRequired[str], "Content-Type": NotRequired[str]})


class InitShape(TypedDict):
    id: NotRequired[object]
    options: NotRequired[object]


class Status(TypedDict):
    initialized: bool
    isOpen: bool
    conversationId: str | None
    unread: int
    mode: str
