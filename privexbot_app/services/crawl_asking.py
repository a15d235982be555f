"""Asking a website for its pages without getting on its nerves: one request at a time, with a pause between two."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from threading import Lock
from time import monotonic, sleep
from typing import Any, TypeVar

from privexbot_app.adapters import egress
from privexbot_app.adapters.egress import FetchError, Network
from privexbot_app.adapters.egress_visit import Visit, Visited, visit
from privexbot_app.rag.crawl_urls import are_twins, normalise, origin_of
from privexbot_app.rag.robots import Robots, robots_from
from privexbot_app.rag.sitemap import read_sitemap
from privexbot_app.settings import settings

T = TypeVar("T")

RETRY_SECONDS = 1.0
LONGEST_WAIT_SECONDS = 20.0  # a website that wants more to be left alone is asked again by the next crawl
PASSING = frozenset({408, 429, 500, 502, 503, 504})
HOPS = 5
MOST_SITEMAPS = 50
SITEMAP_KINDS = egress.MEDIA_TYPES | {"application/gzip", "application/x-gzip", "application/octet-stream"}


@dataclass(frozen=True)
class Home:
    """Where a website lives: the start page after its redirects, and what its robots.txt says."""

    start: str
    robots: Robots

    @property
    def origin(self) -> str:
        return origin_of(self.start)


class Pace:
    """Turns at a website, for the threads of this process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._doors: dict[str, Lock] = {}
        self._free_at: dict[str, float] = {}

    @contextmanager
    def turn(self, origin: str, pause_seconds: float) -> Iterator[None]:
        """Waits until nobody else is asking and the pause after the last question is over."""
        with self._lock:
            door = self._doors.setdefault(origin, Lock())
        with door:
            sleep(max(0.0, self._free_at.get(origin, 0) - monotonic()))
            try:
                yield
            finally:
                self._free_at[origin] = monotonic() + pause_seconds


_pace = Pace()


def ask_politely(ask: Visit, wanted: frozenset[str], robots: Robots, network: Network) -> Visited:
    """What fails in passing is asked for once more, after as long as the website wants. Blocks; raises FetchError."""
    try:
        answer = _ask(ask, wanted, robots, network)
        if answer.status not in PASSING or answer.retry_after_seconds > LONGEST_WAIT_SECONDS:
            return answer
        sleep(max(RETRY_SECONDS, answer.retry_after_seconds))
    except FetchError as problem:
        if not problem.retryable:
            raise
        sleep(RETRY_SECONDS)
    return _ask(ask, wanted, robots, network)


def find_home(start: str, network: Network) -> Home:
    """Follow the start page to where it lives, with its robots.txt. Raises FetchError when nothing may be read."""
    robots = _read_robots(origin_of(start), network)
    for _ in range(HOPS):
        if not robots.allow(start):
            raise FetchError("The website's robots.txt asks not to read this address.")
        answer = ask_politely(Visit(start), frozenset(), robots, network)
        if not answer.location:
            return _home(Home(start, robots), answer)
        before, start = start, normalise(answer.location)
        if not start or not are_twins(origin_of(before), origin_of(start)):
            raise FetchError("This address leads to another website: add that one instead.")
        if origin_of(start) != origin_of(before):
            robots = _read_robots(origin_of(start), network)
    raise FetchError("The start page redirects too often.")


def list_in_sitemaps(home: Home, enough: int, network: Network) -> list[str]:
    """Addresses as the website's sitemaps write them, some more than `enough`; a sitemap that fails is left out."""
    waiting = [url for url in map(normalise, home.robots.sitemaps()) if url] or [f"{home.origin}/sitemap.xml"]
    read: set[str] = set()
    found: dict[str, None] = {}
    while waiting and len(read) < MOST_SITEMAPS and len(found) <= enough:
        url = waiting.pop(0)
        if url in read or not are_twins(origin_of(url), home.origin):
            continue
        read.add(url)
        sitemap = read_sitemap(_get(url, home.robots, network), settings().fetch_bytes)
        found |= dict.fromkeys(sitemap.pages)
        waiting += [further for further in map(normalise, sitemap.sitemaps) if further]
    return list(found)


def _home(home: Home, answer: Visited) -> Home:
    if answer.status != HTTPStatus.OK:
        raise FetchError(f"The start page answered {answer.status}.", page_status=answer.status)
    return home


def _ask(ask: Visit, wanted: frozenset[str], robots: Robots, network: Network) -> Visited:
    return _in_turn(origin_of(ask.url), robots, lambda: visit(ask, wanted, network))


def _get(url: str, robots: Robots, network: Network) -> bytes:
    """A sitemap, or nothing."""
    try:
        return _in_turn(origin_of(url), robots, lambda: egress.fetch_page(url, network, SITEMAP_KINDS)).content
    except FetchError:
        return b""


def _read_robots(origin: str, network: Network) -> Robots:
    """One that is not there, or is no text, allows everything; one that cannot be had now, nothing (RFC 9309)."""
    try:
        page = _in_turn(origin, Robots(), lambda: egress.fetch_page(f"{origin}/robots.txt", network))
        return robots_from(page.content)
    except FetchError as problem:
        if not problem.page_status:
            raise
        if problem.page_status in PASSING:
            raise FetchError("The website's robots.txt cannot be read at the moment.", retryable=True) from problem
        return Robots()


def _in_turn(origin: str, robots: Robots, asked: Callable[[], Coroutine[Any, Any, T]]) -> T:
    with _pace.turn(origin, max(robots.delay_seconds(), settings().crawl_pause_seconds)):
        return asyncio.run(asked())
