"""Websites that are read as a whole, and the list of their pages, which is also what a crawl has still to do."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, func, or_, select

from privexbot_app.errors import NotFound
from privexbot_app.models import Document, PageState, Site, SitePage, Source, SourceKind, SourceState, now
from privexbot_app.store.scope import Scope
from privexbot_app.store.sources import UNFINISHED, get_source

ADDRESSES_AT_ONCE = 500  # in one question: SQLite has a limit on parameters


def get_site(session: Session, scope: Scope, source_id: UUID) -> tuple[Source, Site]:
    """Both halves; raises NotFound for a source that is no website."""
    source = get_source(session, scope, source_id)
    if source.kind is not SourceKind.SITE:
        raise NotFound("There is no such website.")
    return source, session.get_one(Site, source_id)


def list_due(session: Session, moment: datetime) -> list[tuple[Source, Site]]:
    """Of all workspaces: those whose time has come and that are not being read; nobody else gets them meanwhile."""
    is_due = and_(col(Site.next_at).is_not(None), col(Site.next_at) <= moment)
    query = select(Source, Site).join(Site, col(Site.source_id) == Source.id)
    query = query.where(is_due, col(Source.state).not_in(UNFINISHED)).with_for_update(skip_locked=True)
    return list(session.exec(query))


def find_next(session: Session, source_id: UUID, attempt: int) -> SitePage | None:
    """The page nearest to the start that this attempt found and has not asked for yet."""
    query = select(SitePage).where(SitePage.source_id == source_id, _is_open(attempt))
    nearest = (col(SitePage.depth), col(SitePage.created_at), col(SitePage.url))
    return session.exec(query.order_by(*nearest).limit(1)).one_or_none()


def lock_page(session: Session, page_id: UUID) -> SitePage | None:
    """The page, which nobody else changes until the transaction ends."""
    return session.exec(select(SitePage).where(SitePage.id == page_id).with_for_update()).one_or_none()


def count_seen(session: Session, source_id: UUID, attempt: int) -> tuple[int, int]:
    """(asked for, found) by this attempt."""
    of_attempt = (SitePage.source_id == source_id, SitePage.seen == attempt)
    found = session.exec(select(func.count()).select_from(SitePage).where(*of_attempt)).one()
    checked = select(func.count()).select_from(SitePage).where(*of_attempt, SitePage.checked == attempt)
    return session.exec(checked).one(), found


def put_found(session: Session, source: Source, found: Iterable[tuple[str, int]], room: int) -> int:
    """Note addresses (url, depth) as found by the source's attempt; returns how many were new to it and had no room."""
    depths: dict[str, int] = {}
    for url, depth in found:
        depths.setdefault(url, depth)
    known = _known(session, source.id, list(depths))
    left_out = 0
    for url, depth in depths.items():
        page = known.get(url)
        if page is not None and page.seen == source.attempt:
            continue
        if room <= 0:
            left_out += 1
            continue
        room -= 1
        if page is None:
            page = SitePage(source_id=source.id, url=url)
            session.add(page)
        page.seen, page.depth = source.attempt, depth
    session.flush()
    return left_out


def _known(session: Session, source_id: UUID, urls: list[str]) -> dict[str, SitePage]:
    known: dict[str, SitePage] = {}
    for first in range(0, len(urls), ADDRESSES_AT_ONCE):
        some = col(SitePage.url).in_(urls[first : first + ADDRESSES_AT_ONCE])
        query = select(SitePage).where(SitePage.source_id == source_id, some)
        known |= {page.url: page for page in session.exec(query)}
    return known


def find_same_text(session: Session, page: SitePage, text_hash: str) -> str:
    """The address of another page of the website that is there and says the same, or nothing."""
    query = (
        select(SitePage.url)
        .join(Document, col(Document.id) == SitePage.document_id)
        .where(SitePage.source_id == page.source_id, SitePage.id != page.id, SitePage.misses == 0)
        .where(Document.content_hash == text_hash)
    )
    return session.exec(query.order_by(col(SitePage.url)).limit(1)).one_or_none() or ""


def list_unseen(session: Session, source_id: UUID, attempt: int) -> list[SitePage]:
    """Pages that are known and that this attempt did not come across."""
    query = select(SitePage).where(SitePage.source_id == source_id, SitePage.seen < attempt)
    return list(session.exec(query))


def list_pages(
    session: Session, source_id: UUID, state: PageState | None, words: str, span: tuple[int, int]
) -> tuple[list[tuple[SitePage, Document | None]], int]:
    """Pages with what was read on them, by address; `span` is (first, how many). And how many there are in all."""
    wanted: list[Any] = [SitePage.source_id == source_id]
    if state is not None:
        wanted.append(SitePage.state == state)
    if words:
        wanted.append(_mentions(words))
    query = select(SitePage, Document).join(Document, col(Document.id) == SitePage.document_id, isouter=True)
    first, most = span
    rows = session.exec(query.where(*wanted).order_by(col(SitePage.url)).offset(first).limit(most)).all()
    count = select(func.count()).select_from(SitePage)
    count = count.join(Document, col(Document.id) == SitePage.document_id, isouter=True)
    return [(page, document) for page, document in rows], session.exec(count.where(*wanted)).one()


def count_states(session: Session, source_id: UUID) -> dict[PageState, int]:
    query = select(SitePage.state, func.count()).where(SitePage.source_id == source_id)
    return {PageState(state): count for state, count in session.exec(query.group_by(col(SitePage.state)))}


def list_problems(session: Session, source_id: UUID, attempt: int) -> list[str]:
    """Why pages could not be read in this attempt, one sentence each, the start page's first."""
    query = select(SitePage.error).where(SitePage.source_id == source_id, SitePage.checked == attempt)
    query = query.where(SitePage.error != "").order_by(col(SitePage.depth), col(SitePage.created_at))
    return list(session.exec(query.limit(5)))


def has_documents(session: Session, source_id: UUID) -> bool:
    return session.exec(select(Document.id).where(Document.source_id == source_id).limit(1)).first() is not None


def queue_again(source: Source) -> None:
    """From the start, as another attempt; what was known stays."""
    source.state, source.attempt, source.error, source.notes = SourceState.QUEUED, source.attempt + 1, "", []
    source.done, source.total, source.changed_at = 0, 0, now()


def _is_open(attempt: int) -> ColumnElement[bool]:
    return and_(SitePage.seen == attempt, SitePage.checked < attempt)


def _mentions(words: str) -> ColumnElement[bool]:
    return or_(
        col(SitePage.url).icontains(words, autoescape=True), col(Document.title).icontains(words, autoescape=True)
    )
