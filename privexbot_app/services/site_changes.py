"""What differs on a website: shown to its owner, who may be asked before it counts."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from privexbot_app.adapters import queue
from privexbot_app.db import in_session, reading, transaction
from privexbot_app.errors import Conflict
from privexbot_app.models import (
    ChangeKind,
    ChangeState,
    PageState,
    Site,
    SiteChange,
    SitePage,
    Source,
    SourceState,
    now,
)
from privexbot_app.services import crawl_keeping as keeping
from privexbot_app.services.accounts import Viewer
from privexbot_app.services.preparing import again_if_moved, prepare_passages
from privexbot_app.services.roles import require_editor
from privexbot_app.store import site_changes as store
from privexbot_app.store.passages import PreparedPassage
from privexbot_app.store.sites import get_site, lock_page

SHOWN = 100


@dataclass(frozen=True)
class ChangeOverview:
    """A page that is new, differs or is gone; `diff` has lines that begin with +, - or a blank."""

    id: UUID
    kind: ChangeKind
    state: ChangeState
    url: str
    title: str
    diff: str
    problem: str
    at: datetime


@dataclass(frozen=True)
class Changes:
    """What waits for the owner's word, of which `waiting_count` is the whole, and what was decided lately."""

    waiting: list[ChangeOverview]
    decided: list[ChangeOverview]
    waiting_count: int


@reading
def list_changes(session: Session, viewer: Viewer, source_id: UUID) -> Changes:
    """Newest first; raises NotFound for a website the viewer cannot see."""
    get_site(session, viewer.scope, source_id)
    waiting = store.list_changes(session, source_id, is_open=True, most=SHOWN)
    decided = store.list_changes(session, source_id, is_open=False, most=SHOWN)
    return Changes(
        [_overview(change) for change in waiting],
        [_overview(change) for change in decided],
        store.count_open(session, source_id),
    )


async def approve_change(viewer: Viewer, source_id: UUID, change_id: UUID) -> None:
    """Let it count; a job embeds it. Raises Conflict for one that was decided already."""
    await _enqueue([await _approve(viewer, source_id, change_id)])


async def approve_all(viewer: Viewer, source_id: UUID) -> int:
    """Returns how many were waiting."""
    approved = await _approve_all(viewer, source_id)
    await _enqueue(approved)
    return len(approved)


@transaction
def reject_change(session: Session, viewer: Viewer, source_id: UUID, change_id: UUID) -> None:
    """What was known stays, and the same text is not asked about again."""
    _reject(session, _get_waiting(session, viewer, source_id, change_id))


@transaction
def reject_all(session: Session, viewer: Viewer, source_id: UUID) -> int:
    """Returns how many were waiting."""
    waiting = _list_waiting(session, viewer, source_id)
    for change in waiting:
        _reject(session, change)
    return len(waiting)


def apply_change(change_id: UUID, tries: int) -> None:
    """Embed the text that was kept, and let it count; a change that was decided meanwhile is left alone. Blocks."""
    found = in_session(_find_approved, change_id, tries)
    if found is None:
        return
    change, base_id = found

    def prepare_and_apply() -> None:
        is_gone = change.kind is ChangeKind.VANISHED
        prepared = [] if is_gone else prepare_passages(keeping.document_in(change), base_id)
        in_session(_apply, change_id, tries, prepared)

    again_if_moved(prepare_and_apply)


def put_back(change_id: UUID, tries: int, problem: str) -> None:
    """It waits for the owner again, with what went wrong."""
    in_session(_put_back, change_id, tries, problem)


@reading
def list_stalled(session: Session, unchanged_seconds: float) -> list[tuple[UUID, int]]:
    """Approved changes (id, tries) that nobody has applied yet."""
    since = now() - timedelta(seconds=unchanged_seconds)
    return [(change.id, change.tries) for change in store.list_approved(session, since)]


async def _enqueue(approved: list[tuple[UUID, int]]) -> None:
    for change_id, tries in approved:
        await queue.enqueue_change(change_id, tries)


def _overview(change: SiteChange) -> ChangeOverview:
    return ChangeOverview(
        id=change.id,
        kind=change.kind,
        state=change.state,
        url=change.url,
        title=change.title,
        diff=change.diff,
        problem=change.problem,
        at=change.changed_at,
    )


@transaction
def _approve(session: Session, viewer: Viewer, source_id: UUID, change_id: UUID) -> tuple[UUID, int]:
    return _approved(_get_waiting(session, viewer, source_id, change_id))


@transaction
def _approve_all(session: Session, viewer: Viewer, source_id: UUID) -> list[tuple[UUID, int]]:
    return [_approved(change) for change in _list_waiting(session, viewer, source_id)]


def _approved(change: SiteChange) -> tuple[UUID, int]:
    change.state, change.tries, change.problem, change.changed_at = ChangeState.APPROVED, change.tries + 1, "", now()
    return change.id, change.tries


def _get_waiting(session: Session, viewer: Viewer, source_id: UUID, change_id: UUID) -> SiteChange:
    require_editor(viewer)
    get_site(session, viewer.scope, source_id)
    change = store.get_change(session, source_id, change_id)
    if change.state is not ChangeState.WAITING:
        raise Conflict("This change was decided already.")
    return change


def _list_waiting(session: Session, viewer: Viewer, source_id: UUID) -> list[SiteChange]:
    require_editor(viewer)
    get_site(session, viewer.scope, source_id)
    return store.list_waiting(session, source_id)


def _reject(session: Session, change: SiteChange) -> None:
    page = session.get_one(SitePage, change.page_id)
    _decide(session, change, ChangeState.REJECTED)
    if page.state is PageState.FETCHED:
        page.state = PageState.INDEXED if page.document_id else PageState.SKIPPED
        page.error = "" if page.document_id else keeping.REJECTED


def _decide(session: Session, change: SiteChange, state: ChangeState) -> None:
    """The text is kept no longer than it is needed; its hash stays, so that nobody is asked twice."""
    change.state, change.text, change.headings, change.facts, change.changed_at = state, "", [], [], now()
    session.flush()
    source, site = session.get_one(Source, change.source_id), session.get_one(Site, change.source_id)
    if source.state is SourceState.READY:
        source.notes = keeping.notes_of(session, source, site)


def _find_approved(session: Session, change_id: UUID, tries: int) -> tuple[SiteChange, UUID] | None:
    change = session.get(SiteChange, change_id)
    if change is None or change.tries != tries or change.state is not ChangeState.APPROVED:
        return None
    return change, session.get_one(Source, change.source_id).knowledge_base_id


def _apply(session: Session, change_id: UUID, tries: int, prepared: list[PreparedPassage]) -> None:
    found = _find_approved(session, change_id, tries)
    page = lock_page(session, found[0].page_id) if found else None
    if found is None or page is None:
        return
    change, source = found[0], session.get_one(Source, found[0].source_id)
    if change.kind is ChangeKind.VANISHED:
        keeping.drop_document(session, source, page)
        page.state, page.changed_at = PageState.GONE, now()
    else:
        keeping.write_page(session, source, page, keeping.document_in(change), prepared)
    _decide(session, change, ChangeState.APPLIED)


def _put_back(session: Session, change_id: UUID, tries: int, problem: str) -> None:
    if (found := _find_approved(session, change_id, tries)) is not None:
        found[0].state, found[0].problem, found[0].changed_at = ChangeState.WAITING, problem, now()
