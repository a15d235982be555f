"""When websites are read again: what is due, and what should be read and was lost on its way."""

from datetime import timedelta
from uuid import UUID

from sqlmodel import Session

from privexbot_app.db import reading, transaction
from privexbot_app.models import Site, Source, SourceKind, now
from privexbot_app.store import sites as store
from privexbot_app.store.sources import list_unfinished


@reading
def list_stalled(session: Session, unchanged_seconds: float) -> list[tuple[UUID, int]]:
    """Websites (id, attempt) that should be read and were not touched lately."""
    since = now() - timedelta(seconds=unchanged_seconds)
    found = list_unfinished(session, since)
    return [(source.id, source.attempt) for source in found if source.kind is SourceKind.SITE]


@transaction
def queue_due(session: Session) -> list[tuple[UUID, int]]:
    """Begin what its owner's calendar or a webhook asks for now; returns what there is to put in the queue."""
    due = store.list_due(session, now())
    for source, site in due:
        begin_again(source, site)
    return [(source.id, source.attempt) for source, _ in due]


def begin_again(source: Source, site: Site) -> None:
    """Another attempt, and the time of the one after it."""
    store.queue_again(source)
    site.next_at = now() + timedelta(hours=site.every_hours) if site.every_hours else None
