"""A website cannot send a crawl behind our door: through no link, no sitemap, no robots.txt and no second look-up."""

import pytest
from anyio import to_thread

from privexbot_app.errors import Invalid
from privexbot_app.models import SourceState
from privexbot_app.services import sites
from privexbot_app.services.sites import SiteForm
from tests.adapters.test_egress_corpus import NAMES, ROWS, spelled
from tests.sites.conftest import crawl, sitemap
from tests.sites.web import ADDRESS

ADDRESSES = [spelled(text) for kind, text in ROWS if kind not in ("redir", "sub", "robots")]


def only_the_site(connections, site):
    """Nothing but the website itself, the database and our own loop."""
    return {one for one in connections if isinstance(one, tuple) and len(one) == 2} - {(ADDRESS, site.port)}


@pytest.fixture
def hostile(site):
    site.names = {name: [answer.replace("127.0.0.5", ADDRESS) for answer in found] for name, found in NAMES.items()}
    return site


async def test_no_address_of_the_corpus_is_connected_to_as_a_start_page(alice, alices_bot, hostile, connections):
    for address in ADDRESSES:
        try:
            source = await sites.add_site(alice, alices_bot.knowledge_base_id, address, SiteForm())
        except Invalid:
            continue
        await to_thread.run_sync(crawl, source, hostile)
        assert (await sites.get_site(alice, source.id)).state is SourceState.FAILED, address

    assert only_the_site(connections, hostile) == set()


@pytest.mark.parametrize("way", ["links", "sitemap", "sitemaps", "robots", "redirects", "canonical", "base"])
async def test_none_is_connected_to_through(way, alice, alices_bot, hostile, read, connections):
    links = [address.replace('"', "%22").replace("&", "&amp;").replace("<", "&lt;") for address in ADDRESSES]
    if way == "links":
        hostile.page("/", "The shop sells shoes.", *links)
    elif way == "sitemap":
        hostile.put("/sitemap.xml", sitemap(*links), "application/xml")
    elif way == "sitemaps":
        hostile.put("/sitemap.xml", sitemap(*links, kind="sitemapindex", entry="sitemap"), "application/xml")
    elif way == "robots":
        plain = [address for address in ADDRESSES if address.isprintable()]
        hostile.put("/robots.txt", "\n".join(f"Sitemap: {address}" for address in plain))
    elif way == "redirects":
        plain = [address for address in ADDRESSES if address.isascii() and address.isprintable()]
        hostile.page("/", "The shop sells shoes.", *[f"/go/{n}" for n in range(len(plain))])
        for n, address in enumerate(plain):
            hostile.put(f"/go/{n}", "", status=302, Location=address)
    elif way == "canonical":
        hostile.page("/", "The shop sells shoes.", *[f"/c/{n}" for n in range(len(links))])
        for n, address in enumerate(links):
            hostile.page(f"/c/{n}", f"Page {n} of shoes.", head=f'<link rel="canonical" href="{address}">')
    else:
        hostile.page("/", "The shop sells shoes.", "x", head='<base href="http://127.0.0.1/">')

    source = await read()

    assert (await sites.get_site(alice, source.id)).state is SourceState.READY
    assert only_the_site(connections, hostile) == set()


async def test_a_robots_txt_and_a_sitemap_that_lead_inside_are_not_followed(alice, hostile, read, connections):
    hostile.put("/robots.txt", "", status=302, Location="http://169.254.169.254/robots.txt")
    await read()
    hostile.put("/robots.txt", "")
    hostile.put("/sitemap.xml", "", status=302, Location="http://127.0.0.1/sitemap.xml")
    await read()

    assert only_the_site(connections, hostile) == set()


async def test_a_name_that_turns_inside_during_the_crawl_is_not_followed_there(alice, hostile, read, connections):
    hostile.names["shop.test"] = [ADDRESS] * 5 + ["127.0.0.1"]
    source = await read()

    assert only_the_site(connections, hostile) == set()
    shown = await sites.get_site(alice, source.id)
    assert shown.state is SourceState.READY and "could not be read" in shown.notes[0]
