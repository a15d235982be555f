"""The pages are whole: they are what the catalogue makes, have what a page needs, and their links lead somewhere."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from demo_shop.catalogue import HERE, load_catalogue
from demo_shop.make_site import build_shop, write_shop

from .shop_text import FILES, PAGES, SITE, first, main_text, pdf_text, read_page


def test_the_committed_shop_is_what_the_catalogue_makes_today() -> None:
    committed = {
        file.relative_to(HERE).as_posix(): file.read_bytes()
        for folder in (SITE, FILES)
        for file in folder.rglob("*")
        if file.is_file()
    }
    made = build_shop(load_catalogue())

    assert sorted(committed) == sorted(made)
    assert [path for path in made if made[path] != committed[path]] == []


def test_a_page_that_is_no_longer_made_does_not_stay_behind(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "old.html").write_text("Closing down sale")

    written = write_shop(tmp_path)

    assert not (tmp_path / "site" / "old.html").exists()
    assert written == len([path for path in tmp_path.rglob("*") if path.is_file()])


def test_the_shop_is_of_a_believable_size() -> None:
    assert 22 <= len([page for page in PAGES if page != "404.html"]) <= 28


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_a_language_a_title_of_its_own_a_description_and_one_heading(page: str) -> None:
    html = read_page(page)

    assert first(html, "html").attributes["lang"] == "en-CA"
    assert first(html, "title").text().endswith("– Alder & Finch Shoes")
    assert first(html, "meta[name=description]").attributes["content"]
    assert len(html.css("h1")) == 1
    assert len(html.css("header, main, footer")) == 3
    assert [image.attributes["src"] for image in html.css("img") if "alt" not in image.attributes] == []


def test_no_two_pages_share_a_title_or_a_description() -> None:
    for selector in ("title", "meta[name=description]"):
        found = [first(read_page(page), selector).html for page in PAGES]
        assert len(set(found)) == len(PAGES)


@pytest.mark.parametrize("page", PAGES)
def test_every_link_and_picture_of_a_page_exists_and_nothing_comes_from_elsewhere(page: str) -> None:
    assert [address for address in _addresses(page) if not _exists(address)] == []


def test_every_page_can_be_reached_from_the_front_page() -> None:
    reached, waiting = {"index.html"}, ["index.html"]
    while waiting:
        links = {urlsplit(address).path.lstrip("/") for address in _addresses(waiting.pop())}
        new = (links & set(PAGES)) - reached
        reached |= new
        waiting += new

    assert set(PAGES) - reached == {"404.html"}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_needs_no_inline_style_or_script_so_a_strict_policy_can_stand(page: str) -> None:
    html = read_page(page)

    programs = html.css("script:not([type='application/ld+json'])")  # that one is no script to a browser, but data
    assert programs + html.css("style, [style], [onclick]") == []


def test_the_size_chart_has_the_same_rows_as_the_size_guide_and_says_how_to_measure() -> None:
    catalogue = load_catalogue()
    chart, guide = pdf_text(), main_text("size-guide.html")

    for row in catalogue.adult_sizes:
        assert f"{row.us} {row.womens} {row.uk} {row.eu} {row.cm}" in chart
        assert f"{row.us}\n{row.womens}\n{row.uk}\n{row.eu}\n{row.cm}" in guide
    assert "stand on it with your heel touching the wall" in chart


def _addresses(page: str) -> list[str]:
    html = read_page(page)
    return [
        node.attributes[name] or ""
        for selector, name in (("a[href], link[href]", "href"), ("img[src], script[src]", "src"))
        for node in html.css(selector)
    ]


def _exists(address: str) -> bool:
    if address.startswith(("mailto:", "tel:", "#")):
        return True
    if address.startswith("/files/"):
        return (HERE / address[1:]).is_file()
    return address.startswith("/") and (SITE / (address[1:] or "index.html")).is_file()
