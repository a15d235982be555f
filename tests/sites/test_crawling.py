"""A whole website becomes passages: sitemap first, then links, within its rules and the owner's.

Long because each rule of a crawl is walked on the same small website.
"""

import gzip

import pytest
from anyio import to_thread

from privexbot_app.errors import Conflict, Invalid, NotFound
from privexbot_app.models import PageState, SourceState
from privexbot_app.services import crawl_asking, crawls, knowledge, site_webhooks, sites
from privexbot_app.services.crawl_keeping import Verdict
from privexbot_app.services.crawl_looking import Found, Look
from privexbot_app.services.preparing import prepare_passages
from privexbot_app.services.search import find_passages
from privexbot_app.services.sites import SiteForm
from tests.rag.files import pdf
from tests.sites.conftest import crawl, passages, reasons, sitemap, states


@pytest.mark.in_child
async def test_pages_of_the_sitemap_and_of_links_are_all_read(alice, alices_bot, read, site):
    source = await read()

    assert states(source) == dict.fromkeys(["/", "/returns", "/shipping", "/shipping/abroad", "/hidden"], "indexed")
    shown = await sites.get_site(alice, source.id)
    assert (shown.state, shown.done, shown.total, shown.passages) == (SourceState.READY, 5, 5, 5)
    best = (await find_passages(alices_bot.knowledge_base_id, "How long does the warranty last?"))[0]
    assert (best.url, best.title) == (site.url("/hidden"), "Hidden")


async def test_no_page_is_asked_for_twice_whatever_its_address_is_spelled_like(read, site):
    site.page("/", "The shop sells shoes.", "/returns#top", "/returns?utm_source=mail", "./returns", "//shop.test:1/")
    source = await read()

    assert site.pages_asked().count("/returns") == 1
    assert [path for path in states(source) if "returns" in path] == ["/returns"]


async def test_depth_counts_the_links_from_the_start(read):
    assert set(states(await read(max_depth=1))) == {"/", "/hidden", "/returns", "/shipping"}


async def test_no_more_pages_are_read_than_the_owner_allows(alice, read, site):
    source = await read(max_pages=3)

    assert len(site.pages_asked()) == 4 and len(states(source)) == 3  # the start page was looked at first
    assert "only 3 are read" in (await sites.get_site(alice, source.id)).notes[0]


async def test_patterns_leave_paths_in_and_out_and_the_start_page_still_leads_on(read):
    source = await read(include=["/shipping*"], exclude=["*/abroad"])

    assert states(source) == {"/": "skipped", "/shipping": "indexed"}
    assert "your rules" in reasons(source)["/"]


async def test_what_robots_txt_forbids_is_not_asked_for(read, site):
    site.put("/robots.txt", "User-agent: PrivexBot\nDisallow: /ship\n\nUser-agent: *\nDisallow: /")
    source = await read()

    assert set(states(source)) == {"/", "/returns", "/hidden"}
    assert not [path for path in site.asked if path.startswith("/ship")]


@pytest.mark.parametrize(("status", "body"), [(200, "User-agent: *\nDisallow: /"), (503, ""), (429, "")])
async def test_a_website_whose_robots_txt_forbids_all_or_fails_is_not_read(alice, read, site, status, body):
    site.put("/robots.txt", body, status=status)
    source = await read()

    shown = await sites.get_site(alice, source.id)
    assert shown.state is SourceState.FAILED and "robots.txt" in shown.error
    assert site.pages_asked() == []


async def test_the_sitemaps_that_robots_txt_names_are_read_packed_and_nested(read, site):
    site.put("/robots.txt", f"Sitemap: {site.url('/maps/sitemap-all.xml')}\nSitemap: http://elsewhere.test/sitemap.xml")
    packed = gzip.compress(sitemap(site.url("/hidden")).encode())
    site.put("/maps/sitemap-1.xml.gz", packed, "application/x-gzip")
    nested = sitemap(site.url("/maps/sitemap-1.xml.gz"), kind="sitemapindex", entry="sitemap")
    site.put("/maps/sitemap-all.xml", nested, "application/xml")

    assert "/hidden" in states(await read())
    assert "/sitemap.xml" not in site.asked


async def test_a_redirect_is_a_page_of_its_own_and_one_that_leaves_is_not_followed(read, site):
    site.page("/", "The shop sells shoes.", "/old", "/away")
    site.put("/old", "", status=301, Location="/returns")
    site.put("/away", "", status=302, Location="http://elsewhere.test/")
    source = await read()

    assert states(source)["/returns"] == "indexed"
    assert reasons(source) == {"/old": "It leads to /returns.", "/away": "It leads to another website."}


@pytest.mark.parametrize("start", ["www.shop.test", "shop.test"])
async def test_a_start_page_that_leads_to_its_www_twin_is_read_there(alice, read, site, start):
    other = "shop.test" if start.startswith("www") else "www.shop.test"
    site.moved = {start: site.url("/", other)}
    source = await read(site.url("/", start))

    assert states(source)["/returns"] == "indexed"
    shown = await sites.list_pages(alice, source.id)
    assert {page.url.split("/")[2] for page in shown.pages} == {f"{other}:{site.port}"}


async def test_a_start_page_that_leads_elsewhere_is_refused(alice, read, site):
    site.put("/", "", status=302, Location="http://elsewhere.test/")
    source = await read()

    assert "another website" in (await sites.get_site(alice, source.id)).error


async def test_the_canonical_address_is_the_one_that_counts(read, site):
    site.page("/", "The shop sells shoes.", "/returns?print=1")
    head = '<link rel="canonical" href="/returns">'
    site.page("/returns?print=1", "Unworn shoes can be returned within 30 days.", head=head)
    source = await read()

    assert states(source)["/returns"] == "indexed"
    assert reasons(source) == {"/returns?print=1": "It says that its address is /returns."}


async def test_a_page_that_says_the_same_as_another_is_left_out(read, site):
    site.page("/", "The shop sells shoes.", "/returns", "/returns/")
    site.answers["/returns/"] = site.answers["/returns"]
    source = await read()

    assert sorted(states(source).values()) == ["indexed", "indexed", "indexed", "skipped"]
    assert "the same as" in "".join(reasons(source).values())


@pytest.mark.parametrize("how", ["meta", "header"])
async def test_a_page_that_does_not_want_to_be_found_still_leads_on(read, site, how):
    head = '<meta name="robots" content="noindex">' if how == "meta" else ""
    site.page("/shipping", "Orders leave us within two days.", "/shipping/abroad", head=head)
    if how == "header":
        site.answers["/shipping"].headers["X-Robots-Tag"] = "noindex"
    source = await read()

    assert (states(source)["/shipping"], states(source)["/shipping/abroad"]) == ("skipped", "indexed")


async def test_links_that_are_not_to_be_followed_are_not(read, site):
    site.page("/", "The shop sells shoes.", "/returns", head='<meta name="robots" content="nofollow">')

    assert set(states(await read())) == {"/", "/hidden"}


async def test_a_pdf_that_a_page_links_to_is_read_and_a_picture_is_not_asked_for(alices_bot, read, site):
    site.page("/", "The shop sells shoes.", "/sizes.pdf", "/shoe.png", "/blob")
    site.put("/sizes.pdf", pdf(["Size nine is twenty-eight centimetres long."]), "application/pdf")
    site.put("/blob", b"\0" * 100, "application/octet-stream")
    source = await read()

    assert states(source)["/sizes.pdf"] == "indexed" and "/shoe.png" not in site.asked
    assert reasons(source) == {"/blob": "It is of a kind that cannot be read as text."}


async def test_pages_that_fail_say_why_and_the_others_are_read(alice, read, site):
    site.page("/", "The shop sells shoes.", "/returns", "/broken", "/secret", "/missing")
    site.put("/broken", "oh", status=500)
    site.put("/secret", "no", status=403)
    source = await read()

    assert reasons(source) == {
        "/broken": "The page answered 500.",
        "/secret": "The page answered 403.",
        "/missing": "The page answered 404.",
    }
    shown = await sites.get_site(alice, source.id)
    assert (shown.state, shown.notes) == (SourceState.READY, ["2 pages could not be read."])


async def test_a_website_that_asks_to_wait_is_asked_again_once_it_said(read, site, monkeypatch):
    waits = []
    monkeypatch.setattr(crawl_asking, "sleep", waits.append)
    site.put("/returns", "", status=429, Retry_After="7")
    source = await read()

    assert max(waits) == 7 and site.asked.count("/returns") == 2
    assert states(source)["/returns"] == "failed"


async def test_a_website_that_stops_answering_is_left_alone_and_keeps_what_was_read(alice, read, site):
    site.page("/", "The shop sells shoes.", *[f"/dead{n}" for n in range(9)], "/zzz")
    for n in range(9):
        site.put(f"/dead{n}", "", status=503)
    source = await read()

    shown = await sites.get_site(alice, source.id)
    assert (shown.state, shown.error) == (SourceState.FAILED, crawls.DOWN)
    assert shown.passages > 0 and len({path for path in site.asked if "dead" in path}) == 5


async def test_the_pause_is_the_longer_of_ours_and_that_of_robots_txt(read, site, monkeypatch):
    waits = []
    monkeypatch.setattr(crawl_asking, "sleep", waits.append)
    site.put("/robots.txt", "User-agent: *\nCrawl-delay: 3")
    await read()

    assert 2 < max(waits) <= 3


async def test_every_step_may_run_twice_without_doubling_a_page(alice, alices_bot, site):
    source = await sites.add_site(alice, alices_bot.knowledge_base_id, site.url("/"), SiteForm())

    def stutter() -> None:
        network = site.network()
        for _ in range(2):
            crawls.open_crawl(source.id, 1, network)
        work = crawls.in_session(crawls._find_work, source.id, 1)
        crawls.crawl_page(source.id, 1, network)
        late = Look(Found.FAILED, PageState.FAILED, "It comes from a step that was over.")
        crawls.in_session(crawls._keep, work, late, (Verdict.SAME, ""), [])
        while crawls.crawl_page(source.id, 1, network):
            pass
        for _ in range(2):
            crawls.close_crawl(source.id, 1)

    await to_thread.run_sync(stutter)

    assert len(passages()) == 5
    assert set(states(source).values()) == {"indexed"}
    assert (await sites.get_site(alice, source.id)).state is SourceState.READY


async def test_a_crawl_that_was_stopped_keeps_what_it_has_and_does_no_more(alice, alices_bot, site):
    source = await sites.add_site(alice, alices_bot.knowledge_base_id, site.url("/"), SiteForm())
    network = site.network()
    await to_thread.run_sync(crawls.open_crawl, source.id, 1, network)
    await to_thread.run_sync(crawls.crawl_page, source.id, 1, network)

    await sites.stop_crawl(alice, source.id)

    assert await to_thread.run_sync(crawls.crawl_page, source.id, 1, network) is False
    shown = await sites.get_site(alice, source.id)
    assert (shown.state, shown.passages) == (SourceState.READY, 1)
    assert shown.notes == ["It was stopped after 1 of 4 pages."]
    with pytest.raises(Conflict):
        await sites.stop_crawl(alice, source.id)


async def test_a_page_that_was_under_way_when_the_crawl_was_stopped_is_not_written(alice, alices_bot, site):
    source = await sites.add_site(alice, alices_bot.knowledge_base_id, site.url("/"), SiteForm())
    await to_thread.run_sync(crawls.open_crawl, source.id, 1, site.network())
    work = crawls.in_session(crawls._find_work, source.id, 1)
    look = await to_thread.run_sync(crawls.look_at, work, site.network())

    await sites.stop_crawl(alice, source.id)
    crawls.in_session(crawls._keep, work, look, (Verdict.WRITE, ""), prepare_passages(look.document))

    assert passages() == {} and set(states(source).values()) == {"found"}


async def test_a_website_without_a_page_that_can_be_read_says_why(alice, read, site):
    site.answers = {}
    site.put("/", "<html><body></body></html>", "text/html")
    source = await read()

    shown = await sites.get_site(alice, source.id)
    assert shown.state is SourceState.FAILED and "no readable text" in shown.error


async def test_a_deleted_website_is_forgotten_with_its_pages(alice, alices_bot, read):
    source = await read()

    await knowledge.delete_source(alice, source.id)

    assert passages() == {} and states(source) == {}


async def test_it_can_be_tried_again_like_any_other_source(alice, read, site):
    start = site.answers.pop("/")
    source = await read()
    assert (await sites.get_site(alice, source.id)).error == "The start page answered 404."

    site.answers["/"] = start
    await knowledge.retry_source(alice, source.id)
    await to_thread.run_sync(crawl, source, site)

    assert (await sites.get_site(alice, source.id)).state is SourceState.READY


@pytest.mark.parametrize(
    "wrong", [{"max_pages": 5001}, {"max_pages": 0}, {"max_depth": 51}, {"include": ["blog"]}, {"every_hours": -1}]
)
def test_rules_that_make_no_sense_are_refused(wrong):
    with pytest.raises(ValueError):
        SiteForm(**wrong)


@pytest.mark.parametrize(
    "url", ["", "ftp://shop.test", "http://user@shop.test/", "http://shop.test\\@evil.test/", "x" * 2000]
)
async def test_what_is_no_address_is_refused(alice, alices_bot, url):
    with pytest.raises(Invalid):
        await sites.add_site(alice, alices_bot.knowledge_base_id, url, SiteForm())


async def test_a_stranger_can_neither_add_nor_see_nor_touch_it(alice, mallory, alices_bot, read):
    source = await read()
    calls = [
        sites.add_site(mallory, alices_bot.knowledge_base_id, "https://evil.example", SiteForm()),
        sites.get_site(mallory, source.id),
        sites.list_pages(mallory, source.id),
        sites.save_site(mallory, source.id, SiteForm()),
        sites.crawl_now(mallory, source.id),
        sites.stop_crawl(mallory, source.id),
        site_webhooks.renew_token(mallory, source.id),
        site_webhooks.remove_token(mallory, source.id),
    ]
    for call in calls:
        with pytest.raises(NotFound):
            await call
