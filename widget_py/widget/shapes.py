"""What the server sends and is sent, with the names of the public API."""

from typing import Any, NotRequired, TypedDict

from widget_py.browser import Texts


class FieldShape(TypedDict):
    name: str
    label: str
    type: str
    required: bool
    choices: NotRequired[list[str]]
    help: NotRequired[str]


class LeadFormShape(TypedDict):
    title: str
    fields: list[FieldShape]
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
    language: str
    dir: str
    strings: Texts


class Citation(TypedDict):
    n: int
    title: str
    url: str | None


class Complaint(TypedDict):
    message: str
    field: NotRequired[str]


class Operator(TypedDict):
    name: str
    avatar: str | None


class Spoken(TypedDict):
    """What an operator said."""

    id: str
    seq: int
    text: str
    operator: Operator | None


class Typist(TypedDict):
    name: str


class Where(TypedDict):
    """Whose turn it is; `message` and `away` are what the owner wants to be said meanwhile."""

    state: str
    queue: NotRequired[int | None]
    operator: NotRequired[Operator | None]
    message: NotRequired[str]
    away: NotRequired[str]


class ActionShape(TypedDict):
    id: str
    title: str
    kind: str
    summary: NotRequired[str]
    fields: NotRequired[list[FieldShape]]


class Decision(TypedDict):
    confirm: NotRequired[bool]
    fields: NotRequired[Any]


class Said(TypedDict):
    id: str
    seq: int
    role: str
    text: str
    citations: list[Citation]
    state: str
    rating: NotRequired[str]
    operator: NotRequired[Operator | None]
    actions: NotRequired[list[ActionShape] | None]


class Conversation(Where):
    id: str | None
    messages: list[Said]


class Session(TypedDict):
    token: str
    visitor: str
    conversation: str | None
    problem: NotRequired[Complaint | None]


class Reply(TypedDict):
    id: str
    text: str
    citations: list[Citation]
    state: str
    actions: NotRequired[list[ActionShape] | None]
    grounded: NotRequired[bool]


class Answer(TypedDict):
    reply: Reply | None
    conversation: str
    handoff: NotRequired[Where | None]


class Accepted(TypedDict):
    conversation: str
    reply: str | None


class Token(TypedDict):
    seq: int
    text: str


class Ending(TypedDict):
    grounded: NotRequired[bool]
    retryable: NotRequired[bool]
    message: NotRequired[str]


class Failed(TypedDict):
    error: Complaint


class Page(TypedDict):
    url: str
    title: str
    referrer: str
    language: str


class HasId(TypedDict):
    id: NotRequired[object]


class Wanted(TypedDict):
    visitor: str | None
    page: Page
    identity: Any
    fresh: bool


class Question(TypedDict):
    id: str
    message: str
    context: Any


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
