"""What pages state for machines, as their owner looks at it, and what of it is not to be told."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session

from privexbot_app.db import reading, transaction
from privexbot_app.models import now
from privexbot_app.services.accounts import Viewer
from privexbot_app.services.roles import require_editor
from privexbot_app.store import documents as document_store
from privexbot_app.store import facts as store


@dataclass(frozen=True)
class FactView:
    """A fact as its row shows it; what `is_over` or `is_hidden` is told to nobody."""

    id: UUID
    subject: str
    name: str
    value: str
    valid_from: date | None
    valid_until: date | None
    is_over: bool
    is_hidden: bool


@reading
def list_facts(session: Session, viewer: Viewer, document_id: UUID) -> list[FactView]:
    """In the page's order; raises NotFound for a document the viewer cannot see."""
    document_store.get_document(session, viewer.scope, document_id)
    today = now().date()
    return [
        FactView(
            id=row.id,
            subject=row.subject,
            name=row.name,
            value=row.value,
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            is_over=row.valid_until is not None and row.valid_until < today,
            is_hidden=row.is_hidden,
        )
        for row in store.list_facts(session, viewer.scope, document_id)
    ]


@transaction
def hide_fact(session: Session, viewer: Viewer, fact_id: UUID, is_hidden: bool) -> None:
    """Whether a fact is kept from visitors, also when the page is read again and says the same. Raises NotFound."""
    require_editor(viewer)
    store.hide_fact(session, viewer.scope, fact_id, is_hidden)
