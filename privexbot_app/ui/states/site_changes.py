"""What differs on a website, for its owner to see or to decide about, and the answers that are out of date since."""

from uuid import UUID

import reflex as rx

from privexbot_app.services import site_changes, stale_answers
from privexbot_app.ui.problems import parse_id
from privexbot_app.ui.states.chatbot import ChatbotState
from privexbot_app.ui.states.site_rows import ChangeRow, StaleRow


class SiteChangesState(ChatbotState):
    """Both lists."""

    is_loaded: bool = False
    undecided: list[ChangeRow] = []
    decided: list[ChangeRow] = []
    stale: list[StaleRow] = []

    @rx.event
    async def load(self):
        await self._read()
        await self._read_stale()

    @rx.event
    async def approve(self, change_id: str):
        await site_changes.approve_change(await self._viewer(), self._source(), parse_id(change_id))
        await self._read()

    @rx.event
    async def reject(self, change_id: str):
        await site_changes.reject_change(await self._viewer(), self._source(), parse_id(change_id))
        await self._read()

    @rx.event
    async def approve_all(self):
        count = await site_changes.approve_all(await self._viewer(), self._source())
        await self._read()
        return rx.toast.success(f"Approved: {count}. They count as soon as they are indexed.")

    @rx.event
    async def reject_all(self):
        count = await site_changes.reject_all(await self._viewer(), self._source())
        await self._read()
        return rx.toast.success(f"Rejected: {count}. What was known stays.")

    async def _read(self) -> None:
        viewer, source_id = await self._viewer(), self._source()
        found = await site_changes.list_changes(viewer, source_id)
        waiting = [ChangeRow.of(change) for change in found.waiting]
        decided = [ChangeRow.of(change) for change in found.decided]
        if (waiting, decided) != (self.undecided, self.decided) or not self.is_loaded:
            self.undecided, self.decided, self.is_loaded = waiting, decided, True

    async def _read_stale(self) -> None:
        """Looks through all answers of three months, so not at every glance."""
        found = await stale_answers.list_stale_answers(await self._viewer(), self._source())
        self.stale = [StaleRow.of(answer) for answer in found]

    def _source(self) -> UUID:
        return parse_id(self.source_id)
