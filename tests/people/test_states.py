"""Random steps of a visitor and two operators: after each the database says what a small model of it says.

The model knows for every conversation its state, who has it, and since which step it waits. The bot's answers are known
ones, or asked for a person; whatever is refused must change nothing.
"""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlmodel import select

from privexbot_app import db
from privexbot_app.errors import Conflict, Forbidden
from privexbot_app.models import Conversation, Message, MessageRole, MessageState, Visitor
from privexbot_app.services import chat, people, people_inbox, speaking, turns
from privexbot_app.services.answer import Said, Verdict
from privexbot_app.services.operators import list_teammates
from privexbot_app.services.turns import ForPerson
from privexbot_app.services.visits import Visit
from privexbot_app.store.conversations import list_messages

VISITORS = 3
OPERATORS = st.sampled_from([0, 1])
ANYBODY = st.integers(0, VISITORS - 1)
OTHERWISE = "It is open."


@dataclass
class Expected:
    """A conversation as it must be; `since` is the number of the step that let it wait."""

    id: UUID
    visitor: int
    state: str = "bot"
    holder: int | None = None
    since: int = 0


async def scripted_answer(asked):
    """A visitor who says "person" asks for one."""
    yield Said(OTHERWISE)
    yield Verdict(MessageState.DONE, wants_person="person" in asked.question)


def add_visitor(session, chatbot_id):
    visitor = Visitor(chatbot_id=chatbot_id, token_hash=uuid4().hex)
    session.add(visitor)
    return visitor.id


class HandoffMachine(RuleBasedStateMachine):
    """Three visitors, two operators, one who may only look; the class attributes are set by the test that runs it."""

    chatbot: Any
    operators: list[Any]
    members: list[UUID]
    looker: Any
    loop: asyncio.AbstractEventLoop

    def __init__(self) -> None:
        super().__init__()
        self.step = 0
        self.all: list[Expected] = []
        self.visits = [Visit(self.chatbot, db.in_session(add_visitor, self.chatbot.id)) for _ in range(VISITORS)]

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run_until_complete(asyncio.wait_for(work, 10))

    def open_one(self, visitor: int) -> Expected | None:
        theirs = [one for one in self.all if one.visitor == visitor and one.state != "closed"]
        return theirs[-1] if theirs else None

    @initialize()
    def begin(self) -> None:
        self.write(0, "hello")

    @rule(visitor=ANYBODY, text=st.sampled_from(["hello", "a person please"]))
    def write(self, visitor: int, text: str) -> None:
        """The bot answers only where it has the conversation, and hands over where it was asked to."""
        self.step += 1
        known = self.open_one(visitor)
        turn, events = self.run(self._write(visitor, text))
        if known is None:
            self.all.append(known := Expected(turn.conversation_id, visitor))
        assert turn.conversation_id == known.id
        assert isinstance(turn, ForPerson) == (known.state != "bot"), "the bot answered, or nobody did"
        if known.state == "bot" and "person" in text:
            known.state, known.since = "waiting", self.step
        told = [event for event in events if isinstance(event, chat.Handoff)]
        assert [event.state for event in told] == ([known.state] if known.state != "bot" else [])

    async def _write(self, visitor: int, text: str) -> Any:
        turn = await turns.ask_as_visitor(self.visits[visitor], text, uuid4().hex)
        return turn, [event async for event in chat.stream_reply(turn)]

    def attempt(self, work: Coroutine[Any, Any, Any], is_allowed: bool) -> bool:
        """Whether it was done, which must be as the model says."""
        self.step += 1
        if is_allowed:
            self.run(work)
            return True
        with pytest.raises(Conflict):
            self.run(work)
        return False

    @rule(data=st.data(), who=OPERATORS)
    def take_over(self, data: st.DataObject, who: int) -> None:
        one = data.draw(st.sampled_from(self.all))
        is_free = one.state in ("bot", "waiting") or (one.state == "human" and one.holder == who)
        if self.attempt(people.take_over(self.operators[who], one.id), is_free):
            one.state, one.holder = "human", who

    @rule(data=st.data(), who=OPERATORS, whom=OPERATORS)
    def assign(self, data: st.DataObject, who: int, whom: int) -> None:
        one = data.draw(st.sampled_from(self.all))
        if self.attempt(people.assign(self.operators[who], one.id, self.members[whom]), one.state != "closed"):
            one.state, one.holder = "human", whom

    @rule(data=st.data(), who=OPERATORS)
    def answer(self, data: st.DataObject, who: int) -> None:
        one = data.draw(st.sampled_from(self.all))
        self.attempt(
            people.reply_as_operator(self.operators[who], one.id, "Hello."), one.state == "human" and one.holder == who
        )

    @rule(data=st.data(), who=OPERATORS)
    def hand_back(self, data: st.DataObject, who: int) -> None:
        one = data.draw(st.sampled_from(self.all))
        if self.attempt(people.hand_back(self.operators[who], one.id), one.state != "closed"):
            one.state, one.holder = "bot", None

    @rule(data=st.data(), who=OPERATORS)
    def close(self, data: st.DataObject, who: int) -> None:
        one = data.draw(st.sampled_from(self.all))
        self.attempt(people.close(self.operators[who], one.id), True)
        one.state, one.holder = "closed", None

    @rule(data=st.data(), who=OPERATORS)
    def reopen(self, data: st.DataObject, who: int) -> None:
        one = data.draw(st.sampled_from(self.all))
        is_latest = self.open_one(one.visitor) is None
        if self.attempt(people.reopen(self.operators[who], one.id), one.state == "closed" and is_latest):
            one.state, one.holder = "human", who
            self.all.append(self.all.pop(self.all.index(one)))

    @precondition(lambda self: self.all)
    @rule(data=st.data())
    def look_only(self, data: st.DataObject) -> None:
        one = data.draw(st.sampled_from(self.all))
        for act in (people.take_over, people.close, people.reopen, people.hand_back):
            with pytest.raises(Forbidden):
                self.run(act(self.looker, one.id))

    def teardown(self) -> None:
        for one in self.all:
            self.run(people.close(self.operators[0], one.id))

    @invariant()
    def the_rows_are_as_the_model_says(self) -> None:
        rows = db.in_session(lambda session: {one.id: one for one in session.exec(select(Conversation))})
        for one in self.all:
            row = rows[one.id]
            holder = None if one.holder is None else self.members[one.holder]
            assert (row.state, row.operator_id) == (one.state, holder)
            assert (row.waiting_since is not None) == (one.state == "waiting")

    @invariant()
    def the_queue_counts_from_one_in_the_order_of_waiting(self) -> None:
        page = self.run(people_inbox.list_inbox(self.operators[0], "waiting"))
        ours = {one.id for one in self.all}
        waiting = sorted((one for one in self.all if one.state == "waiting"), key=lambda one: one.since)

        assert [row.id for row in page.rows if row.id in ours] == [one.id for one in waiting]
        assert [row.queue for row in page.rows] == list(range(1, len(page.rows) + 1))

    @invariant()
    def nothing_is_being_said_where_the_bot_has_no_word(self) -> None:
        silent = [one.id for one in self.all if one.state != "bot"]
        generating = select(Message).where(Message.state == MessageState.GENERATING)
        said = db.in_session(lambda session: list(session.exec(generating)))
        assert not [message for message in said if message.conversation_id in silent]

    @invariant()
    def positions_are_without_gaps(self) -> None:
        for one in self.all:
            said = db.in_session(list_messages, one.id)
            assert [message.position for message in said] == list(range(1, len(said) + 1))
            assert all((m.author_id is not None) == (m.role is MessageRole.OPERATOR) for m in said)


async def _cast(alice, bob, vera):
    members = {one.email: one.member_id for one in await list_teammates(alice)}
    return [alice, bob], [members["alice@example.com"], members["bob@example.com"]], vera


@pytest.fixture
async def stage(alice, bob, vera, hand_off, taught_bot, monkeypatch):
    from privexbot_app.services import chatbots

    monkeypatch.setattr(speaking, "find_answer", scripted_answer)
    chatbot = await chatbots.get_live(taught_bot.public_id)
    return (chatbot, *await _cast(alice, bob, vera))


@pytest.mark.parametrize(
    ("worlds", "steps"), [(10, 20), pytest.param(60, 200, marks=[pytest.mark.long, pytest.mark.timeout(3000)])]
)
def test_whatever_visitors_and_operators_do_everything_is_as_the_model_says(stage, monkeypatch, worlds, steps):
    loop = asyncio.new_event_loop()
    chatbot, operators, members, looker = stage
    facts = {"chatbot": chatbot, "operators": operators, "members": members, "looker": looker, "loop": loop}
    for name, value in facts.items():
        monkeypatch.setattr(HandoffMachine, name, value, raising=False)
    chosen = hypothesis_settings(
        max_examples=worlds,
        stateful_step_count=steps,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    try:
        run_state_machine_as_test(HandoffMachine, settings=chosen)
    finally:
        for chore in asyncio.all_tasks(loop):
            chore.cancel()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()
