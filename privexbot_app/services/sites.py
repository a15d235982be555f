"""A website among the sources: how it is read, how far that has come, and its pages one by one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated
from urllib.parse import urlsplit
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints, field_validator
from sqlmodel import Session

from privexbot_app.adapters import queue
from privexbot_app.db import reading, transaction
from privexbot_app.errors import Conflict, Invalid
from privexbot_app.models import ChangeState, PageState, Site, SitePage, Source, SourceKind, SourceState, now
from privexbot_app.models.knowledge import Document
from privexbot_app.rag.crawl_urls import normalise
from privexbot_app.services.accounts import Viewer
from privexbot_app.services.crawl_calendar import begin_again
from privexbot_app.services.roles import require_editor
from privexbot_app.settings import settings
from privexbot_app.store import sites as store
from privexbot_app.store.chatbots import get_knowledge_base
from privexbot_app.store.site_changes import count_open
from privexbot_app.store.sources import UNFINISHED, count_passages

PAGES_SHOWN = 50
MOST_HOURS = 720
MOST_PATTERNS = 50
ENOUGH_TO_GUESS = 3  # pages after which the time that is left can be told
BEING_READ = "This website is being read already."

Pattern = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]


class SiteForm(BaseModel):
    """How a website is read: patterns are paths with * for anything; 0 hours are never again by itself."""

    max_pages: int = Field(default_factory=lambda: settings().crawl_pages, ge=1)
    max_depth: int = Field(10, ge=0, le=50)
    include: list[Pattern] = Field([], max_length=MOST_PATTERNS)
    exclude: list[Pattern] = Field([], max_length=MOST_PATTERNS)
    every_hours: int = Field(0, ge=0, le=MOST_HOURS)
    needs_approval: bool = False

    @field_validator("max_pages")
    @classmethod
    def _within(cls, pages: int) -> int:
        if pages > settings().crawl_most_pages:
            raise ValueError(f"This install reads at most {settings().crawl_most_pages:,} pages of a website.")
        return pages

    @field_validator("include", "exclude")
    @classmethod
    def _are_paths(cls, patterns: list[str]) -> list[str]:
        if not all(pattern.startswith(("/", "*")) for pattern in patterns):
            raise ValueError("A path begins with / or *, such as /blog/*.")
        return patterns


@dataclass(frozen=True)
class SiteOverview:
    """A website with what its page shows; `seconds_left` is 0 while nobody can tell."""

    id: UUID
    title: str
    url: str
    state: SourceState
    done: int
    total: int
    seconds_left: int
    passages: int
    error: str
    notes: list[str]
    form: SiteForm
    has_token: bool
    next_at: datetime | None
    read_at: datetime | None
    counts: dict[PageState, int]
    waiting: int
    approved: int


@dataclass(frozen=True)
class PageOverview:
    """A page of it; `is_known` when it counts in answers, whatever the last crawl found."""

    url: str
    title: str
    state: PageState
    error: str
    depth: int
    is_known: bool
    at: datetime


@dataclass(frozen=True)
class PageList:
    """Some of the pages, by address, and how many there are in all."""

    pages: list[PageOverview]
    total: int


async def add_site(viewer: Viewer, knowledge_base_id: UUID, url: str, form: SiteForm) -> Source:
    """Have a whole website read from this page on; raises Invalid for what is no web address."""
    url = url.strip()
    start = normalise(url if "://" in url else f"https://{url}")
    if not start:
        raise Invalid("Enter a website's address, such as https://example.com.", field="url")
    require_editor(viewer)
    source = await _insert(viewer, knowledge_base_id, start, form)
    await queue.enqueue_crawl(source.id, source.attempt)
    return source


@reading
def get_site(session: Session, viewer: Viewer, source_id: UUID) -> SiteOverview:
    """Raises NotFound for a website the viewer cannot see."""
    source, site = store.get_site(session, viewer.scope, source_id)
    return SiteOverview(
        id=source.id,
        title=source.title,
        url=source.url,
        state=source.state,
        done=source.done,
        total=source.total,
        seconds_left=_seconds_left(source, site),
        passages=count_passages(session, [source.id]).get(source.id, 0),
        error=source.error,
        notes=source.notes,
        form=_form_of(site),
        has_token=bool(site.token_hash),
        next_at=site.next_at,
        read_at=site.read_at,
        counts=store.count_states(session, source_id),
        waiting=count_open(session, source_id),
        approved=count_open(session, source_id, (ChangeState.APPROVED,)),
    )


@reading
def list_pages(
    session: Session, viewer: Viewer, source_id: UUID, wanted: tuple[PageState | None, str] = (None, ""), first: int = 0
) -> PageList:
    """Fifty at a time from `first` on; `wanted` is a state and words of the address or title."""
    store.get_site(session, viewer.scope, source_id)
    state, words = wanted
    rows, total = store.list_pages(session, source_id, state, words.strip()[:200], (max(first, 0), PAGES_SHOWN))
    return PageList([_page(page, document) for page, document in rows], total)


@transaction
def save_site(session: Session, viewer: Viewer, source_id: UUID, form: SiteForm) -> None:
    """What is read differently is so from the next crawl on; the calendar counts from now."""
    require_editor(viewer)
    _, site = store.get_site(session, viewer.scope, source_id)
    if form.every_hours != site.every_hours:
        site.next_at = now() + timedelta(hours=form.every_hours) if form.every_hours else None
    for name, value in form.model_dump().items():
        setattr(site, name, value)


async def crawl_now(viewer: Viewer, source_id: UUID) -> None:
    """Read it again; raises Conflict while it is being read."""
    require_editor(viewer)
    source = await _begin(viewer, source_id)
    await queue.enqueue_crawl(source.id, source.attempt)


@transaction
def stop_crawl(session: Session, viewer: Viewer, source_id: UUID) -> None:
    """After the page that is being read; what was read counts. Raises Conflict when nothing is being read."""
    require_editor(viewer)
    source, _ = store.get_site(session, viewer.scope, source_id)
    if source.state not in UNFINISHED:
        raise Conflict("This website is not being read at the moment.")
    has_documents = store.has_documents(session, source_id)
    source.attempt, source.changed_at = source.attempt + 1, now()
    source.state = SourceState.READY if has_documents else SourceState.FAILED
    source.error = "" if has_documents else "It was stopped before anything was read."
    source.notes = [f"It was stopped after {source.done:,} of {source.total:,} pages."] if has_documents else []


@transaction
def _insert(session: Session, viewer: Viewer, knowledge_base_id: UUID, start: str, form: SiteForm) -> Source:
    get_knowledge_base(session, viewer.scope, knowledge_base_id)
    source = Source(
        workspace_id=viewer.workspace_id,
        knowledge_base_id=knowledge_base_id,
        kind=SourceKind.SITE,
        title=(urlsplit(start).hostname or start)[:300],
        url=start,
    )
    session.add(source)
    session.flush()
    next_at = now() + timedelta(hours=form.every_hours) if form.every_hours else None
    session.add(Site(source_id=source.id, next_at=next_at, **form.model_dump()))
    return source


@transaction
def _begin(session: Session, viewer: Viewer, source_id: UUID) -> Source:
    source, site = store.get_site(session, viewer.scope, source_id)
    if source.state in UNFINISHED:
        raise Conflict(BEING_READ)
    begin_again(source, site)
    return source


def _form_of(site: Site) -> SiteForm:
    return SiteForm.model_construct(**{name: getattr(site, name) for name in SiteForm.model_fields})


def _seconds_left(source: Source, site: Site) -> int:
    if source.state is not SourceState.INDEXING or site.started_at is None or source.done < ENOUGH_TO_GUESS:
        return 0
    spent = (now() - site.started_at).total_seconds()
    return round(spent / source.done * (source.total - source.done))


def _page(page: SitePage, document: Document | None) -> PageOverview:
    return PageOverview(
        url=page.url,
        title=document.title if document else "",
        state=page.state,
        error=page.error,
        depth=page.depth,
        is_known=document is not None,
        at=page.changed_at,
    )
