"""Documents and their passages as their owner looks at them: a page of rows at a time, never a whole long text."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, func, or_, select

from privexbot_app.errors import NotFound
from privexbot_app.models import Document, KnowledgeBase, Passage, PassageOverride, Source, SourceKind
from privexbot_app.store.scope import Scope


class DocumentRow(NamedTuple):
    """A document without its text; `characters` is how long that is."""

    id: UUID
    title: str
    url: str
    read_at: datetime
    characters: int
    source_id: UUID
    source_title: str
    kind: SourceKind
    knowledge_base_id: UUID
    page_kind: str


_ROW = (
    select_columns(
        col(Document.id),
        col(Document.title),
        col(Document.url),
        col(Document.created_at),
        func.length(Document.text),
        col(Source.id),
        col(Source.title),
        col(Source.kind),
        col(Document.knowledge_base_id),
        col(Document.page_kind),
    )
    .join(Source, col(Source.id) == Document.source_id)
    .join(KnowledgeBase, col(KnowledgeBase.id) == Document.knowledge_base_id)
)


def list_documents(
    session: Session, scope: Scope, knowledge_base_ids: Collection[UUID], words: str, *, offset: int, limit: int
) -> list[DocumentRow]:
    """Those whose title, address or source holds the words, by source and title."""
    query = _ROW.where(*_within(scope, knowledge_base_ids, words))
    ordered = query.order_by(col(Source.created_at).desc(), Document.url, Document.title, col(Document.id))
    return [DocumentRow(*row) for row in session.execute(ordered.offset(offset).limit(limit))]


def count_documents(session: Session, scope: Scope, knowledge_base_ids: Collection[UUID], words: str) -> int:
    query = (
        select(func.count())
        .select_from(Document)
        .join(Source, col(Source.id) == Document.source_id)
        .join(KnowledgeBase, col(KnowledgeBase.id) == Document.knowledge_base_id)
    )
    return int(session.execute(query.where(*_within(scope, knowledge_base_ids, words))).scalar_one())


def get_document(session: Session, scope: Scope, document_id: UUID) -> DocumentRow:
    query = _ROW.where(col(KnowledgeBase.workspace_id) == scope.workspace_id, col(Document.id) == document_id)
    if found := session.execute(query).one_or_none():
        return DocumentRow(*found)
    raise NotFound("There is no such document any more.")


def read_text(session: Session, document_id: UUID, start: int, end: int) -> str:
    """text[start:end] of a document, cut by the database."""
    part = func.substr(Document.text, start + 1, max(end - start, 0))
    return str(session.exec(select(part).where(Document.id == document_id)).one())


def count_passages(session: Session, document_ids: Collection[UUID]) -> dict[UUID, tuple[int, int]]:
    """(how many passages, how many of them the owner decided about) by document; one without any is left out."""
    query = select(Passage.document_id, func.count(), func.count(col(Passage.override_id)))
    rows = session.exec(query.where(col(Passage.document_id).in_(document_ids)).group_by(col(Passage.document_id)))
    return {document_id: (passages, decided) for document_id, passages, decided in rows}


def list_passages(
    session: Session, document_id: UUID, *, offset: int, limit: int
) -> list[tuple[Passage, PassageOverride | None]]:
    """In the order of the text, each with what its owner decided about it."""
    query = (
        select(Passage, PassageOverride)
        .join(PassageOverride, col(PassageOverride.id) == Passage.override_id, isouter=True)
        .where(Passage.document_id == document_id)
        .order_by(col(Passage.position))
    )
    return list(session.exec(query.offset(offset).limit(limit)))


def _within(scope: Scope, knowledge_base_ids: Collection[UUID], words: str) -> list[ColumnElement[bool]]:
    own = [
        col(KnowledgeBase.workspace_id) == scope.workspace_id,
        col(Document.knowledge_base_id).in_(knowledge_base_ids),
    ]
    if words:
        titles = (Document.title, Document.url, Source.title)
        own.append(or_(*[col(title).icontains(words, autoescape=True) for title in titles]))
    return own
