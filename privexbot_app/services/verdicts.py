"""What is asked, and how an answer is told: pieces of text, then one verdict."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from privexbot_app.models import Action, CallKind, Chatbot, MessageRole, MessageState
from privexbot_app.rag.language import language_of


@dataclass(frozen=True)
class Offer:
    """An action that waits for the visitor: to say yes, or to fill in its form."""

    id: UUID
    action: Action
    kind: CallKind
    arguments: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Decided:
    """What the visitor decided about an offer that was made before; None for the arguments is a no."""

    offer: Offer
    arguments: dict[str, Any] | None


@dataclass(frozen=True)
class AskedFile:
    """A file that the visitor sent, with this question or before it; `text` is empty where nothing could be read."""

    id: UUID
    name: str
    text: str
    is_new: bool


@dataclass(frozen=True)
class Question:
    """What is asked of whom; `history` is (role, text) of the messages before it, `reply_id` where the answer goes.

    `can_wait` says that a person could answer in the same place later.
    `actions` are those that may be used for the answer; `decided` is set where an offer is decided instead of asked.
    `may_be_asked` is False for programs that have no session: nobody could confirm or fill in anything.
    `facts` is what a model may know of who asks and from where, as (name, value); `files` are the visitor's own, and
    `is_wordless` says that they came without a question.
    """

    chatbot: Chatbot
    question: str
    history: tuple[tuple[MessageRole, str], ...] = ()
    reply_id: UUID | None = None
    can_wait: bool = False
    conversation_id: UUID | None = None
    actions: tuple[Action, ...] = ()
    decided: Decided | None = None
    may_be_asked: bool = True
    facts: tuple[tuple[str, str], ...] = ()
    files: tuple[AskedFile, ...] = ()
    is_wordless: bool = False

    @property
    def language(self) -> str:
        """The one that the chatbot speaks, or that was asked in."""
        return self.chatbot.language or language_of(self.question)


@dataclass(frozen=True)
class Said:
    """The next piece of the answer."""

    text: str


@dataclass(frozen=True)
class Verdict:
    """How the answer ended; `grounded` is False when the bot did not know. `receipt` says how it came about.

    `wants_person` says that the visitor asked for one: that is no question the bot failed to answer. `offers` are
    actions that the visitor is asked about below the answer, `followups` questions that they may ask next.
    """

    state: MessageState
    grounded: bool = True
    citations: list[dict[str, Any]] = field(default_factory=list)
    receipt: dict[str, Any] = field(default_factory=dict)
    model: str = ""
    code: str = ""
    retryable: bool = False
    wants_person: bool = False
    offers: tuple[Offer, ...] = ()
    followups: tuple[str, ...] = ()


Answer = AsyncGenerator[Said | Verdict, None]
