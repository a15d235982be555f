"""What was read, as the chatbot has it: documents, and their passages beside the text that they were cut from."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from privexbot_app.db import reading
from privexbot_app.models import Passage, PassageOverride, SourceKind
from privexbot_app.rag.pages import name_pages
from privexbot_app.services.accounts import Viewer
from privexbot_app.store import documents as store
from privexbot_app.store.chatbots import get_chatbot
from privexbot_app.store.documents import DocumentRow
from privexbot_app.store.knowledge_links import list_base_ids

ROWS = 50
PASSAGES = 20  # on one page, with the text that they were cut from


@dataclass(frozen=True)
class DocumentOverview:
    """A document with what its row shows; `decided` counts passages that the owner changed in some way."""

    row: DocumentRow
    passages: int
    decided: int


@dataclass(frozen=True)
class DocumentList:
    """One page of rows, of `total`."""

    rows: list[DocumentOverview]
    total: int


@dataclass(frozen=True)
class PassageView:
    """A passage as the chatbot has it; it was cut from [start, end) of the page's text. `read` is what stood there.

    `place` is "page 4", or empty.
    """

    id: int
    number: int
    heading: str
    text: str
    read: str
    start: int
    end: int
    is_edited: bool
    is_disabled: bool
    is_pinned: bool
    boost: float
    place: str


@dataclass(frozen=True)
class DocumentPage:
    """Some passages of a document, and the part of its text that they are from."""

    row: DocumentRow
    passages: tuple[PassageView, ...]
    total: int
    text: str


@reading
def list_documents(
    session: Session,
    viewer: Viewer,
    chatbot_id: UUID,
    words: str = "",
    offset: int = 0,
) -> DocumentList:
    """At most `ROWS` of all that the chatbot searches; raises NotFound for a chatbot the viewer cannot see."""
    bases = list_base_ids(session, get_chatbot(session, viewer.scope, chatbot_id))
    words = words.strip()
    rows = store.list_documents(session, viewer.scope, bases, words, offset=offset, limit=ROWS)
    counted = store.count_passages(session, [row.id for row in rows])
    found = [DocumentOverview(row, *counted.get(row.id, (0, 0))) for row in rows]
    return DocumentList(found, store.count_documents(session, viewer.scope, bases, words))


@reading
def read_document(session: Session, viewer: Viewer, document_id: UUID, page: int = 0) -> DocumentPage:
    """Page 0 is the first. Raises NotFound for a document the viewer cannot see."""
    row = store.get_document(session, viewer.scope, document_id)
    total, _ = store.count_passages(session, [row.id]).get(row.id, (0, 0))
    offset = max(page, 0) * PASSAGES
    found = store.list_passages(session, row.id, offset=offset, limit=PASSAGES + 1)
    start, end = _span(row, [passage for passage, _ in found], is_first=offset == 0)
    views = tuple(_view(row, passage, override, start) for passage, override in found[:PASSAGES])
    return DocumentPage(row, views, total, store.read_text(session, row.id, start, end))


def _span(row: DocumentRow, found: Sequence[Passage], *, is_first: bool) -> tuple[int, int]:
    """From the first passage's beginning to the next page's, headings between them included; the rest at the end."""
    start = 0 if is_first or not found else found[0].start
    if len(found) <= PASSAGES:
        return start, row.characters
    return start, max(found[PASSAGES].start, found[PASSAGES - 1].end)


def _view(row: DocumentRow, passage: Passage, override: PassageOverride | None, start: int) -> PassageView:
    return PassageView(
        id=passage.id or 0,
        number=passage.position + 1,
        heading=passage.heading,
        text=passage.text,
        read=override.read_text if override else passage.text,
        start=passage.start - start,
        end=passage.end - start,
        is_edited=bool(override and override.edited_text),
        is_disabled=bool(override and override.is_disabled),
        is_pinned=bool(override and override.is_pinned),
        boost=override.boost if override else 0.0,
        place=name_pages(row.page_kind, passage.pages),
    )


def is_editable(kind: SourceKind) -> bool:
    """A question and its answer are edited where they were written."""
    return kind is not SourceKind.QA
