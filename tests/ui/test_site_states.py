"""The page of a website: what it shows follows the crawl, and what an owner asks there is checked."""

from datetime import timedelta
from uuid import UUID

import pytest

from privexbot_app import db
from privexbot_app.errors import Invalid, NotFound
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
from privexbot_app.services import crawls, sites
from privexbot_app.services.sites import SiteForm
from privexbot_app.settings import settings
from privexbot_app.ui.states import site as site_state
from privexbot_app.ui.states.knowledge import KnowledgeState
from privexbot_app.ui.states.site import SiteState
from privexbot_app.ui.states.site_changes import SiteChangesState
from privexbot_app.ui.states.site_form import SiteFormState
from privexbot_app.ui.states.site_pages import SitePagesState
from privexbot_app.ui.states.site_rows import time_left
from tests.ui.conftest import Unlocked

FIELDS = {"max_pages": "20", "max_depth": "3", "include": "/help/*\n\n /docs/* ", "exclude": "", "every_hours": "24"}


@pytest.fixture
async def website(alice, bot):
    return await sites.add_site(alice, bot.knowledge_base_id, "https://shop.example", SiteForm())


@pytest.fixture
def open_site(open_page, website):
    async def open_it(kind, **more):
        return await open_page(kind, f"/knowledge/site/{website.id}", source_id=str(website.id), **more)

    return open_it


def add_pages(source, *rows):
    def add(session):
        for path, state, error in rows:
            url = f"https://shop.example{path}"
            session.add(SitePage(source_id=source.id, url=url, state=state, error=error, seen=1, checked=1))

    db.in_session(add)


def add_change(source, state=ChangeState.WAITING):
    def add(session):
        page = SitePage(source_id=source.id, url=f"https://shop.example/{state}", seen=1, checked=1)
        session.add(page)
        session.flush()
        change = SiteChange(source_id=source.id, page_id=page.id, kind=ChangeKind.NEW, state=state, url=page.url)
        change.title, change.diff, change.text = "News", "@@ -0,0 +1 @@\n+It is new.\n-It was old.", "It is new."
        session.add(change)
        session.flush()
        return change.id

    return db.in_session(add)


async def test_a_website_is_added_with_its_rules_and_its_page_opens(open_page, alice, bot):
    page = await open_page(SiteFormState)

    away = await SiteFormState.add_site.fn(page, FIELDS | {"url": "shop.example"})

    await KnowledgeState.load.fn(page)
    (row,) = page.sources
    assert (row.kind, row.title, row.link) == ("site", "shop.example", "https://shop.example/")
    assert f"/knowledge/site/{row.id}" in str(away.args)
    form = (await sites.get_site(alice, UUID(row.id))).form
    assert (form.max_pages, form.max_depth, form.include, form.every_hours) == (20, 3, ["/help/*", "/docs/*"], 24)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"url": "ftp://x"}, "url"),
        ({"url": ""}, "url"),
        ({"max_pages": "0"}, "max_pages"),
        ({"max_pages": "many"}, "max_pages"),
        ({"max_pages": str(settings().crawl_most_pages + 1)}, "max_pages"),
        ({"include": "help"}, "include"),
        ({"every_hours": "9999"}, "every_hours"),
    ],
)
async def test_what_is_wrong_gets_a_sentence_beside_its_field(open_page, wrong, field):
    page = await open_page(SiteFormState)

    await SiteFormState.add_site.fn(page, FIELDS | {"url": "shop.example"} | wrong)

    assert page.site_field == field and page.site_problem.endswith(".")
    await KnowledgeState.load.fn(page)
    assert page.sources == []


async def test_the_page_shows_the_stage_the_count_and_the_time_that_is_left(open_site, website):
    page = await open_site(SiteState)
    await SiteState.load.fn(page)
    assert (page.stage, page.is_running, page.left) == (0, True, "")

    def go_on(session):
        source, site = session.get_one(Source, website.id), session.get_one(Site, website.id)
        source.state, source.done, source.total = SourceState.INDEXING, 10, 40
        site.started_at = now() - timedelta(seconds=60)

    db.in_session(go_on)
    add_pages(website, ("/", PageState.INDEXED, ""), ("/a", PageState.FAILED, "The page answered 500."))
    await SiteState.load.fn(page)

    assert (page.stage, page.done, page.total, page.percent, page.left) == (2, 10, 40, 25, "about 3 minutes left")
    assert [(row.state, row.count) for row in page.counts] == [("indexed", 1), ("failed", 1)]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, ""), (20, "less than a minute left"), (61, "about 1 minute left"), (5400, "about 1.5 hours left")],
)
def test_time_is_told_in_words(seconds, words):
    assert time_left(seconds) == words


async def test_a_watcher_goes_on_until_the_crawl_is_over(open_site, website, monkeypatch):
    monkeypatch.setattr(site_state, "LOOK_SECONDS", 0.01)
    page = await open_site(SiteState)
    looks = []
    look = SiteState._look

    async def fail_at_the_third(self):
        looks.append(1)
        if len(looks) == 3:
            crawls.fail_crawl(website.id, 1, "The website could not be reached.")
        return await look(self)

    monkeypatch.setattr(page.__class__, "_look", fail_at_the_third)
    await SiteState.watch.fn(Unlocked(page))

    assert len(looks) == 3 and (page.crawl_state, page.error) == ("failed", "The website could not be reached.")
    assert (await page.get_state(SitePagesState)).is_loaded and (await page.get_state(SiteChangesState)).is_loaded


async def test_a_crawl_can_be_stopped_and_begun_anew(open_site):
    page = await open_site(SiteState)
    await SiteState.load.fn(page)

    await SiteState.stop.fn(page)
    assert (page.stage, page.crawl_state, page.is_running) == (3, "failed", False)

    await SiteState.crawl.fn(page)
    assert (page.stage, page.is_running) == (0, True)


async def test_pages_are_filtered_searched_and_turned(open_site, website):
    add_pages(website, *[(f"/shoe/{n:03}", PageState.INDEXED, "") for n in range(60)])
    add_pages(website, ("/broken", PageState.FAILED, "The page answered 500."))
    page = await open_site(SitePagesState)
    await SitePagesState.load.fn(page)
    assert (page.total, len(page.rows), page.rows[0].path) == (61, 50, "/broken")

    await SitePagesState.turn.fn(page, 1)
    assert (page.first, page.last, page.rows[-1].path) == (50, 61, "/shoe/059")
    await SitePagesState.turn.fn(page, 1)
    assert page.first == 50
    await SitePagesState.turn.fn(page, -1)
    await SitePagesState.show.fn(page, "failed")
    assert [(row.path, row.error) for row in page.rows] == [("/broken", "The page answered 500.")]
    await SitePagesState.show.fn(page, "")
    await SitePagesState.search.fn(page, "SHOE/01")
    assert page.total == 10
    await SitePagesState.search.fn(page, "100%_")
    assert page.rows == []
    with pytest.raises(Invalid):
        await SitePagesState.show.fn(page, "everything")


async def test_changes_are_shown_line_by_line_and_decided(open_site, website):
    change_id = add_change(website)
    add_change(website, ChangeState.APPLIED)
    page = await open_site(SiteChangesState)
    await SiteChangesState.load.fn(page)

    (row,) = page.undecided
    assert [(line.kind, line.text) for line in row.lines] == [("added", "It is new."), ("removed", "It was old.")]
    assert [row.state for row in page.decided] == ["applied"]
    await SiteChangesState.approve.fn(page, str(change_id))
    assert [row.state for row in page.undecided] == ["approved"]


async def test_all_can_be_rejected_at_once(open_site, website):
    add_change(website)
    page = await open_site(SiteChangesState)

    await SiteChangesState.reject_all.fn(page)

    assert page.undecided == [] and [row.state for row in page.decided] == ["rejected"]


async def test_the_secret_of_the_webhook_is_shown_once(open_site, website):
    page = await open_site(SiteState)
    await SiteState.renew_token.fn(page)
    assert f"/api/v1/sites/{website.id}/refresh" in page.command and "Bearer " in page.command

    await SiteState.load.fn(page)
    assert page.command == "" and page.has_token

    await SiteState.remove_token.fn(page)
    assert not page.has_token


async def test_settings_are_saved_and_shown_again(open_site, alice, website):
    page = await open_site(SiteState)
    await SiteState.save.fn(page, FIELDS | {"needs_approval": True})

    assert (page.include, page.every_hours, page.needs_approval) == ("/help/*\n/docs/*", "24", True)
    assert page.next_at
    await SiteState.save.fn(page, FIELDS | {"max_depth": "999"})
    assert page.form_field == "max_depth" and (await sites.get_site(alice, website.id)).form.max_depth == 3


@pytest.mark.parametrize("kind", [SiteState, SitePagesState, SiteChangesState])
async def test_a_stranger_who_knows_its_id_is_shown_nothing(kind, open_site, mallorys_token):
    page = await open_site(kind, token=mallorys_token)

    with pytest.raises(NotFound):
        await kind.load.fn(page)
    assert not page.is_loaded


async def test_a_stranger_changes_nothing(open_site, website, mallorys_token):
    change_id = add_change(website)
    calls = [
        (SiteState.crawl, SiteState, ()),
        (SiteState.stop, SiteState, ()),
        (SiteState.renew_token, SiteState, ()),
        (SiteState.remove_token, SiteState, ()),
        (SiteChangesState.approve, SiteChangesState, (str(change_id),)),
        (SiteChangesState.reject, SiteChangesState, (str(change_id),)),
        (SiteChangesState.approve_all, SiteChangesState, ()),
        (SiteChangesState.reject_all, SiteChangesState, ()),
    ]
    for handler, kind, args in calls:
        with pytest.raises(NotFound):
            await handler.fn(await open_site(kind, token=mallorys_token), *args)
    assert db.in_session(lambda session: session.get_one(SiteChange, change_id).state) is ChangeState.WAITING
