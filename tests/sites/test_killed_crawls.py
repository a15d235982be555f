"""A worker is killed in the middle of a website: another goes on at the page where it died, and doubles nothing."""

import asyncio
import random
import signal
import time

import pytest
from sqlmodel import func, select

from privexbot_app import db
from privexbot_app.models import Document, Passage, SitePage, SourceState
from privexbot_app.services import sites
from privexbot_app.services.sites import SiteForm
from tests.jobs.test_killed_jobs import start, worker  # noqa: F401
from tests.sites.conftest import passages

READY_SECONDS = 60
SHOES = (
    "<h2>Sizes</h2><p>Shoe number {n} is made in size {n} and a half.</p><h2>Price</h2><p>It costs {n}9 dollars.</p>"
)


def fill(site, pages):
    """A chain of pages beside those that the start page names."""
    site.page("/", "The shop sells shoes.", *[f"/shoe/{n}" for n in range(1, pages, 2)])
    for n in range(1, pages):
        site.page(f"/shoe/{n}", SHOES.format(n=n), f"/shoe/{n + 1}" if n + 1 < pages else "/")
    del site.answers["/sitemap.xml"]


async def wait_until(alice, source, condition, seconds=READY_SECONDS):
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        shown = await sites.get_site(alice, source.id)
        if condition(shown):
            return shown
        await asyncio.sleep(0.05)
    raise AssertionError(f"it never came so far: {shown}")


async def kill_now_and_then(alice, alices_bot, site, monkeypatch, worker, pages, kills):  # noqa: F811
    fill(site, pages)
    monkeypatch.setenv("DEVELOPMENT_ALLOWED_ORIGINS", site.url("", "127.0.0.6"))
    monkeypatch.setenv("CRAWL_PAUSE_SECONDS", "0")
    source = await sites.add_site(alice, alices_bot.knowledge_base_id, site.url("/", "127.0.0.6"), SiteForm())
    known: dict[str, int] = {}
    by_chance = random.Random(7)
    for kill in range(kills):
        process = start(worker)
        reached = (kill + by_chance.random()) * pages / (kills + 1)
        await wait_until(alice, source, lambda shown, least=reached: shown.done > least)
        await asyncio.sleep(by_chance.random() * 0.5)
        process.send_signal(signal.SIGKILL)
        process.wait()
        now_known = passages()
        assert {text: now_known.get(text) for text in known} == known, "a passage got another id"
        known = now_known
    start(worker)
    return (
        source,
        known,
        await wait_until(alice, source, lambda shown: shown.state in (SourceState.READY, SourceState.FAILED)),
    )


def count(table):
    return db.in_session(lambda session: session.exec(select(func.count()).select_from(table)).one())


def check(pages, known, shown):
    assert (shown.state, shown.done, shown.total) == (SourceState.READY, pages, pages)
    texts = passages()
    assert {text: texts.get(text) for text in known} == known, "a passage got another id"
    assert count(Passage) == len(texts) == shown.passages, "a passage is there twice"
    assert count(Document) == count(SitePage) == pages
    listed = select(SitePage.document_id)
    orphans = select(func.count()).select_from(Document).where(Document.id.not_in(listed))
    assert db.in_session(lambda session: session.exec(orphans).one()) == 0


@pytest.mark.slow
async def test_a_website_whose_worker_is_killed_twice_is_read_once(alice, alices_bot, site, monkeypatch, worker):  # noqa: F811
    _, known, shown = await kill_now_and_then(alice, alices_bot, site, monkeypatch, worker, pages=16, kills=2)

    check(16, known, shown)
    asked = [path for path in site.pages_asked() if path != "/"]
    assert len(asked) <= len(set(asked)) + 2, "more than the page of each kill was asked for again"


@pytest.mark.long
@pytest.mark.timeout(1200)
async def test_a_website_whose_worker_is_killed_twenty_times_is_read_once(alice, alices_bot, site, monkeypatch, worker):  # noqa: F811
    _, known, shown = await kill_now_and_then(alice, alices_bot, site, monkeypatch, worker, pages=120, kills=20)

    check(120, known, shown)
