"""Versions of the chatbot's settings: the list, two of them compared, and the way back."""

from dataclasses import dataclass

import reflex as rx

from privexbot_app.errors import NotFound
from privexbot_app.services import versions
from privexbot_app.services.versions import NOW, ChatbotVersion, Difference
from privexbot_app.ui.states.chatbot import ChatbotState


@dataclass(frozen=True)
class VersionRow:
    """One line of the list."""

    number: str
    reason: str
    author: str
    at: str

    @classmethod
    def of(cls, version: ChatbotVersion) -> "VersionRow":
        return cls(str(version.number), version.reason, version.author, version.created_at.isoformat())


class VersionsState(ChatbotState):
    """`before` and `after` are numbers as texts; 0 is what is set now."""

    is_loaded: bool = False
    rows: list[VersionRow] = []
    before: str = ""
    after: str = str(NOW)
    differences: list[Difference] = []

    @rx.event
    async def load(self):
        self.before, self.after, self.differences = "", str(NOW), []
        await self._read()
        self.is_loaded = True

    @rx.event
    async def compare(self, number: str):
        """With what is set now."""
        self.before, self.after = str(number)[:9], str(NOW)
        await self._compare()

    @rx.event
    async def choose_before(self, number: str):
        self.before = str(number)[:9]
        await self._compare()

    @rx.event
    async def choose_after(self, number: str):
        self.after = str(number)[:9]
        await self._compare()

    @rx.event
    async def roll_back(self, number: str):
        self._show(await versions.roll_back(await self._viewer(), self._asked_id(), _number(number)))
        await self._read()
        self.before, self.differences = "", []
        return rx.toast.success(f"The settings of version {number} are in use again.")

    async def _read(self) -> None:
        found = await versions.list_versions(await self._viewer(), self._asked_id())
        self.rows = [VersionRow.of(version) for version in found]

    async def _compare(self) -> None:
        before, after = _number(self.before), _number(self.after)
        self.differences = await versions.compare_versions(await self._viewer(), self._asked_id(), before, after)


def _number(given: str) -> int:
    if not (isinstance(given, str) and given.isascii() and given.isdigit() and len(given) < 10):
        raise NotFound("There is no such version.")
    return int(given)
