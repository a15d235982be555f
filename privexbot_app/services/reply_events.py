"""What is told while a reply is being said: the contract's events, in its order, and exactly one ending."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from privexbot_app.models import MessageState


@dataclass(frozen=True)
class Accepted:
    """Question and reply are committed: this is the acknowledgement."""

    conversation: UUID
    message: UUID
    reply: UUID


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
    """The end of a reply: `done`, `truncated`, `stopped` or `failed`; `grounded` is False when the bot did not know."""

    state: MessageState
    grounded: bool
    code: str = ""
    retryable: bool = False


Event = Accepted | Token | Citations | Ended
