"""A visitor asks, a bot answers.

A turn is opened before the first byte is sent, so a bad request is still an HTTP error; the question is committed
before it is acknowledged; and no database connection is held while the model is talking.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import anyio

from privexbot_app.models import MessageState
from privexbot_app.services import turns
from privexbot_app.services.answer import find_answer
from privexbot_app.services.turns import Turn
from privexbot_app.services.verdicts import Said, Verdict

log = logging.getLogger(__name__)

KEEP_SECONDS = 1.0
FOLLOW_SECONDS = 0.25


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


@dataclass
class _Draft:
    """A reply while it is being said; it counts as cut off until somebody ends it."""

    turn: Turn
    text: str = ""
    verdict: Verdict = field(default_factory=lambda: Verdict(MessageState.TRUNCATED))


async def stream_reply(turn: Turn) -> AsyncGenerator[Event, None]:
    """Acknowledge, answer, and end; a question that was sent before gets the reply it got before."""
    yield Accepted(turn.conversation_id, turn.message_id, turn.reply_id)
    async with aclosing(_speak(_Draft(turn)) if turn.is_new else _follow(turn.reply_id)) as events:
        async for event in events:
            yield event


async def _speak(draft: _Draft) -> AsyncGenerator[Event, None]:
    """Say the answer and keep it; a visitor who leaves early still finds the half they read."""
    keeper = asyncio.create_task(_keep(draft))
    try:
        async with aclosing(find_answer(draft.turn)) as pieces:
            async for piece in pieces:
                if isinstance(piece, Said):
                    draft.text += piece.text
                    yield Token(len(draft.text), piece.text)
                else:
                    draft.verdict = piece
    except Exception:  # the stream has begun: even a defect of ours must end it as the contract says
        log.exception("the reply %s failed", draft.turn.reply_id)
        draft.verdict = Verdict(MessageState.FAILED, code="internal", retryable=True)
    finally:
        keeper.cancel()
        with anyio.CancelScope(shield=True):
            await turns.end_reply(draft.turn, draft.text, draft.verdict)
    verdict = draft.verdict
    if verdict.citations:
        yield Citations(verdict.citations)
    yield Ended(verdict.state, verdict.grounded, verdict.code, verdict.retryable)


async def _keep(draft: _Draft) -> None:
    """Save what was said so far every second; it also tells other processes that this reply is alive."""
    while True:
        await asyncio.sleep(KEEP_SECONDS)
        await turns.keep_reply(draft.turn.reply_id, draft.text)


async def _follow(reply_id: UUID) -> AsyncGenerator[Event, None]:
    """Repeat a reply that is there already, or is being said in another request or on another node."""
    said = 0
    while True:
        reply = await turns.read_reply(reply_id)
        if len(reply.text) > said:
            yield Token(len(reply.text), reply.text[said:])
            said = len(reply.text)
        if reply.state is not MessageState.GENERATING:
            break
        await asyncio.sleep(FOLLOW_SECONDS)
    if reply.citations:
        yield Citations(reply.citations)
    yield Ended(reply.state, reply.grounded)
