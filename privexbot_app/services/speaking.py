"""Replies that are being said in this process, each by a task of its own: visitors come and go, it goes on.

Readers share the one text and each remembers how far they are, so a slow one costs nothing. A reply that nobody has
listened to for `REPLY_OUTLIVES_VISITOR_SECONDS`, here or on another node, is cut, and the half of it is kept.
"""

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import aclosing
from dataclasses import replace
from typing import Any
from uuid import UUID

from privexbot_app.adapters.bus import bus
from privexbot_app.models import MessageState
from privexbot_app.services import news, turns
from privexbot_app.services.action_offers import offered
from privexbot_app.services.answer import Said, Verdict, find_answer
from privexbot_app.services.handoff_settings import handoff_of
from privexbot_app.services.next_questions import find_next_questions
from privexbot_app.services.reply_events import Citations, Ended, Event, Token
from privexbot_app.services.turns import Turn
from privexbot_app.settings import settings

log = logging.getLogger(__name__)

KEEP_SECONDS = 0.4  # with the time that saving takes, what is kept is at most a second behind what was said
TELL_SECONDS = 0.05
DISTANT_SECONDS = 3.0  # readers on other nodes say every second that they are there
BEGIN_SECONDS = 5.0  # whoever asked has not begun to listen yet
END_TRIES = 5
NODES = "replies"  # what readers elsewhere ask of whoever speaks: `listen` or `stop`, which reply, and from where on
END = "end"


def channel_of(reply_id: UUID) -> str:
    """Where other nodes hear `<from character> <text>`, and at last `end`."""
    return f"reply:{reply_id}"


class Speech:
    """One reply while it is being said."""

    def __init__(self, turn: Turn) -> None:
        self.turn = turn
        self.text = ""
        self.task: asyncio.Task[None]
        self._speaker: asyncio.Task[Verdict]
        self._loop = asyncio.get_running_loop()
        self._cut: asyncio.Future[Verdict] = self._loop.create_future()
        self._ending: list[Event] = []
        self._state = MessageState.GENERATING
        self._news = asyncio.Event()
        self._listeners = 0
        self._told = 0
        self._distant_until = 0.0
        self._alone = self._loop.call_later(max(BEGIN_SECONDS, _patience()), self._left_alone)

    async def follow(self, said: int) -> AsyncGenerator[Event, None]:
        """From character number `said` on, to the end."""
        self._listeners += 1
        self._alone.cancel()
        try:
            while True:
                news = self._news
                if len(self.text) > said:
                    piece, said = self.text[said:], len(self.text)
                    yield Token(said, piece)
                elif self._ending:
                    break
                else:
                    await news.wait()
        finally:
            self._leave()
        for event in self._ending:
            yield event

    async def stop(self) -> MessageState:
        """As the visitor wishes; returns when it is written down."""
        self.cut(Verdict(MessageState.STOPPED))
        await asyncio.wait({self.task})
        return self._state

    def cut(self, verdict: Verdict) -> None:
        """Say no more."""
        if not self._cut.done():
            self._cut.set_result(verdict)

    def hear_distant(self, said: int) -> None:
        """Somebody on another node reads along, and has read so far."""
        self._distant_until = time.monotonic() + DISTANT_SECONDS
        self._told = min(self._told, said)

    async def tell_distant(self) -> None:
        """What they have not heard yet."""
        if self._told < len(self.text) and time.monotonic() < self._distant_until:
            start, self._told = self._told, len(self.text)
            await bus().publish(channel_of(self.turn.reply_id), f"{start} {self.text[start:]}")

    async def say(self) -> None:
        """Until all is said or it is cut; how it ended is written down before anybody is told."""
        self._speaker = asyncio.create_task(self._speak())
        await asyncio.wait({self._speaker, self._cut}, return_when=asyncio.FIRST_COMPLETED)
        verdict = self._speaker.result() if self._speaker.done() else self._cut.result()
        self.cut(verdict)  # from here on the text stays as it is
        self._speaker.cancel()  # closes the model's stream, while we go on
        self._state = await self._write_down(verdict)
        ended = Ended(self._state, verdict.grounded, verdict.code, verdict.retryable, verdict.followups)
        told: list[Event] = [Citations(verdict.citations)] if verdict.citations else []
        offers = map(offered, verdict.offers) if self._state is verdict.state else ()
        self._ending = [*told, *offers, ended]
        self._alone.cancel()
        self._wake()
        await self.tell_distant()
        await bus().publish(channel_of(self.turn.reply_id), END)
        if handoff_of(self.turn.chatbot).is_on:
            await news.tell_changed(news.Place(self.turn.chatbot.workspace_id, self.turn.conversation_id))

    async def _speak(self) -> Verdict:
        verdict = Verdict(MessageState.TRUNCATED)
        try:
            async with aclosing(find_answer(self.turn)) as pieces:
                async for piece in pieces:
                    if not isinstance(piece, Said):
                        verdict = piece
                    elif not self._cut.done():
                        self.text += turns.storable(piece.text)
                        self._wake()
            verdict = replace(verdict, followups=await find_next_questions(self.turn, self.text, verdict))
        except Exception:
            log.exception("the reply %s failed", self.turn.reply_id)
            return Verdict(MessageState.FAILED, code="internal", retryable=True)
        if verdict.state is MessageState.DONE and not self.text.strip():
            return Verdict(MessageState.FAILED, code="empty", retryable=True)
        return verdict

    async def _write_down(self, verdict: Verdict) -> MessageState:
        """A database that is away for a moment is waited for; if it stays away, the half that was saved counts."""
        for attempt in range(END_TRIES):
            try:
                return await turns.end_reply(self.turn, self.text, verdict)
            except Exception as error:
                log.warning("the end of reply %s could not be saved (%s)", self.turn.reply_id, type(error).__name__)
                await asyncio.sleep(0.1 * 2**attempt)
        return MessageState.TRUNCATED

    def _wake(self) -> None:
        news, self._news = self._news, asyncio.Event()
        news.set()

    def _leave(self) -> None:
        self._listeners -= 1
        if not self._listeners:
            self._alone = self._loop.call_later(_patience(), self._left_alone)

    def _left_alone(self) -> None:
        if self._listeners or self._cut.done():
            return
        if (distant_seconds := self._distant_until - time.monotonic()) > 0:
            self._alone = self._loop.call_later(distant_seconds, self._left_alone)
        else:
            self.cut(Verdict(MessageState.TRUNCATED, code="nobody_listens", retryable=True))


def _patience() -> float:
    return settings().reply_outlives_visitor_seconds


_speeches: dict[UUID, Speech] = {}
_chores: dict[Callable[[], Coroutine[Any, Any, None]], asyncio.Task[None]] = {}


def begin(turn: Turn) -> Speech:
    """Say the reply to a question that was just committed."""
    speech = Speech(turn)
    _speeches[turn.reply_id] = speech
    speech.task = asyncio.create_task(_say(speech))
    for chore in (_keep, _tell, _listen):
        running = _chores.get(chore)
        if running is None or running.done() or running.get_loop() is not asyncio.get_running_loop():
            _chores[chore] = asyncio.create_task(chore())
    return speech


def find_speech(reply_id: UUID) -> Speech | None:
    """None for a reply that is not being said in this process."""
    return _speeches.get(reply_id)


async def stop_everywhere(reply_id: UUID) -> None:
    """Its end is in the database already; whoever says it, here or on another node, need not wait until it notices."""
    if speech := find_speech(reply_id):
        speech.cut(Verdict(MessageState.STOPPED))
    else:
        await bus().publish(NODES, f"stop {reply_id} 0")


async def end_all() -> None:
    """The process ends: keep what was said so far."""
    tasks = {speech.task for speech in _speeches.values()}
    for speech in list(_speeches.values()):
        speech.cut(Verdict(MessageState.TRUNCATED, code="shutdown", retryable=True))
    if tasks:
        await asyncio.wait(tasks, timeout=END_TRIES)


async def _say(speech: Speech) -> None:
    try:
        await speech.say()
    finally:
        _speeches.pop(speech.turn.reply_id, None)


async def _keep() -> None:
    """Save all that was said so far, in one transaction; it also tells other processes that the replies are alive."""
    while _speeches:
        await asyncio.sleep(KEEP_SECONDS)
        try:
            said = {reply_id: speech.text for reply_id, speech in _speeches.items()}
            for reply_id in await turns.keep_replies(said) if said else ():
                if speech := _speeches.get(reply_id):  # stopped from a node that could not reach this one
                    speech.cut(Verdict(MessageState.STOPPED))
        except Exception:
            log.exception("what was said could not be saved")


async def _tell() -> None:
    """Readers on other nodes get what is new, a few times a second however fast the model is."""
    while _speeches:
        await asyncio.sleep(TELL_SECONDS)
        for speech in list(_speeches.values()):
            await speech.tell_distant()


async def _listen() -> None:
    """To readers on other nodes."""
    async with bus().listen(NODES) as ear:
        while _speeches:
            message = await ear.hear(KEEP_SECONDS)
            wish, reply_id, said = message.split(" ") if message else ("", "", "")
            if not reply_id or (speech := find_speech(UUID(reply_id))) is None:
                continue
            if wish == "stop":
                speech.cut(Verdict(MessageState.STOPPED))
            else:
                speech.hear_distant(int(said))
