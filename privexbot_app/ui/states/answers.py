"""The owner's questions and answers: the list, and files that bring many at once."""

from dataclasses import dataclass
from uuid import UUID

import reflex as rx
from pydantic import BaseModel

from privexbot_app.errors import AppError
from privexbot_app.services import chatbots, qa
from privexbot_app.services.accounts import Viewer
from privexbot_app.services.qa import PairTable, QaPair
from privexbot_app.ui.links import safe_link
from privexbot_app.ui.problems import parse, parse_id
from privexbot_app.ui.states.chatbot import ChatbotState

SHOWN_PROBLEMS = 50


@dataclass(frozen=True)
class PairRow:
    """A pair as its card shows it; `others` are its other phrasings in one line."""

    id: str
    question: str
    others: str
    answer: str
    link: str
    at: str

    @classmethod
    def of(cls, pair: QaPair) -> "PairRow":
        others = " · ".join(pair.phrasings)
        return cls(str(pair.id), pair.question, others, pair.answer, safe_link(pair.link), pair.changed_at.isoformat())


class SearchForm(BaseModel):
    """Words that a question or its answer must hold."""

    words: str


class AnswersState(ChatbotState):
    """A page of rows at a time; `import_total` is above 0 while a file is being read in."""

    is_loaded: bool = False
    rows: list[PairRow] = []
    has_more: bool = False
    count: int = 0
    words: str = ""
    import_done: int = 0
    import_total: int = 0
    import_problems: list[str] = []

    _table: PairTable | None = None

    @rx.event
    async def load(self):
        self.rows, self.is_loaded = await self._read(0), True

    @rx.event
    async def load_more(self):
        self.rows = [*self.rows, *await self._read(len(self.rows))]

    @rx.event
    async def search(self, form: dict):
        self.words = parse(SearchForm, form).words.strip()[:200]
        self.rows = await self._read(0)

    @rx.event
    async def delete(self, pair_id: str):
        await qa.delete_pair(await self._viewer(), parse_id(pair_id))
        self.rows = await self._read(0)
        return rx.toast.success("Deleted: the chatbot has forgotten it.")

    @rx.event
    async def take_file(self, files: list[rx.UploadFile]):
        self.import_problems = []
        if not files or self.import_total:
            return None
        await self._place()
        try:
            self._table = await qa.read_table(await files[0].read())
        except AppError as problem:
            self.import_problems = [problem.message]
            return None
        return AnswersState.run_import

    @rx.event(background=True)
    async def run_import(self):
        async with self:
            table, self._table = self._table, None
            if table is None:
                return
            viewer, knowledge_id = await self._place()
            self.import_done, self.import_total = 0, max(len(table.lines), 1)
        try:
            async for step in qa.import_pairs(viewer, knowledge_id, table):
                async with self:
                    self._hear(step)
        finally:
            async with self:
                self.rows, self.import_total = await self._read(0), 0

    def _hear(self, step: int | str) -> None:
        if isinstance(step, int):
            self.import_done = step
        elif len(self.import_problems) < SHOWN_PROBLEMS:
            self.import_problems = [*self.import_problems, step]

    async def _read(self, offset: int) -> list[PairRow]:
        viewer, knowledge_id = await self._place()
        found = await qa.list_pairs(viewer, knowledge_id, self.words, offset)
        self.count = await qa.count_pairs(viewer, knowledge_id)
        self.has_more = len(found) == qa.ROWS
        return [PairRow.of(pair) for pair in found]

    async def _place(self) -> tuple[Viewer, UUID]:
        viewer = await self._viewer()
        return viewer, (await chatbots.get_chatbot(viewer, self._asked_id())).knowledge_base_id
