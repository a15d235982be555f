"""A visitor asks, a bot answers.

A turn is opened before the first byte is sent, so a bad request is still an HTTP error; the question is committed
before it is acknowledged; the reply is said by a task of its own, so a connection that drops takes nothing with it;
and no database connection is held while the model is talking.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing
from uuid import UUID

from privexbot_app.adapters.bus import Ear, bus
from privexbot_app.models import Message, MessageState
from privexbot_app.services import handoffs, news, speaking, turns
from privexbot_app.services.action_offers import Offered, list_offers
from privexbot_app.services.handoff_settings import handoff_of
from privexbot_app.services.reply_events import Accepted, Citations, Ended, Event, Handoff, Token
from privexbot_app.services.speaking import END, NODES, channel_of, find_speech
from privexbot_app.services.turns import ForPerson, Turn
from privexbot_app.services.visits import Visit

__all__ = [
    "Accepted",
    "Citations",
    "Ended",
    "Event",
    "Handoff",
    "Offered",
    "Token",
    "resume_reply",
    "stop_reply",
    "stream_reply",
]

log = logging.getLogger(__name__)

POLL_SECONDS = 0.9
STOP_SECONDS = 0.3


def stream_reply(turn: Turn | ForPerson) -> AsyncGenerator[Event, None]:
    """Acknowledge, answer, and end; a question that was sent before gets the reply it got before."""
    if isinstance(turn, ForPerson):
        return _left_to_a_person(turn)
    if turn.is_new:
        speaking.begin(turn)
    events = _acknowledged(Accepted(turn.conversation_id, turn.message_id, turn.reply_id), turn.reply_id, 0)
    return _with_handoff(events, turn.reply_id) if handoff_of(turn.chatbot).is_on else events


async def resume_reply(visit: Visit, message_id: UUID, after: int) -> AsyncGenerator[Event, None]:
    """The same reply again, from its character number `after` on; the id is the question's or the reply's.

    Raises NotFound for what this visitor was not told.
    """
    reply = await turns.get_own_reply(visit, message_id)
    accepted = Accepted(reply.conversation_id, reply.answers_id or message_id, reply.id)
    return _with_handoff(_acknowledged(accepted, reply.id, after), reply.id)


async def stop_reply(visit: Visit, message_id: UUID) -> MessageState:
    """Say no more; what was said stays. Returns how the reply ended, which may have been before. Raises NotFound."""
    reply = await turns.get_own_reply(visit, message_id)
    if reply.state is not MessageState.GENERATING:
        return reply.state
    if speech := find_speech(reply.id):
        return await speech.stop()
    async with bus().listen(channel_of(reply.id)) as ear:  # it is being said on another node
        await bus().publish(NODES, f"stop {reply.id} 0")
        await _hear_the_end(ear)
    return await turns.stop_reply(reply.id)


async def _hear_the_end(ear: Ear) -> None:
    with_patience_until = asyncio.get_running_loop().time() + STOP_SECONDS
    while (left := with_patience_until - asyncio.get_running_loop().time()) > 0:
        if await ear.hear(left) == END:
            return


async def _left_to_a_person(message: ForPerson) -> AsyncGenerator[Event, None]:
    """Operators are told at once; the visitor learns whether somebody is there."""
    await news.tell_changed(news.Place(message.workspace_id, message.conversation_id))
    yield Accepted(message.conversation_id, message.message_id, None)
    yield Ended(MessageState.DONE, grounded=True)
    yield await handoffs.find_state(message.conversation_id)


async def _with_handoff(events: AsyncGenerator[Event, None], reply_id: UUID) -> AsyncGenerator[Event, None]:
    """After the ending what came of it, if the reply led to a person."""
    async with aclosing(events):
        async for event in events:
            yield event
    if told := await handoffs.find_handoff(reply_id):
        yield told


async def _acknowledged(accepted: Accepted, reply_id: UUID, after: int) -> AsyncGenerator[Event, None]:
    """Whatever happens here, the stream has one ending."""
    yield accepted
    try:
        async with aclosing(_follow(reply_id, after)) as events:
            async for event in events:
                yield event
    except Exception:  # the stream has begun: even a defect of ours must end it as the contract says
        log.exception("the reply %s could not be told", reply_id)
        yield Ended(MessageState.FAILED, grounded=True, code="internal", retryable=True)


async def _follow(reply_id: UUID, said: int) -> AsyncGenerator[Event, None]:
    """Of a reply that is being said here, on another node, or was said before."""
    if speech := find_speech(reply_id):
        async with aclosing(speech.follow(said)) as events:
            async for event in events:
                yield event
        return
    async with aclosing(_follow_from_afar(reply_id, said)) as distant:
        async for event in distant:
            yield event


async def _follow_from_afar(reply_id: UUID, said: int) -> AsyncGenerator[Event, None]:
    """What the speaking node tells, checked against the database every second; without a bus from there alone."""
    async with bus().listen(channel_of(reply_id)) as ear:
        while True:
            reply = await turns.read_reply(reply_id)
            if len(reply.text) > said:
                yield Token(len(reply.text), reply.text[said:])
                said = len(reply.text)
            if reply.state is not MessageState.GENERATING:
                break
            await bus().publish(NODES, f"listen {reply_id} {said}")
            async with aclosing(_hear(ear, said)) as tokens:
                async for token in tokens:
                    yield token
                    said = token.seq
    for event in _ending(reply, (await list_offers([reply_id])).get(reply_id, [])):
        yield event


async def _hear(ear: Ear, said: int) -> AsyncGenerator[Token, None]:
    """Pieces as they are told, for one look at the database; ends early where a piece is missing, or all is said."""
    look_again_at = asyncio.get_running_loop().time() + POLL_SECONDS
    while (left := look_again_at - asyncio.get_running_loop().time()) > 0:
        message = await ear.hear(left)
        if message is None or message == END:
            return
        start, _, text = message.partition(" ")
        if int(start) > said:
            return
        if new := text[said - int(start) :]:
            said += len(new)
            yield Token(said, new)


def _ending(reply: Message, offers: list[Offered]) -> list[Event]:
    is_unfinished = reply.state in (MessageState.TRUNCATED, MessageState.FAILED)
    ended = Ended(reply.state, reply.grounded, retryable=is_unfinished, followups=tuple(reply.followups))
    told: list[Event] = [Citations(reply.citations)] if reply.citations else []
    return [*told, *offers, ended]
