"""Random steps through a conversation: after every one of them the database says what a small model of it says.

The model knows questions and replies only; the bot's words come from a script that a step may let go on, or break.
"""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlmodel import select, update

from privexbot_app import db
from privexbot_app.errors import Conflict, NotFound
from privexbot_app.models import Conversation, Message, MessageRole, MessageState, Visitor, now
from privexbot_app.services import chat, chatbots, speaking, turns
from privexbot_app.services.answer import Said, Verdict
from privexbot_app.services.chat import Accepted, Ended, Token
from privexbot_app.services.visits import Visit
from tests.conftest import signed_up

WORDS = st.text(st.characters(codec=None, exclude_characters="\0"), min_size=1, max_size=8).filter(str.strip)
ENDS = st.sampled_from(["done", "truncated", "failed"])
TERMINAL = ("done", "truncated", "stopped", "failed")


@dataclass
class Expected:
    """A question and what must have become of its reply."""

    client_id: str
    text: str
    turn: turns.Turn
    said: str = ""
    state: str = "generating"
    script: asyncio.Queue[Any] = field(default_factory=asyncio.Queue)
    speech: speaking.Speech | None = None


@dataclass
class Reader:
    """Somebody who listens to a reply, from some character on."""

    expected: Expected
    after: int
    task: "asyncio.Task[list[Any]]"


scripts: dict[UUID, asyncio.Queue[Any]] = {}


async def scripted_answer(turn):
    """Says what the test puts into the queue."""
    queue = scripts.setdefault(turn.reply_id, asyncio.Queue())
    while True:
        piece = await queue.get()
        if isinstance(piece, Exception):
            raise piece
        yield piece
        if isinstance(piece, Verdict):
            return


class ConversationMachine(RuleBasedStateMachine):
    """One visitor; the class attributes are set by the test that runs it."""

    chatbot: Any
    loop: asyncio.AbstractEventLoop
    asked = Bundle("asked")
    readers = Bundle("readers")

    def __init__(self) -> None:
        super().__init__()
        self.all: list[Expected] = []
        self.visit = Visit(self.chatbot, db.in_session(add_visitor, self.chatbot.id))

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run_until_complete(asyncio.wait_for(work, 10))

    @rule(target=asked, text=WORDS)
    def ask(self, text: str) -> Expected:
        expected: Expected = self.run(self._ask(text))
        return expected

    async def _ask(self, text: str) -> Expected:
        client_id = uuid4().hex
        turn = await turns.ask_as_visitor(self.visit, text, client_id)
        events = chat.stream_reply(turn)
        await events.aclose()  # the reply needs no listener to begin
        expected = Expected(client_id, text, turn, speech=speaking.find_speech(turn.reply_id))
        expected.script = scripts.setdefault(turn.reply_id, asyncio.Queue())
        self.all.append(expected)
        return expected

    @rule(question=asked)
    def ask_the_same_again(self, question: Expected) -> None:
        again = self.run(turns.ask_as_visitor(self.visit, question.text, question.client_id))
        assert (again.is_new, again.message_id, again.reply_id) == (
            False,
            question.turn.message_id,
            question.turn.reply_id,
        )

    @rule(question=asked)
    def ask_something_else_under_the_same_id(self, question: Expected) -> None:
        with pytest.raises(Conflict):
            self.run(turns.ask_as_visitor(self.visit, question.text + " else", question.client_id))

    @rule(question=asked, piece=WORDS)
    def say(self, question: Expected, piece: str) -> None:
        if question.state == "generating" and question.speech is not None:
            question.said += turns.storable(piece)
            self.run(self._say(question, Said(piece)))

    async def _say(self, question: Expected, piece: Said) -> None:
        question.script.put_nowait(piece)
        assert question.speech is not None
        while len(question.speech.text) < len(question.said):
            await asyncio.sleep(0)

    @rule(question=asked, state=ENDS)
    def end(self, question: Expected, state: str) -> None:
        if question.state == "generating" and question.speech is not None:
            is_empty = state == "done" and not question.said.strip()
            question.state = "failed" if is_empty else state
            self.run(self._end(question, Verdict(MessageState(state))))

    @rule(question=asked)
    def break_the_model(self, question: Expected) -> None:
        if question.state == "generating" and question.speech is not None:
            question.state = "failed"
            self.run(self._end(question, RuntimeError("scripted")))

    async def _end(self, question: Expected, ending: Verdict | Exception) -> None:
        question.script.put_nowait(ending)
        assert question.speech is not None
        await asyncio.wait({question.speech.task})

    @rule(question=asked, by_reply=st.booleans())
    def stop(self, question: Expected, by_reply: bool) -> None:
        message_id = question.turn.reply_id if by_reply else question.turn.message_id
        question.state = "stopped" if question.state == "generating" else question.state
        assert self.run(chat.stop_reply(self.visit, message_id)) == question.state

    @rule(text=WORDS, pieces=st.lists(WORDS, min_size=2, max_size=4), after=st.integers(0, 12))
    def hear_a_whole_reply_from_somewhere_on(self, text: str, pieces: list[str], after: int) -> None:
        question = self.run(self._ask(text))
        self.say(question, pieces[0])
        reader = self.run(self._listen(question, after))
        for piece in pieces[1:]:
            self.say(question, piece)
        self.end(question, "done")
        self.hear_to_the_end(reader)

    @rule(question=asked)
    def stop_what_another_visitor_asked(self, question: Expected) -> None:
        with pytest.raises(NotFound):
            self.run(chat.stop_reply(Visit(self.chatbot, uuid4()), question.turn.reply_id))

    @rule(target=readers, question=asked, after=st.integers(0, 12))
    def listen(self, question: Expected, after: int) -> Reader:
        reader: Reader = self.run(self._listen(question, after))
        return reader

    async def _listen(self, question: Expected, after: int) -> Reader:
        events = await chat.resume_reply(self.visit, question.turn.message_id, after)

        async def read() -> list[Any]:
            return [event async for event in events]

        reader = Reader(question, after, asyncio.create_task(read()))
        await asyncio.sleep(0)
        return reader

    @rule(reader=consumes(readers))
    def leave(self, reader: Reader) -> None:
        self.run(self._leave(reader))

    async def _leave(self, reader: Reader) -> None:
        reader.task.cancel()
        await asyncio.wait({reader.task})

    @rule(reader=consumes(readers))
    def hear_to_the_end(self, reader: Reader) -> None:
        """Each reader is acknowledged, hears every character once, and one ending."""
        if reader.expected.state == "generating":
            self.stop(reader.expected, by_reply=True)
        events = self.run(asyncio.wait_for(reader.task, 5))
        assert isinstance(events[0], Accepted) and isinstance(events[-1], Ended)
        assert [type(event) for event in events].count(Ended) == 1
        text = "".join(event.text for event in events if isinstance(event, Token))
        assert text == reader.expected.said[reader.after :]
        assert events[-1].state == reader.expected.state

    @rule(question=asked)
    def kill_and_reap(self, question: Expected) -> None:
        """The process that speaks is gone without a word; a while later another one sweeps."""
        if question.state == "generating" and question.speech is not None:
            self.run(self._kill(question))
            question.speech, question.state = None, "truncated"
            assert self.run(turns.end_lost_replies()) == 1

    async def _kill(self, question: Expected) -> None:
        assert question.speech is not None
        await turns.keep_replies({one.turn.reply_id: one.said for one in self.all if one.state == "generating"})
        question.speech.task.cancel()
        await asyncio.wait({question.speech.task})
        question.speech._speaker.cancel()
        db.in_session(make_old, question.turn.reply_id)

    @precondition(lambda self: self.all)
    @invariant()
    def database_and_model_say_the_same(self) -> None:
        messages = db.in_session(read_all, self.visit.visitor_id)
        assert [message.position for message in messages] == list(range(1, 2 * len(self.all) + 1))
        for expected, question, reply in zip(self.all, messages[::2], messages[1::2], strict=True):
            assert (question.role, question.client_id) == (MessageRole.VISITOR, expected.client_id)
            assert question.text == turns.storable(expected.text).strip()
            assert (reply.role, reply.answers_id) == (MessageRole.BOT, question.id)
            assert reply.state == expected.state
            said = reply.text if expected.state in TERMINAL else expected.said
            assert said == expected.said, "a reply that has ended has all that was said"

    def teardown(self) -> None:
        for question in self.all:
            if question.state == "generating":
                self.stop(question, by_reply=True)
        self.run(asyncio.sleep(0))
        assert not speaking._speeches


def add_visitor(session, chatbot_id):
    visitor = Visitor(chatbot_id=chatbot_id, token_hash=uuid4().hex)
    session.add(visitor)
    return visitor.id


def read_all(session, visitor_id):
    query = select(Message).join(Conversation).where(Conversation.visitor_id == visitor_id)
    return list(session.exec(query.order_by(Message.position)))


def make_old(session, reply_id):
    long_ago = now() - turns.ALIVE - timedelta(seconds=1)
    session.exec(update(Message).where(Message.id == reply_id).values(changed_at=long_ago))


@pytest.fixture
def stage(database):
    """A chatbot, and an event loop that stands still between steps."""
    loop = asyncio.new_event_loop()

    async def make():
        alice = await signed_up("alice@example.com")
        return await chatbots.deploy_chatbot(alice, (await chatbots.create_chatbot(alice, "Helper")).id)

    yield loop.run_until_complete(make()), loop
    for chore in asyncio.all_tasks(loop):
        chore.cancel()
    loop.run_until_complete(asyncio.sleep(0))
    loop.close()


@pytest.mark.parametrize(
    ("worlds", "steps"),
    [(8, 40), pytest.param(20, 2000, marks=[pytest.mark.long, pytest.mark.timeout(3000)])],
)
def test_database_and_model_agree_after_every_random_step(stage, monkeypatch, worlds, steps):
    chatbot, loop = stage
    monkeypatch.setattr(speaking, "find_answer", scripted_answer)
    monkeypatch.setattr(speaking, "KEEP_SECONDS", 3600)  # replies are saved when a step says so
    monkeypatch.setattr(ConversationMachine, "chatbot", chatbot, raising=False)
    monkeypatch.setattr(ConversationMachine, "loop", loop, raising=False)
    chosen = hypothesis_settings(
        max_examples=worlds,
        stateful_step_count=steps,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(ConversationMachine, settings=chosen)
