"""Duplicates and contradictions in what a chatbot knows, looked for by a button."""

from dataclasses import dataclass, replace

import reflex as rx

from privexbot_app.services import conflicts, passages
from privexbot_app.services.conflicts import Pair, Report, Side
from privexbot_app.ui.states.chatbot import ChatbotState


@dataclass(frozen=True)
class SideRow:
    """A passage of a pair; `said` is the sentence that is meant."""

    passage_id: int
    title: str
    source: str
    said: str
    href: str
    is_disabled: bool = False

    @classmethod
    def of(cls, side: Side, documents: str) -> "SideRow":
        return cls(side.passage_id, side.title, side.source, side.said, f"{documents}{side.document_id}")


@dataclass(frozen=True)
class PairRow:
    """Two passages beside each other."""

    first: SideRow
    second: SideRow
    percent: int


class ConflictsState(ChatbotState):
    """`percent` is how far the work has come."""

    is_busy: bool = False
    is_done: bool = False
    percent: int = 0
    duplicates: list[PairRow] = []
    contradictions: list[PairRow] = []
    compared: int = 0
    total: int = 0
    skipped: int = 0

    @rx.event
    def load(self):
        self.is_busy = False

    @rx.event(background=True)
    async def compare(self):
        async with self:
            if self.is_busy:
                return
            viewer, asked_id = await self._viewer(), self._asked_id()
            self.is_busy, self.is_done, self.percent = True, False, 0
        try:
            async for step in conflicts.find_conflicts(viewer, asked_id):
                async with self:
                    if isinstance(step, Report):
                        self._show_report(step)
                    else:
                        self.percent = int(100 * step)
        finally:
            async with self:
                self.is_busy = False

    @rx.event
    async def disable(self, passage_id: int, is_disabled: bool):
        await passages.disable(await self._viewer(), passage_id, is_disabled is True)
        self.duplicates = [_with(pair, passage_id, is_disabled is True) for pair in self.duplicates]
        self.contradictions = [_with(pair, passage_id, is_disabled is True) for pair in self.contradictions]

    def _show_report(self, report: Report) -> None:
        documents = f"/chatbots/{self.bot_id}/knowledge/documents/"
        self.duplicates = [_row(pair, documents) for pair in report.duplicates]
        self.contradictions = [_row(pair, documents) for pair in report.contradictions]
        self.compared, self.total, self.skipped = report.compared, report.total, report.skipped
        self.is_done = True


def _row(pair: Pair, documents: str) -> PairRow:
    return PairRow(SideRow.of(pair.first, documents), SideRow.of(pair.second, documents), pair.percent)


def _with(pair: PairRow, passage_id: int, is_disabled: bool) -> PairRow:
    first, second = (
        replace(side, is_disabled=is_disabled) if side.passage_id == passage_id else side
        for side in (pair.first, pair.second)
    )
    return replace(pair, first=first, second=second)
