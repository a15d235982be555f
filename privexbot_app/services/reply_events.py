"""What is told while a reply is being said: the contract's events, in its order, and exactly one ending."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from privexbot_app.models import ConversationState, MessageState
from privexbot_app.services.action_offers import Offered


@dataclass(frozen=True)
class Accepted:
    """Question and reply are committed: this is the acknowledgement; no reply while a person has the conversation."""

    conversation: UUID
    message: UUID
    reply: UUID | None


@dataclass(frozen=True)
class Token:
    """The next piece of the answer; `seq` is how many characters have been said with it."""

    seq: int
    text: str


@dataclass(frozen=True)
class Citations:
    """The passages that were used, as the contract's objects `{n, title, url, quote, source}`."""

    citations: list[dict[str, Any]]


@dataclass(frozen=True)
class Ended:
    """The end of a reply: `done`, `truncated`, `stopped` or `failed`; `grounded` is False when the bot did not know.

    `followups` are questions that the visitor may want to ask next.
    """

    state: MessageState
    grounded: bool
    code: str = ""
    retryable: bool = False
    followups: tuple[str, ...] = ()


@dataclass(frozen=True)
class Handoff:
    """A person answers, or was asked to. `queue` counts the waiting from 1, None for who does not wait.

    `away` is what the owner says outside of their hours; with state `bot` there is nobody to wait for.
    """

    queue: int | None
    state: ConversationState
    away: str = ""
    message: str = ""


Event = Accepted | Token | Citations | Offered | Ended | Handoff
