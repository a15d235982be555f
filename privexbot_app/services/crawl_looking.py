"""What one page of a website has to say now: asked for, read in a child process, and nothing written down yet."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from hashlib import sha256
from http import HTTPStatus
from uuid import UUID

from privexbot_app.adapters.egress import MEDIA_TYPES, FetchError, Network
from privexbot_app.adapters.egress_visit import Visit, Visited
from privexbot_app.models import PageState
from privexbot_app.rag.crawl_rules import PathRules
from privexbot_app.rag.crawl_urls import at_home, normalise, path_of
from privexbot_app.rag.document import ParsedDocument
from privexbot_app.rag.page_facts import PageFacts, says
from privexbot_app.rag.parse import SUPPORTED, ParseError, read_page_in_child
from privexbot_app.rag.robots import Robots
from privexbot_app.services.crawl_asking import PASSING, ask_politely
from privexbot_app.services.ingest import as_utf8
from privexbot_app.settings import settings

WANTED = (MEDIA_TYPES & SUPPORTED.keys()) - {"application/json"}  # what programs read is no page


class Found(StrEnum):
    """What there is to do about a page."""

    SAME = "same"
    READ = "read"
    NOT_WANTED = "not wanted"
    FAILED = "failed"


@dataclass(frozen=True)
class Place:
    """The website a page is of: its origin, the other door to it, and what may be read."""

    home: str
    door: str
    robots: Robots
    rules: PathRules


@dataclass(frozen=True)
class Work:
    """A page to look at, with what was known of it."""

    page_id: UUID
    source_id: UUID
    attempt: int
    place: Place
    ask: Visit
    content_hash: str
    links: tuple[str, ...]


@dataclass(frozen=True)
class Look:
    """What was found; `state` and `reason` are for what is not wanted or failed, `links` lead on within the website.

    `is_passing` is a failure that is the website's as a whole, such as one that does not answer.
    """

    found: Found
    state: PageState = PageState.INDEXED
    reason: str = ""
    links: tuple[str, ...] = ()
    document: ParsedDocument | None = None
    visited: Visited = field(default_factory=lambda: Visited(0))
    is_passing: bool = False

    @property
    def content_hash(self) -> str:
        return sha256(self.visited.content).hexdigest()


def look_at(work: Work, network: Network) -> Look:
    """Ask for the page and read it; every failure is a look with its reason. Blocks."""
    try:
        visited = ask_politely(work.ask, WANTED, work.place.robots, network)
    except FetchError as problem:
        return Look(Found.FAILED, PageState.FAILED, problem.message, work.links, is_passing=problem.retryable)
    if visited.status == HTTPStatus.NOT_MODIFIED or _is_same(work, visited):
        return Look(Found.SAME, links=work.links, visited=visited)
    return _read(work, visited) if visited.status == HTTPStatus.OK else _without_page(work, visited)


def _is_same(work: Work, visited: Visited) -> bool:
    return bool(visited.content) and sha256(visited.content).hexdigest() == work.content_hash


def _without_page(work: Work, visited: Visited) -> Look:
    if visited.location:
        return _moved(work, normalise(visited.location), "It leads to")
    if visited.status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        return Look(Found.NOT_WANTED, PageState.GONE, f"The page answered {visited.status}.")
    is_passing = visited.status in PASSING
    return Look(
        Found.FAILED, PageState.FAILED, f"The page answered {visited.status}.", work.links, is_passing=is_passing
    )


def _moved(work: Work, url: str, verb: str, links: tuple[str, ...] = ()) -> Look:
    there = at_home(url, work.place.home, (work.place.door,)) if url else ""
    if not there:
        return _left_out(f"{verb} another website.", links)
    return _left_out(f"{verb} {path_of(there)}.", (there, *links))


def _read(work: Work, visited: Visited) -> Look:
    if visited.media_type not in WANTED:
        return _left_out("It is of a kind that cannot be read as text.")
    limits = settings()
    try:
        document, facts = read_page_in_child(
            as_utf8(visited.content, visited.charset, visited.media_type),
            visited.media_type,
            work.ask.url,
            timeout_seconds=limits.parse_seconds,
            memory_bytes=limits.parse_memory_bytes,
        )
    except ParseError as problem:
        return Look(Found.FAILED, PageState.FAILED, problem.message, work.links)
    if says(visited.robots, "nofollow"):
        facts = replace(facts, links=())
    if says(visited.robots, "noindex"):
        facts = replace(facts, is_for_search=False)
    return _judged(work, visited, document, facts)


def _judged(work: Work, visited: Visited, document: ParsedDocument | ParseError, facts: PageFacts) -> Look:
    if not facts.is_for_search:
        return _left_out("It asks not to be found by searching.", facts.links)
    there = at_home(facts.canonical, work.place.home, (work.place.door,)) if facts.canonical else ""
    if there and there != work.ask.url:
        return _moved(work, there, "It says that its address is", facts.links)
    if not work.place.rules.allow(work.ask.url):
        return _left_out("Only its links were followed: your rules leave it out.", facts.links)
    if isinstance(document, ParseError):
        return Look(Found.FAILED, PageState.FAILED, document.message, facts.links)
    return Look(Found.READ, links=facts.links, document=document, visited=visited)


def _left_out(reason: str, links: tuple[str, ...] = ()) -> Look:
    return Look(Found.NOT_WANTED, PageState.SKIPPED, reason, links)
