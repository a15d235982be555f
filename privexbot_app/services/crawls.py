"""Reading a whole website, as steps that may be repeated: what is still to do lies in its pages' rows.

A step does one page, from the request to the commit, so a killed crawl goes on at the page where it died, and what a
page taught stays until the same step has something better.
"""

from datetime import timedelta
from uuid import UUID

from sqlmodel import Session

from privexbot_app.adapters.egress import INTERNET, Network
from privexbot_app.adapters.egress_visit import Visit
from privexbot_app.db import in_session
from privexbot_app.errors import AppError, Unavailable
from privexbot_app.models import (
    ChangeKind,
    ChangeState,
    Document,
    PageState,
    Site,
    SitePage,
    Source,
    SourceState,
    now,
)
from privexbot_app.rag.crawl_rules import PathRules
from privexbot_app.rag.crawl_urls import origin_of
from privexbot_app.services import crawl_keeping as keeping
from privexbot_app.services.crawl_asking import Home, find_home, list_in_sitemaps
from privexbot_app.services.crawl_keeping import Verdict, place_of
from privexbot_app.services.crawl_looking import Found, Look, Work, look_at
from privexbot_app.services.preparing import again_if_moved, prepare_passages
from privexbot_app.store import passages as passage_store
from privexbot_app.store import site_changes as change_store
from privexbot_app.store import sites as store
from privexbot_app.store.passages import PreparedPassage
from privexbot_app.store.sources import find_for_job

FAILURES_IN_A_ROW = 5
DECIDED_DAYS = 30  # how long what changed is shown
DOWN = "The website stopped answering. What was read before is kept; the next crawl goes on."


def open_crawl(source_id: UUID, attempt: int, network: Network = INTERNET) -> bool:
    """Find the website and its first pages; False when the crawl is not wanted any more. Raises FetchError."""
    begun = in_session(_begin, source_id, attempt)
    if begun is None:
        return False
    start, site = begun
    if site.opened < attempt:
        home = find_home(start, network)
        in_session(_open, source_id, attempt, home, list_in_sitemaps(home, site.max_pages, network))
    return True


def crawl_page(source_id: UUID, attempt: int, network: Network = INTERNET) -> bool:
    """Do the next page; False when there is none, or the crawl is not wanted any more. Raises Unavailable, and
    NotEmbedded, which leaves the page as it was."""
    work = in_session(_find_work, source_id, attempt)
    if work is None:
        return False
    look = look_at(work, network)
    verdict, twin, base_id = in_session(_judge, work, look)
    document = look.document if verdict is Verdict.WRITE else None

    def prepare_and_keep() -> int:
        prepared = prepare_passages(document, base_id) if document else []
        return in_session(_keep, work, look, (verdict, twin), prepared)

    if again_if_moved(prepare_and_keep) >= FAILURES_IN_A_ROW:
        raise Unavailable(DOWN)
    return True


def close_crawl(source_id: UUID, attempt: int) -> None:
    """Miss what was not found, and say how it went. Raises AppError when there was nothing to read at all."""
    if problem := in_session(_close, source_id, attempt):
        raise AppError(problem)


def fail_crawl(source_id: UUID, attempt: int, reason: str) -> None:
    """Say why; what was read stays."""
    in_session(_fail, source_id, attempt, reason)


def _begin(session: Session, source_id: UUID, attempt: int) -> tuple[str, Site] | None:
    source = find_for_job(session, source_id, attempt)
    if source is None or source.state not in (SourceState.QUEUED, SourceState.READING, SourceState.INDEXING):
        return None
    site = session.get_one(Site, source_id)
    if site.opened < attempt:
        source.state, source.changed_at = SourceState.READING, now()
    return source.url, site


def _open(session: Session, source_id: UUID, attempt: int, home: Home, in_sitemaps: list[str]) -> None:
    if (source := find_for_job(session, source_id, attempt)) is None:
        return
    site = session.get_one(Site, source_id)
    site.origin, site.door, site.robots = home.origin, origin_of(source.url), home.robots.text
    site.opened, site.started_at, site.is_capped, site.failures_in_a_row = attempt, now(), False, 0
    store.put_found(session, source, [(home.start, 0)], room=1)
    keeping.discover(session, source, site, in_sitemaps, depth=1)
    source.state, source.changed_at = SourceState.INDEXING, now()
    _count(session, source)


def _find_work(session: Session, source_id: UUID, attempt: int) -> Work | None:
    source = find_for_job(session, source_id, attempt)
    page = store.find_next(session, source_id, attempt) if source else None
    if source is None or page is None:
        return None
    source.changed_at = now()
    known = page.content_hash != ""
    return Work(
        page_id=page.id,
        source_id=source_id,
        attempt=attempt,
        place=place_of(session.get_one(Site, source_id)),
        ask=Visit(page.url, page.etag if known else "", page.last_modified if known else ""),
        content_hash=page.content_hash,
        links=tuple(page.links),
    )


def _judge(session: Session, work: Work, look: Look) -> tuple[Verdict, str, UUID | None]:
    source = find_for_job(session, work.source_id, work.attempt)
    page = keeping.find_page(session, work.page_id, source)
    if source is None or page is None or look.document is None:
        return Verdict.SAME, "", None
    site = session.get_one(Site, work.source_id)
    return *keeping.judge(session, page, site, look.document), source.knowledge_base_id


def _keep(
    session: Session, work: Work, look: Look, verdict: tuple[Verdict, str], prepared: list[PreparedPassage]
) -> int:
    """Everything about the page in one transaction; returns how many pages failed one after the other until now."""
    source = find_for_job(session, work.source_id, work.attempt)
    page = keeping.find_page(session, work.page_id, source)
    if source is None or page is None:
        return 0
    site = session.get_one(Site, work.source_id)
    page.checked = work.attempt
    _keep_look(session, (source, site, page), look, verdict, prepared)
    keeping.discover(session, source, site, look.links, page.depth + 1)
    site.failures_in_a_row = site.failures_in_a_row + 1 if look.is_passing else 0
    _count(session, source)
    return site.failures_in_a_row


Rows = tuple[Source, Site, SitePage]


def _keep_look(
    session: Session, rows: Rows, look: Look, verdict: tuple[Verdict, str], prepared: list[PreparedPassage]
) -> None:
    source, site, page = rows
    if look.found is Found.SAME:
        keeping.keep_same(session, page, look)
    elif look.found is Found.READ and look.document:
        _keep_document(session, rows, look, verdict, prepared)
    else:
        page.state, page.error, page.links = look.state, look.reason, list(look.links)
        if look.found is Found.NOT_WANTED:
            keeping.miss(session, source, site, page)


def _keep_document(
    session: Session, rows: Rows, look: Look, verdict: tuple[Verdict, str], prepared: list[PreparedPassage]
) -> None:
    source, site, page = rows
    what, twin = verdict
    document = look.document
    if document is None or what is Verdict.SAME:
        keeping.keep_unchanged(session, page, look)
        return
    if what is Verdict.TWICE:
        page.state, page.error, page.links = PageState.SKIPPED, f"It says the same as {twin}.", list(look.links)
        keeping.miss(session, source, site, page)
        return
    kind = ChangeKind.CHANGED if page.document_id else ChangeKind.NEW
    if what is Verdict.ASK:
        before = session.get(Document, page.document_id) if page.document_id else None
        texts = (before.text if before else "", document)
        keeping.note_change(session, page, kind, texts, ChangeState.WAITING)
        page.state, page.error, page.misses, page.changed_at = PageState.FETCHED, "", 0, now()
    else:
        text = keeping.write_page(session, source, page, document, prepared)
        if site.read_at is not None:
            keeping.note_change(session, page, kind, (text, document), ChangeState.APPLIED)
    keeping.remember_read(page, look)


def _close(session: Session, source_id: UUID, attempt: int) -> str:
    """What went wrong, if there is nothing to show."""
    if (source := find_for_job(session, source_id, attempt)) is None:
        return ""
    site = session.get_one(Site, source_id)
    if not store.has_documents(session, source_id) and not change_store.count_open(session, source_id):
        return next(iter(store.list_problems(session, source_id, attempt)), "There is no page to read.")
    _miss_unseen(session, source, site)
    site.read_at = now()
    change_store.drop_decided(session, source_id, now() - timedelta(days=DECIDED_DAYS))
    passage_store.refresh_statistics(session)
    source.notes = keeping.notes_of(session, source, site)
    source.state, source.done, source.changed_at = SourceState.READY, source.total, now()
    return ""


def _miss_unseen(session: Session, source: Source, site: Site) -> None:
    """Nobody links to them any more. Where pages were left out for want of room, that says nothing."""
    rules = PathRules(site.include, site.exclude)
    for page in store.list_unseen(session, source.id, source.attempt):
        is_unwanted = not rules.allow(page.url)
        if site.is_capped and not is_unwanted:
            continue
        page.state = PageState.SKIPPED if is_unwanted else PageState.GONE
        page.error = "Your rules leave it out." if is_unwanted else "Nothing leads to it any more."
        keeping.miss(session, source, site, page, at_once=is_unwanted)


def _count(session: Session, source: Source) -> None:
    session.flush()
    source.done, source.total = store.count_seen(session, source.id, source.attempt)
    source.changed_at = now()


def _fail(session: Session, source_id: UUID, attempt: int, reason: str) -> None:
    if (source := find_for_job(session, source_id, attempt)) is None:
        return
    source.state, source.error, source.changed_at = SourceState.FAILED, reason, now()
