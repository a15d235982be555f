"""Facts of documents: written with their document, read by their owner, left out of answers when they do not hold."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, delete, or_, select, update
from sqlmodel.sql.expression import SelectOfScalar

from privexbot_app.errors import NotFound
from privexbot_app.models import Document, KnowledgeBase, PageFact
from privexbot_app.rag.facts import Fact
from privexbot_app.store.scope import Scope

Said = tuple[str, str, str]  # subject, name and value


def put_facts(session: Session, document: Document, facts: Sequence[Fact]) -> None:
    """In the place of all that the document has; what the owner hid of the same page's stays hidden."""
    session.flush()  # the document may be new in this very transaction
    hidden = _list_hidden(session, document)
    session.exec(delete(PageFact).where(col(PageFact.document_id) == document.id))
    for position, fact in enumerate(facts):
        session.add(
            PageFact(
                document_id=document.id,
                knowledge_base_id=document.knowledge_base_id,
                position=position,
                **vars(fact),
                is_hidden=(fact.subject, fact.name, fact.value) in hidden,
            )
        )


def list_facts(session: Session, scope: Scope, document_id: UUID) -> list[PageFact]:
    """In the page's order."""
    query = (
        select(PageFact)
        .join(KnowledgeBase, col(KnowledgeBase.id) == PageFact.knowledge_base_id)
        .where(KnowledgeBase.workspace_id == scope.workspace_id, PageFact.document_id == document_id)
    )
    return list(session.exec(query.order_by(col(PageFact.position))))


def list_untold(session: Session, document_ids: Collection[UUID], today: date) -> dict[UUID, list[Fact]]:
    """What of these documents is not to be told: hidden by the owner, or past its last day."""
    is_over = col(PageFact.valid_until) < today
    query = select(PageFact).where(
        col(PageFact.document_id).in_(document_ids), or_(col(PageFact.is_hidden).is_(True), is_over)
    )
    untold: dict[UUID, list[Fact]] = {}
    for row in session.exec(query):
        untold.setdefault(row.document_id, []).append(fact_of(row))
    return untold


def fact_of(row: PageFact) -> Fact:
    return Fact(row.subject, row.name, row.value, row.valid_from, row.valid_until)


def hide_fact(session: Session, scope: Scope, fact_id: UUID, is_hidden: bool) -> None:
    """In all readings of the page that are there, for a new one may be on its way; raises NotFound."""
    query = (
        select(PageFact, Document)
        .join(Document, col(Document.id) == PageFact.document_id)
        .join(KnowledgeBase, col(KnowledgeBase.id) == PageFact.knowledge_base_id)
        .where(KnowledgeBase.workspace_id == scope.workspace_id, PageFact.id == fact_id)
    )
    if (found := session.exec(query).one_or_none()) is None:
        raise NotFound("There is no such fact any more.")
    fact, document = found
    columns = (col(PageFact.subject), col(PageFact.name), col(PageFact.value))
    same = [column == said for column, said in zip(columns, (fact.subject, fact.name, fact.value), strict=True)]
    readings = col(PageFact.document_id).in_(_readings(document))
    session.exec(update(PageFact).where(readings, *same).values(is_hidden=is_hidden))


def _list_hidden(session: Session, document: Document) -> set[Said]:
    columns = select(PageFact.subject, PageFact.name, PageFact.value)
    own = col(PageFact.document_id).in_(_readings(document))
    return set(session.exec(columns.where(own, col(PageFact.is_hidden).is_(True))))


def _readings(document: Document) -> SelectOfScalar[UUID]:
    """The ids of the documents that are readings of the same page."""
    return select(Document.id).where(Document.source_id == document.source_id, Document.url == document.url)
