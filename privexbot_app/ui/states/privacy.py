"""What is kept about visitors, for how long, and what of it a model provider may see."""

from dataclasses import dataclass

import reflex as rx

from privexbot_app.errors import Invalid
from privexbot_app.services import chatbots, privacy, retention
from privexbot_app.services.chatbots import Chatbot
from privexbot_app.services.privacy import PrivacyChanges, Stored
from privexbot_app.services.retention import Sweep, Swept
from privexbot_app.ui.problems import parse
from privexbot_app.ui.states.chatbot import ChatbotState

KEPT = (
    ("Visitors", "A random number’s hash, first and last visit, and the page. No name, no address, no browser."),
    ("Conversations", "Of visitors and of programs: when, and on which page they began."),
    ("Tries in the playground", "Conversations of your own."),
    ("Messages", "What was asked and answered, with sources, and which passages the answer was made from."),
    ("Leads", "What a visitor typed into the contact form, whether they agreed, and on which page."),
    ("Daily counts", "How often the widget was opened on a day. No persons."),
)


@dataclass(frozen=True)
class KeptRow:
    """One kind of thing that is kept."""

    label: str
    note: str
    count: int


@dataclass(frozen=True)
class SweepRow:
    """What retention deleted on a day."""

    day: str
    text: str


class PrivacyState(ChatbotState):
    """Switches are saved at once; the number of days when the owner says so, after a look at what would go."""

    is_loaded: bool = False
    version: int = 0
    masks_personal: bool = True
    masks_passages: bool = False
    days: str = "0"
    covers_leads: bool = False
    would_go: str = ""
    problem: str = ""
    kept: list[KeptRow] = []
    sweeps: list[SweepRow] = []

    @rx.event
    async def load(self):
        viewer, asked_id = await self._viewer(), self._asked_id()
        self._fill(await chatbots.get_chatbot(viewer, asked_id))
        self.kept = _kept_rows(await privacy.count_stored(viewer, asked_id))
        self.sweeps = [_sweep_row(row) for row in await retention.list_sweeps(viewer, asked_id)]
        await self._preview()
        self.is_loaded = True

    @rx.event
    async def mask_personal(self, is_on: bool):
        return await self._save(masks_personal=is_on)

    @rx.event
    async def mask_passages(self, is_on: bool):
        return await self._save(masks_passages=is_on)

    @rx.event
    async def type_days(self, text: str):
        self.days = str(text)[:9]
        await self._preview()

    @rx.event
    async def cover_leads(self, is_on: bool):
        self.covers_leads = is_on is True
        await self._preview()

    @rx.event
    async def save_retention(self):
        try:
            return await self._save(retention_days=_number(self.days), retention_covers_leads=self.covers_leads)
        except Invalid as problem:
            self.problem = problem.message
            return rx.set_focus("retention-days")

    async def _save(self, **changes: object):
        given = parse(PrivacyChanges, changes)
        self._fill(await privacy.change_settings(await self._viewer(), self._asked_id(), given))
        await self._preview()
        return rx.toast.success("Saved.")

    async def _preview(self) -> None:
        """What would go with the days as they are typed."""
        self.would_go = self.problem = ""
        try:
            days = parse(PrivacyChanges, {"retention_days": _number(self.days)}).retention_days or 0
        except Invalid as problem:
            self.problem = problem.message
            return
        swept = await retention.preview(await self._viewer(), self._asked_id(), days, self.covers_leads)
        self.would_go = f"{_swept_text(swept)} would go now." if days else "Everything is kept for ever."

    def _fill(self, chatbot: Chatbot) -> None:
        self.masks_personal, self.masks_passages = chatbot.masks_personal, chatbot.masks_passages
        self.days, self.covers_leads = str(chatbot.retention_days), chatbot.retention_covers_leads
        self.version += 1


def _number(text: str) -> int:
    text = text.strip()
    if not (text.isascii() and text.isdigit()) or int(text) > privacy.LONGEST_DAYS:
        raise Invalid(f"Type a whole number of days, from 0 to {privacy.LONGEST_DAYS}.", field="retention-days")
    return int(text)


def _kept_rows(stored: Stored) -> list[KeptRow]:
    counts = (stored.visitors, stored.conversations, stored.tries, stored.messages, stored.leads, stored.counts)
    return [KeptRow(label, note, count) for (label, note), count in zip(KEPT, counts, strict=True)]


def _sweep_row(row: Sweep) -> SweepRow:
    return SweepRow(
        row.day.isoformat(), f"{_swept_text(Swept(row.conversations, row.messages, row.leads, row.visitors))} deleted"
    )


def _swept_text(swept: Swept) -> str:
    """“2 conversations with 8 messages, 1 lead, 0 visitors”."""
    named = [("conversation", swept.conversations), ("message", swept.messages)]
    named += [("lead", swept.leads), ("visitor", swept.visitors)]
    talks, said, leads, visitors = (f"{count:,} {name}{'' if count == 1 else 's'}" for name, count in named)
    return f"{talks} with {said}, {leads}, {visitors}"
