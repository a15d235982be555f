"""The test questions of a chatbot, and running them."""

from dataclasses import dataclass

import reflex as rx
from pydantic import BaseModel

from privexbot_app.errors import AppError
from privexbot_app.services import chatbots, golden, knowledge
from privexbot_app.services.golden import GoldenForm, GoldenOverview
from privexbot_app.ui.problems import parse, parse_id
from privexbot_app.ui.states.chatbot import ChatbotState

ANY_SOURCE = "any"


@dataclass(frozen=True)
class TestRow:
    """A test question with its last result: `result` is passed, failed or new; `change` what is new about that."""

    __test__ = False

    id: str
    question: str
    expected: str
    source: str
    said: str
    problem: str
    result: str
    change: str

    @classmethod
    def of(cls, one: GoldenOverview) -> "TestRow":
        result = {None: "new", True: "passed", False: "failed"}[one.has_passed]
        is_other = None not in (one.before, one.has_passed) and one.before != one.has_passed
        change = ("newly passing" if one.has_passed else "newly failing") if is_other else ""
        return cls(
            str(one.id), one.question, one.expected_text, one.expected_source, one.said, one.problem, result, change
        )


@dataclass(frozen=True)
class SourceChoice:
    """A source that an answer may have to come from."""

    id: str
    title: str


class TestForm(BaseModel):
    """As the page sends it."""

    __test__ = False

    question: str
    expected_text: str
    source: str = ANY_SOURCE

    def golden(self) -> GoldenForm:
        given = {"question": self.question, "expected_text": self.expected_text}
        source = {} if self.source == ANY_SOURCE else {"expected_source_id": parse_id(self.source)}
        return parse(GoldenForm, given | source)


class TestSetState(ChatbotState):
    """`total` is above 0 while a run is on."""

    __test__ = False

    is_loaded: bool = False
    rows: list[TestRow] = []
    sources: list[SourceChoice] = []
    passed: int = 0
    finished_at: str = ""
    is_current: bool = False
    is_guarded: bool = False
    done: int = 0
    total: int = 0
    problem_field: str = ""
    problem: str = ""

    @rx.event
    async def load(self):
        viewer, asked_id = await self._viewer(), self._asked_id()
        chatbot = await chatbots.get_chatbot(viewer, asked_id)
        found = await knowledge.list_sources_of_bot(viewer, chatbot.id)
        self.sources = [SourceChoice(str(source.id), source.title) for source in found]
        self.is_guarded = chatbot.publish_gate
        await self._read()
        self.is_loaded = True

    @rx.event
    async def add(self, form: dict):
        self.problem_field = self.problem = ""
        try:
            given = parse(TestForm, form).golden()
            await golden.add_question(await self._viewer(), self._asked_id(), given)
        except AppError as problem:
            self.problem_field, self.problem = problem.field or "expected_text", problem.message
            return None
        await self._read()
        return [rx.toast.success("Added."), rx.call_script("document.getElementById('test-form').reset()")]

    @rx.event
    async def delete(self, golden_id: str):
        await golden.delete_question(await self._viewer(), parse_id(golden_id))
        await self._read()

    @rx.event
    async def guard(self, is_on: bool):
        chatbot = await golden.set_gate(await self._viewer(), self._asked_id(), is_on is True)
        self.is_guarded = chatbot.publish_gate

    @rx.event(background=True)
    async def run(self):
        async with self:
            if self.total:
                return
            viewer, asked_id = await self._viewer(), self._asked_id()
            self.done, self.total = 0, max(len(self.rows), 1)
        try:
            async for step in golden.run_set(viewer, asked_id):
                async with self:
                    self.done, self.total = step.done, step.total
        finally:
            async with self:
                self.total = 0
                await self._read()

    async def _read(self) -> None:
        found = await golden.read_set(await self._viewer(), self._asked_id())
        self.rows = [TestRow.of(one) for one in found.questions]
        self.passed = sum(row.result == "passed" for row in self.rows)
        self.finished_at = found.finished_at.isoformat() if found.finished_at else ""
        self.is_current = found.is_current
