"""What the server sends and is sent, with the names of the public API."""

from typing import Any, NotRequired, TypedDict

from widget_py.browser import Texts


class FieldShape(TypedDict):
    """`type` is one of HTML's, or select or textarea."""

    name: str
    label: str
    type: str
    required: bool
    choices: list[str]
    help: str
    autocomplete: str


class Task(TypedDict):
    """A form, or something to fetch; as an entry of the menu it has a label.

    An action of the bot has no path but an id, and what comes of it is told like an answer. Without `no` nobody may
    decline.
    """

    label: str
    method: str
    path: NotRequired[str]
    id: str
    title: str
    summary: NotRequired[str]
    fields: list[FieldShape]
    go: str
    no: str
    thanks: str
    file: str


class When(TypedDict):
    before: bool
    after: int
    unanswered: bool
    handoff: bool


class LeadForm(Task):
    when: When


class Rule(TypedDict):
    """When to speak first; `pattern` is of the page's path."""

    id: str
    text: str
    seconds: int
    scroll: int
    pattern: str
    exit: bool
    open: bool


class Uploads(TypedDict):
    accept: str


class Config(TypedDict):
    strings: Texts
    suggestions: list[str]
    image_hosts: list[str]
    uploads: Uploads | None
    rules: list[Rule]
    lead_form: LeadForm | None
    rating: Task | None
    menu: list[Task]


class Citation(TypedDict):
    n: int
    title: str
    url: str | None
    quote: str


class Complaint(TypedDict):
    message: str
    field: NotRequired[str]


class Operator(TypedDict):
    name: str
    avatar: str | None


class Upload(TypedDict):
    id: str
    name: str
    url: str


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


class Said(TypedDict):
    id: str
    role: str
    text: str
    citations: list[Citation]
    state: str
    rating: NotRequired[str]
    operator: NotRequired[Operator | None]
    actions: NotRequired[list[Task]]
    files: NotRequired[list[Upload]]
    followups: NotRequired[list[str]]


class Conversation(Where):
    messages: list[Said]


class Session(TypedDict):
    token: str
    visitor: str
    conversation: str | None
    problem: NotRequired[Complaint | None]


class Ending(TypedDict):
    grounded: NotRequired[bool]
    message: NotRequired[str]
    followups: NotRequired[list[str]]


class Reply(Ending):
    id: str
    text: str
    citations: list[Citation]
    state: str
    actions: NotRequired[list[Task]]


class Answer(TypedDict):
    reply: Reply | None
    conversation: str
    message: str
    handoff: NotRequired[Where | None]


class Accepted(TypedDict):
    conversation: str
    message: str
    reply: str | None


class Token(TypedDict):
    seq: int
    text: str


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
    """`id` is made here: it makes the question count once, however often it is sent. `files` are ids and commas."""

    id: str
    message: str
    files: str
    context: Any


class Opinion(TypedDict):
    message: str
    rating: str
    reason: str


class Filled(TypedDict):
    """A form's values by name, or None where the visitor declined."""

    fields: Any
    confirm: bool
    page: str
    conversation: str | None


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


class Summary(TypedDict):
    text: str
