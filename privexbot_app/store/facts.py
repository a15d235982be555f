"""Facts of documents: written with their document, read by their owner, left out of answers when they do not hold."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, delete, or_, select, update
from sqlmodel.sql.expression import SelectOfScalar

from privexbot_app.errors import NotFound
from privexbot_app.models import Document, DocumentFact, KnowledgeBase
from privexbot_app.rag.facts import Fact
from privexbot_app.store.scope import Scope

Said = tuple[str, str, str]  # subject, name and value


def put_facts(session: Session, document: Document, facts: Sequence[Fact]) -> None:
    """In the place of all that the document has; what the owner hid of the same page's stays hidden."""
    session.flush()  # the document may be new in this very transaction
    hidden = _list_hidden(session, document)
    session.exec(delete(DocumentFact).where(col(DocumentFact.document_id) == document.id))
    for position, fact in enumerate(facts):
        session.add(
            DocumentFact(
                document_id=document.id,
                knowledge_base_id=document.knowledge_base_id,
                position=position,
                **vars(fact),
                is_hidden=(fact.subject, fact.name, fact.value) in hidden,
            )
        )


def list_facts(session: Session, scope: Scope, document_id: UUID) -> list[DocumentFact]:
    """In the page's order."""
    query = (
        select(DocumentFact)
        .join(KnowledgeBase, col(KnowledgeBase.id) == DocumentFact.knowledge_base_id)
        .where(KnowledgeBase.workspace_id == scope.workspace_id, DocumentFact.document_id == document_id)
    )
    return list(session.exec(query.order_by(col(DocumentFact.position))))


def list_untold(session: Session, document_ids: Collection[UUID], today: date) -> dict[UUID, list[Fact]]:
    """What of these documents is not to be told: hidden by the owner, or past its last day."""
    is_over = col(DocumentFact.valid_until) < today
    query = select(DocumentFact).where(
        col(DocumentFact.document_id).in_(document_ids), or_(col(DocumentFact.is_hidden).is_(True), is_over)
    )
    untold: dict[UUID, list[Fact]] = {}
    for row in session.exec(query):
        untold.setdefault(row.document_id, []).append(fact_of(row))
    return untold


def fact_of(row: DocumentFact) -> Fact:
    return Fact(row.subject, row.name, row.value, row.valid_from, row.valid_until)


def hide_fact(session: Session, scope: Scope, fact_id: UUID, is_hidden: bool) -> None:
    """In all readings of the page that are there, for a new one may be on its way; raises NotFound."""
    query = (
        select(DocumentFact, Document)
        .join(Document, col(Document.id) == DocumentFact.document_id)
        .join(KnowledgeBase, col(KnowledgeBase.id) == DocumentFact.knowledge_base_id)
        .where(KnowledgeBase.workspace_id == scope.workspace_id, DocumentFact.id == fact_id)
    )
    if (found := session.exec(query).one_or_none()) is None:
        raise NotFound("There is no such fact any more.")
    fact, document = found
    columns = (col(DocumentFact.subject), col(DocumentFact.name), col(DocumentFact.value))
    same = [column == said for column, said in zip(columns, (fact.subject, fact.name, fact.value), strict=True)]
    readings = col(DocumentFact.document_id).in_(_readings(document))
    session.exec(update(DocumentFact).where(readings, *same).values(is_hidden=is_hidden))


def _list_hidden(session: Session, document: Document) -> set[Said]:
    columns = select(DocumentFact.subject, DocumentFact.name, DocumentFact.value)
    own = col(DocumentFact.document_id).in_(_readings(document))
    return set(session.exec(columns.where(own, col(DocumentFact.is_hidden).is_(True))))


def _readings(document: Document) -> SelectOfScalar[UUID]:
    """The ids of the documents that are readings of the same page."""
    return select(Document.id).where(Document.source_id == document.source_id, Document.url == document.url)
