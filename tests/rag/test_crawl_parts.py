"""The parts of a crawl that only look at values: addresses, patterns, sitemaps, robots.txt, links and differences."""

import gzip

import pytest

from privexbot_app.rag.crawl_rules import PathRules, matches
from privexbot_app.rag.crawl_urls import are_twins, at_home, is_page, normalise
from privexbot_app.rag.page_diff import SHOWN_CHARACTERS, diff_of
from privexbot_app.rag.page_facts import facts_of
from privexbot_app.rag.robots import Robots, robots_from
from privexbot_app.rag.sitemap import Sitemap, read_sitemap
from tests.sites.conftest import sitemap

BASE = "https://shop.example/a/b?c=d"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("/x", "https://shop.example/x"),
        ("x", "https://shop.example/a/x"),
        ("../x/./y/../z", "https://shop.example/x/z"),
        ("/../../x", "https://shop.example/x"),
        ("//Other.Example", "https://other.example/"),
        ("HTTP://SHOP.EXAMPLE:80/", "http://shop.example/"),
        ("https://shop.example:443", "https://shop.example/"),
        ("https://shop.example:8443/x", "https://shop.example:8443/x"),
        ("https://shop.example./x", "https://shop.example/x"),
        ("#top", "https://shop.example/a/b?c=d"),
        ("?page=2&utm_source=x&gclid=1", "https://shop.example/a/b?page=2"),
        ("/x;jsessionid=ABC?y=1", "https://shop.example/x?y=1"),
        ("/größe", "https://shop.example/gr%C3%B6%C3%9Fe"),
        ("/a b", "https://shop.example/a%20b"),
        ("https://münchen.example/", "https://xn--mnchen-3ya.example/"),
        ("https://[2606:4700::1111]/x", "https://[2606:4700::1111]/x"),
        *((nothing, "") for nothing in ("javascript:alert(1)", "mailto:a@b.example", "data:text/html,x", "ftp://x/")),
        *((nothing, "") for nothing in ("https://a@b.example/", "https://b.example\\@c/", "http://[::1", "/a\x00b")),
        *((nothing, "") for nothing in ("/" + "x" * 1000, "http://a b/", "http://", "http://x:99999/", "http://x:y/")),
    ],
)
def test_an_address_has_one_spelling_or_none(written, meant):
    assert normalise(written, BASE) == meant
    assert normalise(meant) == meant


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://shop.example", "https://www.shop.example", True),
        ("http://shop.example", "https://www.shop.example", True),
        ("http://shop.example:81", "http://www.shop.example:81", True),
        ("http://shop.example:81", "https://shop.example", False),
        ("https://shop.example", "https://shop.example.evil", False),
        ("https://shop.example", "https://blog.shop.example", False),
    ],
)
def test_a_website_may_have_two_doors_and_no_more(one, other, same):
    assert are_twins(one, other) is are_twins(other, one) is same


@pytest.mark.parametrize(
    ("url", "there"),
    [
        ("https://shop.example/x?y", "https://shop.example/x?y"),
        ("http://shop.example/x", "https://shop.example/x"),
        ("https://www.shop.example/x", "https://shop.example/x"),
        ("https://shop.example.evil/x", ""),
        ("https://shop.example:8443/x", ""),
        ("https://evil.example/https://shop.example/", ""),
    ],
)
def test_what_is_of_the_website_is_spelled_as_at_home_and_nothing_else_is(url, there):
    assert at_home(url, "https://shop.example", ("https://www.shop.example",)) == there


@pytest.mark.parametrize(
    ("path", "is_one"),
    [
        ("/a.html", True),
        ("/a.pdf", True),
        ("/a.PNG", False),
        ("/a/a/a/a", False),
        ("/a/b" * 11, False),
        ("/v1.2", True),
    ],
)
def test_pictures_and_circles_are_no_pages(path, is_one):
    assert is_page(f"https://shop.example{path}") is is_one


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("/blog/*", "/blog/x/y", True),
        ("/blog/*", "/blog", False),
        ("/blog", "/blog/x", False),
        ("*/print", "/a/print", True),
        ("*/print", "/a/print/x", False),
        ("/a*b*c", "/a-b-b-c", True),
        ("/ab*bc", "/abc", False),
        ("*", "/", True),
        ("*?page=*", "/x?page=2", True),
        ("/a.c", "/abc", False),
    ],
)
def test_a_star_stands_for_anything(pattern, path, fits):
    assert matches(pattern, path) is fits


def test_a_pattern_of_many_stars_takes_no_time():
    assert not matches("*a" * 500 + "b", "/" + "a" * 900)


def test_leaving_out_wins():
    rules = PathRules(["/docs/*"], ["*/old/*"])

    assert [rules.allow(f"https://x.example{path}") for path in ("/docs/a", "/docs/old/a", "/")] == [True, False, False]


def test_a_sitemap_lists_pages_or_sitemaps_in_order():
    image = '<image:image xmlns:image="x"><image:loc>https://x.example/i</image:loc></image:image>'
    text = sitemap("https://x.example/a", " https://x.example/b\n").replace("</loc>", f"</loc>{image}")

    assert read_sitemap(text.encode(), 10**6) == Sitemap(pages=("https://x.example/a", "https://x.example/b"))
    index = sitemap("https://x.example/1.xml", kind="sitemapindex", entry="sitemap")
    assert read_sitemap(index.encode(), 10**6) == Sitemap(sitemaps=("https://x.example/1.xml",))
    assert read_sitemap(gzip.compress(index.encode()), 10**6).sitemaps == ("https://x.example/1.xml",)
    assert read_sitemap(b"https://x.example/a\nnothing\nhttps://x.example/b", 10**6).pages[1] == "https://x.example/b"


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><urlset><url><loc>https://x.example/&b;</loc></url></urlset>'
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><urlset><url><loc>&a;</loc></url></urlset>'
BOMB = gzip.compress(b"<urlset>" + b" " * 50_000_000 + b"</urlset>")


@pytest.mark.parametrize(
    "content",
    [LAUGHS.encode(), OUTSIDE.encode(), BOMB, BOMB[:-20], b"<urlset>", b"", b"\x1f\x8bxx", b"<a>" * 100_000, b"<\xff"],
    ids=["entities", "external", "bomb", "half a bomb", "cut off", "empty", "no gzip", "tower", "no text"],
)
def test_a_hostile_sitemap_is_an_empty_one(content):
    assert read_sitemap(content, 1_000_000) == Sitemap()


def test_our_own_rules_of_robots_txt_win_over_those_for_all():
    robots = robots_from(
        b"User-agent: *\nDisallow: /\n\nUser-agent: privexbot\nDisallow: /a/*.pdf$\nCrawl-delay: 2.5\n"
    )

    assert robots.allow("https://x.example/a/b.html") and not robots.allow("https://x.example/a/b.pdf")
    assert robots.delay_seconds() == 2.5
    assert Robots("User-agent: *\nCrawl-delay: 86400").delay_seconds() == 10
    assert Robots().allow("https://x.example/") and Robots().delay_seconds() == 0


@pytest.mark.parametrize("content", [b"\xff\xfe\0\0", b"<html>404</html>", b"Disallow", b"a" * 2_000_000, b"\0" * 100])
def test_a_robots_txt_that_makes_no_sense_allows_everything(content):
    robots = robots_from(content)

    assert robots.allow("https://x.example/a") and "\0" not in robots.text and len(robots.text) <= 500_000


def test_links_are_taken_once_in_order_and_not_where_they_should_not_be_followed():
    html = """<base href="/shop/"><a href="b">1</a><a href="b#x">2</a><a href="/c" rel="nofollow ugc">3</a>
    <a href="mailto:x@y.example">4</a><area href="d"><a>5</a><a href="e.jpg">6</a><link rel="canonical" href="/k">"""
    facts = facts_of(html, "https://x.example/y")

    assert facts.links == ("https://x.example/shop/b", "https://x.example/shop/d")
    assert facts.canonical == "https://x.example/k" and facts.is_for_search


@pytest.mark.parametrize(
    ("content", "is_for_search", "follows"),
    [("noindex", False, True), ("NoIndex, nofollow", False, False), ("none", False, False), ("nofollow", True, False)],
)
def test_a_page_says_what_robots_may_do_with_it(content, is_for_search, follows):
    facts = facts_of(f'<meta name="ROBOTS" content="{content}"><a href="/b">b</a>', "https://x.example/")

    assert (facts.is_for_search, bool(facts.links)) == (is_for_search, follows)


def test_a_difference_shows_lines_and_has_an_end():
    assert diff_of("a\nb\nc", "a\nB\nc").splitlines() == ["@@ -1,3 +1,3 @@", " a", "-b", "+B", " c"]
    assert diff_of("", "new").splitlines()[1:] == ["+new"] and diff_of("same", "same") == ""
    assert len(diff_of("", "\n".join(f"{n} {'x' * 500}" for n in range(5000)))) < SHOWN_CHARACTERS + 20
