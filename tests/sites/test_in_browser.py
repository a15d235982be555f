"""The owner's hands on a website: it is added, watched, read again, decided about and searched in a real browser."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.e2e import test_path
from tests.e2e.product import Product
from tests.e2e.test_path import Owner, create_chatbot, sign_up
from tests.sites.web import ADDRESS, Web

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600), pytest.mark.in_child]
owner = test_path.owner


@dataclass
class SiteProduct(Product):
    """A server that may fetch the website of the test."""

    origin: str = ""

    @property
    def shop(self) -> str:
        return self.origin


@pytest.fixture
def product(tmp_path: Path, site: Web) -> Iterator[Product]:
    product = SiteProduct(tmp_path, {"CRAWL_PAUSE_SECONDS": "0"}, origin=site.url("", ADDRESS))
    product.start()
    yield product
    product.kill()


async def test_a_website_is_added_watched_read_again_and_decided_about(product: SiteProduct, owner: Owner, site: Web):
    site.put("/sitemap.xml", "", status=404)
    await sign_up(owner)
    await create_chatbot(owner)
    await add_it(owner, product)
    await ask_to_be_asked(owner)
    site.page("/returns", "Unworn shoes can be returned within 45 days for a full refund.", "/")
    await read_again(owner)
    await approve(owner)


async def add_it(owner: Owner, product: SiteProduct) -> None:
    page = owner.page
    await owner.open("knowledge")
    await page.click("#add-site")
    await page.fill("#url", "ftp://nowhere")
    await page.click("#site-form button[type=submit]")
    await expect(page.locator("#url-problem")).to_contain_text("website's address")

    await page.fill("#url", product.origin)
    await page.click("#site-form button[type=submit]")
    await expect(page.locator("#crawl-outcome")).to_be_visible(timeout=60_000)
    await expect(page.locator("#pages li")).to_have_count(4)
    await page.fill("#page-search", "abroad")
    await expect(page.locator("#pages li")).to_have_count(1)
    await owner.picture("site-pages")


async def ask_to_be_asked(owner: Owner) -> None:
    await owner.page.click("#site-settings-tab")
    await owner.page.click("#needs_approval")
    await owner.page.click("#save-site")
    await expect(owner.page.get_by_text("Saved. It counts from the next crawl on.")).to_be_visible()
    await owner.page.click("#renew-token")
    await expect(owner.page.locator("#webhook")).to_contain_text("/refresh")


async def read_again(owner: Owner) -> None:
    await owner.page.click("#crawl-now")
    await expect(owner.page.get_by_text("One change waits for your word.")).to_be_visible(timeout=60_000)
    await owner.page.click("#site-changes-tab")
    difference = owner.page.locator("#changes-waiting .diff")
    await expect(difference.locator("del")).to_contain_text("30 days")
    await expect(difference.locator("ins")).to_contain_text("45 days")
    await owner.picture("site-changes")


async def approve(owner: Owner) -> None:
    await owner.page.click("#approve-all")
    await expect(owner.page.locator("#changes-decided")).to_contain_text("Counts", timeout=60_000)
    await expect(owner.page.locator("#changes-waiting")).to_have_count(0)
