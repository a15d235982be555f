"""One document: its text, its passages, and what the owner decides about each."""

from collections.abc import Awaitable
from dataclasses import dataclass

import reflex as rx
from pydantic import BaseModel

from privexbot_app.errors import AppError, NotFound
from privexbot_app.services import documents, passages
from privexbot_app.services.documents import PASSAGES, DocumentPage, PassageView
from privexbot_app.ui.links import safe_link
from privexbot_app.ui.problems import parse, parse_id
from privexbot_app.ui.states.chatbot import ChatbotState

BOOSTS = ("-0.3", "-0.2", "-0.1", "0", "+0.1", "+0.2", "+0.3")


class EditForm(BaseModel):
    """The words that the chatbot is to see."""

    passage_text: str


@dataclass(frozen=True)
class PassageItem:
    """A passage as its card shows it."""

    id: int
    number: int
    heading: str
    text: str
    characters: int
    is_edited: bool
    is_disabled: bool
    is_pinned: bool
    boost: str
    place: str

    @classmethod
    def of(cls, found: PassageView) -> "PassageItem":
        boost = f"{found.boost:+.1f}" if found.boost else "0"
        return cls(
            found.id,
            found.number,
            found.heading,
            found.text,
            len(found.text),
            found.is_edited,
            found.is_disabled,
            found.is_pinned,
            boost,
            found.place,
        )


class DocumentState(ChatbotState):
    """`before`, `marked` and `after` are the text of this page; `marked` is where the chosen passage stood."""

    is_loaded: bool = False
    title: str = ""
    link: str = ""
    is_editable: bool = True
    page: int = 0
    pages: int = 1
    rows: list[PassageItem] = []
    before: str = ""
    marked: str = ""
    after: str = ""
    chosen_id: int = 0
    edited_id: int = 0
    edited_text: str = ""
    read_text: str = ""
    problem: str = ""

    _places: dict[int, tuple[int, int]] = {}
    _read_texts: dict[int, str] = {}

    @rx.event
    async def load(self):
        self.is_loaded, self.page, self.chosen_id, self.edited_id = False, 0, 0, 0
        try:
            await self._read()
        except NotFound as gone:
            there = f"/chatbots/{self._asked_id()}/knowledge/documents"
            return [rx.redirect(there, replace=True), rx.toast.error(gone.message, id="problem")]
        self.is_loaded = True
        return None

    @rx.event
    async def turn(self, by: int):
        """To the next part of the document, or to the one before."""
        self.page = min(max(self.page + (1 if by == 1 else -1), 0), self.pages - 1)
        self.chosen_id = 0
        await self._read()
        return rx.call_script("document.getElementById('document-text')?.scrollTo(0, 0)")

    @rx.event
    def choose(self, passage_id: int):
        """Mark where it stands in the text."""
        self.chosen_id = passage_id if passage_id in self._places else 0
        self._mark()
        return rx.call_script("setTimeout(() => document.getElementById('place')?.scrollIntoView({block: 'center'}))")

    @rx.event
    async def disable(self, passage_id: int, is_disabled: bool):
        return await self._decide(passages.disable(await self._viewer(), passage_id, is_disabled is True))

    @rx.event
    async def pin(self, passage_id: int, is_pinned: bool):
        return await self._decide(passages.pin(await self._viewer(), passage_id, is_pinned is True))

    @rx.event
    async def boost(self, passage_id: int, by: str):
        return await self._decide(passages.boost(await self._viewer(), passage_id, _number(by)))

    @rx.event
    async def restore(self, passage_id: int):
        return await self._decide(passages.restore(await self._viewer(), passage_id))

    @rx.event
    def start_edit(self, passage_id: int):
        found = next((row for row in self.rows if row.id == passage_id), None)
        if found is not None:
            self.edited_id, self.edited_text, self.problem = found.id, found.text, ""
            self.read_text = self._read_texts[found.id] if found.is_edited else ""

    @rx.event
    def show_dialog(self, is_open: bool):
        if is_open is not True:
            self.edited_id = 0

    @rx.event
    async def save(self, form: dict):
        try:
            text = parse(EditForm, form).passage_text
            await passages.edit(await self._viewer(), self.edited_id, text)
        except AppError as problem:
            self.problem = problem.message
            return None
        self.edited_id = 0
        await self._read()
        return rx.toast.success("The chatbot sees these words now.")

    async def _decide(self, decision: Awaitable[None]) -> None:
        await decision
        await self._read()

    async def _read(self) -> None:
        found = await documents.read_document(await self._viewer(), parse_id(self.document_id), self.page)
        self.title, self.link = found.row.title or found.row.source_title, safe_link(found.row.url)
        self.is_editable = documents.is_editable(found.row.kind)
        self.pages = max(-(-found.total // PASSAGES), 1)
        self.rows = [PassageItem.of(passage) for passage in found.passages]
        self._keep(found)

    def _keep(self, found: DocumentPage) -> None:
        self._places = {passage.id: (passage.start, passage.end) for passage in found.passages}
        self._read_texts = {passage.id: passage.read for passage in found.passages}
        self.before, self.marked, self.after = found.text, "", ""
        self._mark()

    def _mark(self) -> None:
        text = self.before + self.marked + self.after
        start, end = self._places.get(self.chosen_id, (len(text), len(text)))
        self.before, self.marked, self.after = text[:start], text[start:end], text[end:]


def _number(by: str) -> float:
    """Of the choices; anything else is beyond every limit."""
    return float(by) if by in BOOSTS else float("nan")
