"""The contact details that visitors left."""

from dataclasses import dataclass

import reflex as rx

from privexbot_app.services import leads
from privexbot_app.services.lead_forms import get_lead_form
from privexbot_app.services.leads import Lead
from privexbot_app.ui.links import safe_link
from privexbot_app.ui.states.chatbot import ChatbotState

ROWS = 50


@dataclass(frozen=True)
class LeadField:
    """One thing the visitor wrote."""

    label: str
    value: str


@dataclass(frozen=True)
class LeadRow:
    """One lead; `conversation` is the address of the conversation it came from, if there was one."""

    at: str
    fields: list[LeadField]
    page: str
    link: str
    conversation: str

    @classmethod
    def of(cls, lead: Lead, labels: dict[str, str]) -> "LeadRow":
        there = f"/chatbots/{lead.chatbot_id}/conversations/{lead.conversation_id}"
        return cls(
            at=lead.created_at.isoformat(),
            fields=[LeadField(labels.get(name) or _spelled(name), value) for name, value in lead.fields.items()],
            page=lead.page_url,
            link=safe_link(lead.page_url),
            conversation=there if lead.conversation_id else "",
        )


class LeadsState(ChatbotState):
    """The list, latest first, a page of rows at a time."""

    is_loaded: bool = False
    rows: list[LeadRow] = []
    has_more: bool = False

    @rx.event
    async def load(self):
        self.rows, self.is_loaded = await self._read(0), True

    @rx.event
    async def load_more(self):
        self.rows = [*self.rows, *await self._read(len(self.rows))]

    async def _read(self, offset: int) -> list[LeadRow]:
        viewer, chatbot_id = await self._viewer(), self._asked_id()
        found = await leads.list_leads(viewer, chatbot_id, offset, ROWS + 1)
        labels = {field.name: field.label for field in (await get_lead_form(viewer, chatbot_id)).fields}
        self.has_more = len(found) > ROWS
        return [LeadRow.of(lead, labels) for lead in found[:ROWS]]


def _spelled(name: str) -> str:
    """Of a field that the form does not have any more."""
    return name.replace("_", " ").capitalize()
