"""The facts of a page in a real browser: its owner sees them, and hides a wrong one."""

import pytest
from playwright.async_api import expect

from tests.bases.test_in_browser import look
from tests.e2e import test_path
from tests.e2e.product import Product
from tests.e2e.test_path import Owner, create_chatbot, sign_up
from tests.facts.pages import COMET, page

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]
owner = test_path.owner


@pytest.fixture
def product(tmp_path):
    """A server with nothing in it yet."""
    product = Product(tmp_path, {})
    product.start()
    yield product
    product.kill()


async def test_an_owner_sees_the_facts_of_a_page_and_hides_a_wrong_one(product: Product, owner: Owner):
    await sign_up(owner)
    await create_chatbot(owner)
    tab, bot = owner.page, owner.page.url
    over = {"price": "59", "priceCurrency": "USD", "priceValidUntil": "2020-01-31"}
    content = page({**COMET, "offers": [{"price": "89", "priceCurrency": "USD"}, over]}).encode()
    await tab.goto(f"{bot}/knowledge")
    await tab.click("#add-files")
    await tab.locator("input[type=file]").set_input_files(
        {"name": "comet.html", "mimeType": "text/html", "buffer": content}
    )
    await expect(tab.locator("#sources > li")).to_have_attribute("data-state", "ready", timeout=60_000)

    await tab.goto(f"{bot}/knowledge/documents")
    await tab.click("#documents a.row-title")
    rows = tab.locator("#facts tbody tr")
    await expect(rows).to_have_count(4)
    await expect(rows.nth(3)).to_contain_text("Over")
    await rows.nth(2).locator(".hide-fact").click()
    await expect(rows.nth(2)).to_contain_text("Hidden")
    await look(owner, "facts")
    await tab.set_viewport_size({"width": 390, "height": 844})
    await tab.locator("#facts").scroll_into_view_if_needed()
    await tab.locator("#facts").screenshot(path=test_path.PICTURES / "facts-phone-table.png")
    await tab.set_viewport_size({"width": 1280, "height": 860})
    await rows.nth(2).locator(".show-fact").click()
    await expect(rows.nth(2)).not_to_contain_text("Hidden")
