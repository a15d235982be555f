"""The documents that a chatbot has read, a page of rows at a time."""

from dataclasses import dataclass

import reflex as rx

from privexbot_app.services import documents
from privexbot_app.services.documents import ROWS, DocumentOverview
from privexbot_app.ui.links import safe_link
from privexbot_app.ui.states.chatbot import ChatbotState


@dataclass(frozen=True)
class DocumentItem:
    """A document as its row shows it; `source` is empty where it is called like the document."""

    id: str
    title: str
    link: str
    kind: str
    source: str
    characters: int
    passages: int
    decided: int
    at: str

    @classmethod
    def of(cls, found: DocumentOverview) -> "DocumentItem":
        row = found.row
        return cls(
            id=str(row.id),
            title=row.title or row.source_title,
            link=safe_link(row.url),
            kind=str(row.kind),
            source=row.source_title if row.source_title != row.title else "",
            characters=row.characters,
            passages=found.passages,
            decided=found.decided,
            at=row.read_at.isoformat(),
        )


class DocumentsState(ChatbotState):
    """`first` is the place of the first row that is shown."""

    rows: list[DocumentItem] = []
    is_loaded: bool = False
    words: str = ""
    first: int = 0
    total: int = 0

    @rx.event
    async def load(self):
        await self._read()
        self.is_loaded = True

    @rx.event
    async def look_for(self, words: str):
        self.words, self.first = str(words)[:200], 0
        await self._read()

    @rx.event
    async def turn(self, by: int):
        """To the next page of rows, or to the one before."""
        self.first = max(self.first + (ROWS if by == 1 else -ROWS), 0)
        await self._read()

    @rx.var
    def has_more(self) -> bool:
        return self.first + ROWS < self.total

    async def _read(self) -> None:
        found = await documents.list_documents(await self._viewer(), self._asked_id(), self.words, self.first)
        self.rows, self.total = [DocumentItem.of(one) for one in found.rows], found.total
