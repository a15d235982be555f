"""Writes down what became of a page: its document and passages, what differs, and where it leads."""

from collections.abc import Iterable
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from sqlmodel import Session

from privexbot_app.models import ChangeKind, ChangeState, Document, PageState, Site, SiteChange, SitePage, Source, now
from privexbot_app.rag.crawl_rules import PathRules
from privexbot_app.rag.crawl_urls import at_home, is_page, normalise, path_of
from privexbot_app.rag.document import Heading, ParsedDocument
from privexbot_app.rag.facts import as_fields, fact_from
from privexbot_app.rag.page_diff import diff_of
from privexbot_app.rag.pages import Page, kind_of
from privexbot_app.rag.robots import Robots
from privexbot_app.services.crawl_looking import Found, Look, Place
from privexbot_app.store import facts as fact_store
from privexbot_app.store import passages as passage_store
from privexbot_app.store import site_changes as change_store
from privexbot_app.store import sites as store
from privexbot_app.store.passages import PreparedPassage

MISSES = 2  # how often a page has to be missing before it is forgotten
REJECTED = "You did not want it."


class Verdict(StrEnum):
    """What is to be done with a text that was read."""

    SAME = "same"
    TWICE = "twice"
    ASK = "ask"
    WRITE = "write"


def place_of(site: Site) -> Place:
    return Place(site.origin, site.door, Robots(site.robots), PathRules(site.include, site.exclude))


def hash_of(document: ParsedDocument) -> str:
    """Of all that is said of a page in answers."""
    return sha256(f"{document.title}\n{document.text}".encode()).hexdigest()


def judge(session: Session, page: SitePage, site: Site, document: ParsedDocument) -> tuple[Verdict, str]:
    """What to do with what was read, and the page that says the same if there is one."""
    text_hash = hash_of(document)
    known = session.get(Document, page.document_id) if page.document_id else None
    if known is not None and known.content_hash == text_hash:
        return Verdict.SAME, ""
    if twin := store.find_same_text(session, page, text_hash):
        return Verdict.TWICE, twin
    if not asks_first(site):
        return Verdict.WRITE, ""
    last = change_store.find_last(session, page.id)
    is_told = last is not None and last.text_hash == text_hash and last.state is not ChangeState.APPLIED
    return (Verdict.SAME if is_told else Verdict.ASK), ""


def asks_first(site: Site) -> bool:
    """The first reading is what the owner asked for; what differs later may need their word."""
    return site.needs_approval and site.read_at is not None


def keep_same(session: Session, page: SitePage, look: Look) -> None:
    """Nothing is new; a page that was missing is back."""
    last = change_store.find_last(session, page.id)
    is_open = last is not None and last.state in change_store.OPEN
    if last is not None and is_open and last.kind is ChangeKind.VANISHED:
        change_store.drop_waiting(session, page.id)
        is_open = False
    if is_open:
        page.state, page.error = PageState.FETCHED, ""
    elif page.document_id is not None:
        page.state, page.error = PageState.INDEXED, ""
    else:
        page.state, page.error = PageState.SKIPPED, REJECTED
    page.misses = 0
    _remember(page, look)


def keep_unchanged(session: Session, page: SitePage, look: Look) -> None:
    """The bytes are others, the text is what it was or what the owner has been asked about."""
    known = session.get(Document, page.document_id) if page.document_id else None
    if known and look.document and known.content_hash == hash_of(look.document):
        change_store.drop_waiting(session, page.id)
    keep_same(session, page, look)


def write_page(
    session: Session, source: Source, page: SitePage, document: ParsedDocument, prepared: list[PreparedPassage]
) -> str:
    """The page counts from now on; passages that are as before keep their ids. Returns the text it had."""
    known = session.get(Document, page.document_id) if page.document_id else None
    before = known.text if known else ""
    if known is None:
        known = Document(
            source_id=source.id, knowledge_base_id=source.knowledge_base_id, title="", text="", content_hash=""
        )
        session.add(known)
    known.title, known.url, known.text = (document.title or path_of(page.url))[:300], page.url, document.text
    known.content_hash, known.attempt, known.page_kind = hash_of(document), source.attempt, document.page_kind
    session.flush()
    page.document_id, page.state, page.error, page.misses, page.changed_at = known.id, PageState.INDEXED, "", 0, now()
    passage_store.renew_passages(session, known.id, source.knowledge_base_id, prepared)
    fact_store.put_facts(session, known, document.facts)
    return before


def drop_document(session: Session, source: Source, page: SitePage) -> None:
    """What was known of the page is forgotten."""
    known = session.get(Document, page.document_id) if page.document_id else None
    page.document_id, page.content_hash, page.etag, page.last_modified = None, "", "", ""
    session.flush()
    if known is not None:
        session.delete(known)
        passage_store.bump_version(session, source.knowledge_base_id)


def miss(session: Session, source: Source, site: Site, page: SitePage, *, at_once: bool = False) -> None:
    """The page is not there, or not wanted; what was known of it goes at the second time."""
    page.misses, page.changed_at = page.misses + 1, now()
    if page.document_id is None or (page.misses < MISSES and not at_once):
        return
    known = session.get_one(Document, page.document_id)
    if asks_first(site) and not at_once:
        last = change_store.find_last(session, page.id)
        if last is None or last.kind is not ChangeKind.VANISHED:
            note_change(session, page, ChangeKind.VANISHED, (known.text, None), ChangeState.WAITING).title = known.title
        return
    note_change(session, page, ChangeKind.VANISHED, (known.text, None), ChangeState.APPLIED).title = known.title
    drop_document(session, source, page)


def note_change(
    session: Session,
    page: SitePage,
    kind: ChangeKind,
    texts: tuple[str, ParsedDocument | None],
    state: ChangeState,
) -> SiteChange:
    """For the owner to see, and to decide about if it waits; one that waited for the same page is out of date."""
    change_store.drop_waiting(session, page.id)
    before, document = texts
    change = SiteChange(
        source_id=page.source_id,
        page_id=page.id,
        kind=kind,
        state=state,
        url=page.url,
        diff=diff_of(before, document.text if document else ""),
    )
    if document is not None:
        change.title, change.text_hash = document.title[:300], hash_of(document)
        if state is ChangeState.WAITING:
            change.text = document.text
            change.headings = [[one.start, one.end, one.level, one.text] for one in document.headings]
            change.facts = [as_fields(fact) for fact in document.facts]
            change.pages = [[one.start, one.number, one.kind] for one in document.pages]
    session.add(change)
    return change


def document_in(change: SiteChange) -> ParsedDocument:
    """The text that was kept until the owner decides."""
    headings = tuple(
        Heading(int(start), int(end), int(level), str(text)) for start, end, level, text in change.headings
    )
    pages = tuple(Page(int(start), int(number), kind_of(str(kind))) for start, number, kind in change.pages)
    return ParsedDocument(change.title, change.text, headings, facts=tuple(map(fact_from, change.facts)), pages=pages)


def remember_read(page: SitePage, look: Look) -> None:
    """For the next time: what makes a request conditional, and where the page leads."""
    page.content_hash = look.content_hash
    _remember(page, look)


def _remember(page: SitePage, look: Look) -> None:
    visited = look.visited
    page.etag, page.last_modified = visited.etag or page.etag, visited.last_modified or page.last_modified
    if look.found is Found.READ:
        page.etag, page.last_modified, page.content_hash = visited.etag, visited.last_modified, look.content_hash
    page.links = list(look.links)


def discover(session: Session, source: Source, site: Site, links: Iterable[str], depth: int) -> None:
    """Note where a page or a sitemap leads, as far as it may be read and there is room."""
    if depth > site.max_depth:
        return
    place = place_of(site)
    found = [at_home(url, place.home, (place.door,)) for url in map(normalise, links) if url and is_page(url)]
    wanted = [url for url in dict.fromkeys(found) if url and place.rules.allow(url) and place.robots.allow(url)]
    _, seen = store.count_seen(session, source.id, source.attempt)
    left_out = store.put_found(session, source, [(url, depth) for url in wanted], site.max_pages - seen)
    site.is_capped = site.is_capped or left_out > 0


def notes_of(session: Session, source: Source, site: Site) -> list[str]:
    """What its owner should know of a website that was read."""
    failed = store.count_states(session, source.id).get(PageState.FAILED, 0)
    waiting = change_store.count_open(session, source.id)
    said = [
        (site.is_capped, f"There are more pages: only {site.max_pages:,} are read, as you set it."),
        (failed > 0, "One page could not be read." if failed == 1 else f"{failed:,} pages could not be read."),
        (
            waiting > 0,
            "One change waits for your word." if waiting == 1 else f"{waiting:,} changes wait for your word.",
        ),
    ]
    return [sentence for is_so, sentence in said if is_so]


def find_page(session: Session, page_id: UUID, source: Source | None) -> SitePage | None:
    """The page, locked, while the attempt is wanted and has not done it yet."""
    page = store.lock_page(session, page_id) if source else None
    return page if page is not None and source is not None and page.checked < source.attempt else None
