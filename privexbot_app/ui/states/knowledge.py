"""The sources of a chatbot: a list that follows their progress, and the forms that add to it."""

import asyncio
from uuid import UUID

import reflex as rx
from pydantic import BaseModel
from reflex.event import EventSpec

from privexbot_app.errors import AppError, Invalid
from privexbot_app.services import knowledge
from privexbot_app.services.accounts import Viewer
from privexbot_app.settings import settings
from privexbot_app.ui.problems import parse, parse_id
from privexbot_app.ui.states.bot_bases import BotBasesState
from privexbot_app.ui.states.source_rows import FINISHED, SourceRow

LOOK_SECONDS = 1.0
PAGES_AT_ONCE = 50


class TextForm(BaseModel):
    """A text that was typed or pasted."""

    title: str
    text: str


class PagesForm(BaseModel):
    """Addresses, one a line."""

    addresses: str


class KnowledgeState(BotBasesState):
    """The list, and what was wrong with what was given."""

    sources: list[SourceRow] = []
    is_loaded: bool = False
    text_field: str = ""
    text_problem: str = ""
    page_problems: list[str] = []
    file_bytes: int = 0

    _watchers: int = 0

    @rx.event
    async def load(self):
        self.file_bytes = settings().file_bytes
        await self._look()
        return KnowledgeState.watch

    @rx.event(background=True)
    async def watch(self):
        """Look again while something is being read and the page is open; the newest watcher of a tab takes over,
        since an older one may be bound to a connection that is gone."""
        async with self:
            self._watchers += 1
            mine = self._watchers
        while True:
            async with self:
                if self._watchers != mine or not (self._is_open() and await self._look()):
                    return
            await asyncio.sleep(LOOK_SECONDS)

    @rx.event
    async def add_text(self, form: dict):
        self.text_field = self.text_problem = ""
        try:
            given = parse(TextForm, form)
            viewer, knowledge_id = await self._place()
            await knowledge.add_text(viewer, knowledge_id, given.title, given.text)
        except AppError as problem:
            self.text_field, self.text_problem = problem.field or "text", problem.message
            return None
        return await self._added("The text was added.", "text-form")

    @rx.event
    async def add_pages(self, form: dict):
        lines = [line.strip() for line in parse(PagesForm, form).addresses.splitlines() if line.strip()]
        if not 0 < len(lines) <= PAGES_AT_ONCE:
            self.page_problems = [f"Enter one address a line, at most {PAGES_AT_ONCE} at once."]
            return None
        self.page_problems = await self._add_each_page(lines)
        if len(self.page_problems) == len(lines):
            return None
        return await self._added("Added: the pages are being read.", "pages-form")

    @rx.event
    async def retry(self, source_id: str):
        await knowledge.retry_source(await self._viewer(), parse_id(source_id))
        await self._look()
        return KnowledgeState.watch

    @rx.event
    async def delete(self, source_id: str):
        await knowledge.delete_source(await self._viewer(), parse_id(source_id))
        await self._look()
        return rx.toast.success("The source was deleted.")

    async def _add_each_page(self, lines: list[str]) -> list[str]:
        """The good ones are added; returns what is wrong with the others."""
        viewer, knowledge_id = await self._place()
        problems = []
        for line in dict.fromkeys(lines):
            try:
                await knowledge.add_page(viewer, knowledge_id, line)
            except Invalid as problem:
                problems.append(f"“{line[:100]}”: {problem.message}")
        return problems

    async def _added(self, message: str, form: str) -> list[EventSpec]:
        await self._look()
        return [
            KnowledgeState.watch,
            rx.toast.success(message),
            rx.call_script(f"document.getElementById('{form}')?.reset()"),
        ]

    async def _place(self) -> tuple[Viewer, UUID]:
        """Who adds, and to which knowledge base."""
        viewer = await self._viewer()
        return viewer, await self._chosen_base(viewer)

    async def _look(self) -> bool:
        """Read the list anew; whether something is still being read."""
        found = [SourceRow.of(source) for source in await knowledge.list_sources(*await self._place())]
        if found != self.sources or not self.is_loaded:
            self.sources, self.is_loaded = found, True
        return any(source.state not in FINISHED for source in found)

    def _is_open(self) -> bool:
        return self.router.url.path.rstrip("/").endswith("/knowledge")
