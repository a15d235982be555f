"""The facts that a document's page states for machines, and which of them the owner keeps from visitors."""

from dataclasses import dataclass
from datetime import date

import reflex as rx

from privexbot_app.errors import NotFound
from privexbot_app.services import facts
from privexbot_app.services.facts import FactView
from privexbot_app.ui.problems import parse_id
from privexbot_app.ui.states.chatbot import ChatbotState


@dataclass(frozen=True)
class FactItem:
    """A fact as its row shows it; the days are empty where none is stated."""

    id: str
    subject: str
    name: str
    value: str
    valid_from: str
    valid_until: str
    is_over: bool
    is_hidden: bool

    @classmethod
    def of(cls, found: FactView) -> "FactItem":
        return cls(
            id=str(found.id),
            subject=found.subject,
            name=found.name,
            value=found.value,
            valid_from=_day(found.valid_from),
            valid_until=_day(found.valid_until),
            is_over=found.is_over,
            is_hidden=found.is_hidden,
        )


class DocumentFactsState(ChatbotState):
    """Of the document in the address."""

    rows: list[FactItem] = []

    @rx.event
    async def load(self):
        try:
            await self._read()
        except NotFound:
            self.rows = []  # the document's own state says so

    @rx.event
    async def hide(self, fact_id: str, is_hidden: bool):
        await facts.hide_fact(await self._viewer(), parse_id(fact_id), is_hidden is True)
        await self._read()

    async def _read(self) -> None:
        found = await facts.list_facts(await self._viewer(), parse_id(self.document_id))
        self.rows = [FactItem.of(fact) for fact in found]


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
