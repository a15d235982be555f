"""What is asked, and how an answer is told: pieces of text, then one verdict."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from privexbot_app.models import Chatbot, MessageRole, MessageState


@dataclass(frozen=True)
class Question:
    """What is asked of whom; `history` is (role, text) of the messages before it, `reply_id` where the answer goes.

    `can_wait` says that a person could answer in the same place later.
    """

    chatbot: Chatbot
    question: str
    history: tuple[tuple[MessageRole, str], ...] = ()
    reply_id: UUID | None = None
    can_wait: bool = False


@dataclass(frozen=True)
class Said:
    """The next piece of the answer."""

    text: str


@dataclass(frozen=True)
class Verdict:
    """How the answer ended; `grounded` is False when the bot did not know. `receipt` says how it came about.

    `wants_person` says that the visitor asked for one: that is no question the bot failed to answer.
    """

    state: MessageState
    grounded: bool = True
    citations: list[dict[str, Any]] = field(default_factory=list)
    receipt: dict[str, Any] = field(default_factory=dict)
    model: str = ""
    code: str = ""
    retryable: bool = False
    wants_person: bool = False


Answer = AsyncGenerator[Said | Verdict, None]
