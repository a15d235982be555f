"""Alice's website, and the steps of a crawl one after the other, as the job would run them."""

from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import Any

import pytest
from aiohttp import web
from anyio import to_thread
from sqlmodel import select

from privexbot_app import db
from privexbot_app.adapters.embedder import embedder
from privexbot_app.errors import AppError
from privexbot_app.models import Chatbot, Passage, SitePage, Source
from privexbot_app.rag.document import ParsedDocument
from privexbot_app.rag.page_facts import PageFacts
from privexbot_app.rag.parse import ParseError, parse
from privexbot_app.rag.parse.page import facts_in
from privexbot_app.services import crawl_asking, crawl_looking, crawls, sites
from privexbot_app.services.accounts import Viewer
from privexbot_app.services.sites import SiteForm, SiteOverview
from privexbot_app.settings import settings
from tests.adapters.conftest import connections  # noqa: F401
from tests.sites.web import ADDRESS, Web


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is there to be polite to."""
    monkeypatch.setattr(crawl_asking, "RETRY_SECONDS", 0.0)
    monkeypatch.setattr(settings(), "crawl_pause_seconds", 0.0)


def read_here(content: bytes, media_type: str, url: str, **_: object) -> tuple[ParsedDocument | ParseError, PageFacts]:
    """As `read_page_in_child`, without a process for each page."""
    try:
        facts = facts_in(content, media_type, url)
    except ParseError:
        facts = PageFacts()
    try:
        return parse(content, media_type, url), facts
    except ParseError as problem:
        return problem, facts


@pytest.fixture(autouse=True)
def one_process(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Starting a child takes half a second; tests of the child itself are marked `in_child`."""
    if request.node.get_closest_marker("in_child") is None:
        monkeypatch.setattr(crawl_looking, "read_page_in_child", read_here)


@pytest.fixture
async def site() -> AsyncIterator[Web]:
    """A website with five pages; two know each other only by links, one stands in the sitemap alone."""
    made = Web()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", made.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    tcp = web.TCPSite(runner, ADDRESS, 0)
    await tcp.start()
    made.port = runner.addresses[0][1]
    made.page("/", "The Comet shoe shop sells running shoes in Toronto.", "/returns", "/shipping", etag='"start"')
    made.page("/returns", "Unworn shoes can be returned within 30 days for a full refund.", "/", etag='"returns"')
    made.page("/shipping", "Orders leave us within two working days by Canada Post.", "/shipping/abroad")
    made.page("/shipping/abroad", "Parcels to Iceland cost nine dollars and take a week.", etag='"abroad"')
    made.page("/hidden", "The warranty on soles lasts eighteen months from the day of purchase.", etag='"hidden"')
    made.put("/sitemap.xml", sitemap(made.url("/hidden"), made.url("/")), "application/xml")
    yield made
    await runner.cleanup()


def sitemap(*addresses: str, kind: str = "urlset", entry: str = "url") -> str:
    entries = "".join(f"<{entry}><loc>{address}</loc></{entry}>" for address in addresses)
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'<?xml version="1.0" encoding="UTF-8"?><{kind} xmlns="{space}">{entries}</{kind}>'


def crawl(source: Source, site: Web) -> None:
    """All steps of the source's newest attempt; however it ends, the source says so."""
    attempt = db.in_session(lambda session: session.get_one(Source, source.id).attempt)
    network = site.network()
    try:
        if crawls.open_crawl(source.id, attempt, network):
            while crawls.crawl_page(source.id, attempt, network):
                pass
            crawls.close_crawl(source.id, attempt)
    except AppError as error:
        crawls.fail_crawl(source.id, attempt, error.message)


@pytest.fixture
def read(alice: Viewer, alices_bot: Chatbot, site: Web) -> Callable[..., Any]:
    """`await read(max_pages=3)`: add the website and read it; returns the source."""

    async def add_and_read(path: str = "/", **form: Any) -> Source:
        url = path if "://" in path else site.url(path)
        source = await sites.add_site(alice, alices_bot.knowledge_base_id, url, SiteForm(**form))
        await to_thread.run_sync(crawl, source, site)
        return source

    return add_and_read


@pytest.fixture
def again(alice: Viewer, site: Web) -> Callable[..., Any]:
    """`await again(source)`: read it once more; returns what its page shows, and the log of requests starts anew."""

    async def read_again(source: Source) -> SiteOverview:
        site.asked.clear()
        await sites.crawl_now(alice, source.id)
        await to_thread.run_sync(partial(crawl, source, site))
        return await sites.get_site(alice, source.id)

    return read_again


@pytest.fixture
def embedded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every text that is embedded from here on."""
    texts: list[str] = []
    real = type(embedder()).embed

    def listen(self: Any, given: Any) -> Any:
        texts.extend(given)
        return real(self, given)

    monkeypatch.setattr(type(embedder()), "embed", listen)
    return texts


def states(source: Source) -> dict[str, str]:
    """The pages by path, each with its state."""
    rows = db.in_session(lambda session: list(session.exec(select(SitePage).where(SitePage.source_id == source.id))))
    return {"/" + row.url.split("/", 3)[3]: str(row.state) for row in rows}


def reasons(source: Source) -> dict[str, str]:
    """The pages by path that something is said about."""
    rows = db.in_session(lambda session: list(session.exec(select(SitePage).where(SitePage.source_id == source.id))))
    return {"/" + row.url.split("/", 3)[3]: row.error for row in rows if row.error}


def passages() -> dict[str, int]:
    """Every passage's text, with its id."""
    return {row.text: row.id or 0 for row in db.in_session(lambda session: list(session.exec(select(Passage))))}
