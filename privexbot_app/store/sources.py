"""Sources, their contents and their documents."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, delete, func, select

from privexbot_app.errors import NotFound
from privexbot_app.models import Document, Passage, Source, SourceState
from privexbot_app.store.scope import Scope

UNFINISHED = (SourceState.QUEUED, SourceState.READING, SourceState.INDEXING)


def get_source(session: Session, scope: Scope, source_id: UUID) -> Source:
    query = select(Source).where(Source.workspace_id == scope.workspace_id, Source.id == source_id)
    if source := session.exec(query).one_or_none():
        return source
    raise NotFound("There is no such source.")


def find_for_job(session: Session, source_id: UUID, attempt: int) -> Source | None:
    """The source a job was queued for, or None if it is gone or was queued again since."""
    return session.exec(select(Source).where(Source.id == source_id, Source.attempt == attempt)).one_or_none()


def list_sources(session: Session, scope: Scope, knowledge_base_id: UUID) -> list[Source]:
    query = select(Source).where(
        Source.workspace_id == scope.workspace_id, Source.knowledge_base_id == knowledge_base_id
    )
    return list(session.exec(query.order_by(col(Source.created_at).desc())))


def find_base_id(session: Session, source_id: UUID) -> UUID | None:
    """The knowledge base of a source, or None if it is gone."""
    query = select(Source.knowledge_base_id).where(Source.id == source_id)
    return session.exec(query).one_or_none()


def list_unfinished(session: Session, unchanged_since: datetime) -> list[Source]:
    """Of all workspaces: what a job should be working on, and has not touched lately."""
    query = select(Source).where(col(Source.state).in_(UNFINISHED), Source.changed_at < unchanged_since)
    return list(session.exec(query))


def get_document(session: Session, source_id: UUID, attempt: int) -> Document:
    return session.exec(select(Document).where(Document.source_id == source_id, Document.attempt == attempt)).one()


def count_passages(session: Session, source_ids: list[UUID]) -> dict[UUID, int]:
    """How many searchable passages each source has; a source without any is left out."""
    query = (
        select(Document.source_id, func.count())
        .join(Passage, col(Passage.document_id) == Document.id)
        .where(col(Document.source_id).in_(source_ids))
        .group_by(col(Document.source_id))
    )
    return dict(session.exec(query).all())


def delete_documents(session: Session, source_id: UUID, attempts: Iterable[int]) -> None:
    """What these attempts read, with its passages."""
    query = delete(Document).where(col(Document.source_id) == source_id, col(Document.attempt).in_(attempts))
    session.exec(query)
