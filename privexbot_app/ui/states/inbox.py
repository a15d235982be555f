"""The inbox: the conversations of all chatbots, or of the one whose page is open, and who has them."""

from typing import get_args
from uuid import UUID

import reflex as rx

from privexbot_app.errors import Invalid
from privexbot_app.services import people_inbox
from privexbot_app.services.people_inbox import InboxFilter
from privexbot_app.ui.problems import parse_id
from privexbot_app.ui.states.inbox_rows import InboxLine
from privexbot_app.ui.states.signed_in import SignedInState

KINDS = get_args(InboxFilter)
MOST_PAGES = 10
LONGEST_SEARCH = 200


def is_inbox(path: str) -> bool:
    """Whether this page shows the list."""
    path = path.rstrip("/")
    return path == "/inbox" or path.endswith("/conversations")


class InboxState(SignedInState):
    """One kind of conversations at a time, as many pages of it as were asked for."""

    is_loaded: bool = False
    kind: str = "all"
    search: str = ""
    rows: list[InboxLine] = []
    counts: dict[str, int] = dict.fromkeys(KINDS, 0)
    has_more: bool = False

    _place: str = ""
    _pages: int = 1

    @rx.event
    async def load(self):
        place = self.router.url.path
        if place != self._place:
            self.reset()
        await self._fill_sidebar(await self._viewer())
        await self._look()
        self._place, self.is_loaded = place, True

    @rx.event
    async def show(self, kind: str):
        if kind not in KINDS:
            raise Invalid("There is no such list.")
        self.kind, self._pages = kind, 1
        await self._look()

    @rx.event
    async def find(self, text: str):
        self.search, self._pages = str(text)[:LONGEST_SEARCH], 1
        await self._look()

    @rx.event
    async def load_more(self):
        self._pages = min(self._pages + 1, MOST_PAGES)
        await self._look()

    async def _look(self) -> None:
        """Read anew what is shown."""
        viewer, chatbot_id = await self._viewer(), self._chatbot()
        numbers = range(1, self._pages + 1)
        pages = [
            await people_inbox.list_inbox(viewer, self.kind, self.search, number, chatbot_id=chatbot_id)
            for number in numbers
        ]
        self.rows = [InboxLine.of(row) for page in pages for row in page.rows]
        self.counts, self.waiting = pages[0].counts, pages[0].waiting
        self.has_more = len(self.rows) < pages[0].total and self._pages < MOST_PAGES

    def _chatbot(self) -> UUID | None:
        return parse_id(self.chatbot_id) if self.router.url.path.startswith("/chatbots/") else None
