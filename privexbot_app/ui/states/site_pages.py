"""The pages of a website, fifty at a time, by state and words."""

import reflex as rx

from privexbot_app.errors import Invalid
from privexbot_app.services import sites
from privexbot_app.services.sites import PAGES_SHOWN
from privexbot_app.ui.problems import parse_id
from privexbot_app.ui.states.chatbot import ChatbotState
from privexbot_app.ui.states.site_rows import STATES, PageRow


class SitePagesState(ChatbotState):
    """What is shown of them."""

    is_loaded: bool = False
    shown: str = ""
    words: str = ""
    first: int = 0
    total: int = 0
    rows: list[PageRow] = []

    @rx.var
    def last(self) -> int:
        """The number of the last page that is shown."""
        return self.first + len(self.rows)

    @rx.event
    async def load(self):
        self.shown, self.words, self.first = "", "", 0
        await self._read()

    @rx.event
    async def show(self, state: str):
        if state not in ("", *STATES):
            raise Invalid("There is no such list.")
        self.shown, self.first = state, 0
        await self._read()

    @rx.event
    async def search(self, words: str):
        self.words, self.first = str(words)[:200], 0
        await self._read()

    @rx.event
    async def turn(self, pages: int):
        """Forth or back by so many lists."""
        there = self.first + (PAGES_SHOWN if pages == 1 else -PAGES_SHOWN)
        self.first = max(0, there if there < self.total else self.first)
        await self._read()

    async def _read(self) -> None:
        wanted = (sites.PageState(self.shown) if self.shown else None, self.words)
        found = await sites.list_pages(await self._viewer(), parse_id(self.source_id), wanted, self.first)
        self.rows, self.total = [PageRow.of(page) for page in found.pages], found.total
        self.is_loaded = True
