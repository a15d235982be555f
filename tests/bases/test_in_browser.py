"""An owner's tools in a real browser: knowledge bases, passages, a search that is tried, conflicts, coverage."""

import pytest
from playwright.async_api import Page, expect

from tests.e2e import test_path
from tests.e2e.product import Product
from tests.e2e.test_path import Owner, create_chatbot, sign_up

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]
owner = test_path.owner

SHOP = "Unworn shoes can be returned within 30 days for a full refund. The shop is open from Tuesday to Saturday."
OLD = "Unworn shoes can be returned within 14 days for a full refund. Gift cards never expire."
QUESTION = "How long can unworn shoes be returned?"
WIDTHS = {"wide": (1280, 860), "phone": (390, 844)}


@pytest.fixture
def product(tmp_path):
    """A server with nothing in it yet."""
    product = Product(tmp_path, {})
    product.start()
    yield product
    product.kill()


async def test_an_owner_shares_looks_decides_tries_and_compares(product: Product, owner: Owner):
    await sign_up(owner)
    await create_chatbot(owner)
    bot = owner.page.url
    await share(owner, bot)
    await decide(owner)
    await try_it(owner, bot)
    await compare(owner, bot)
    await delete_shared(owner)


async def section(owner: Owner, bot: str, path: str) -> None:
    await owner.page.goto(f"{bot}/knowledge/{path}")


async def look(owner: Owner, what: str) -> None:
    """A picture on a wide screen and on a phone, light and dark; nothing is wider than the screen."""
    page = owner.page
    for name, (width, height) in WIDTHS.items():
        await page.set_viewport_size({"width": width, "height": height})
        await owner.picture(f"{what}-{name}")
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{what} on {name}"
    await page.set_viewport_size({"width": 1280, "height": 860})
    toggle = page.locator("[aria-label='Switch between light and dark'] >> visible=true")
    await toggle.click()
    await owner.picture(f"{what}-dark")
    await toggle.click()


async def add_text(page: Page, title: str, text: str) -> None:
    await page.fill("#title", title)
    await page.fill("#text", text)
    await page.click("#add-text-button")
    await expect(page.locator("#sources > li", has_text=title)).to_have_attribute("data-state", "ready")


async def share(owner: Owner, bot: str) -> None:
    page = owner.page
    await page.goto(f"{owner.base}/knowledge-bases")
    await page.click("#new-base")
    await page.fill("#base_name", "Shared")
    await page.click("#save-base")
    await expect(page.locator("#bases > li")).to_have_count(2)
    await look(owner, "bases")
    await page.goto(f"{bot}/knowledge")
    await add_text(page, "The shop", SHOP)
    await page.click("#use-another")
    await owner.picture("use-another")
    await page.click(".use-base")
    await expect(page.locator("#base-choice")).to_contain_text("Shared")
    await expect(page.locator("#sources > li")).to_have_count(0)
    await add_text(page, "Old page", OLD)
    await look(owner, "shared-sources")


async def decide(owner: Owner) -> None:
    page = owner.page
    await page.click("text=Documents >> visible=true")
    await expect(page.locator("#documents > li")).to_have_count(2)
    await look(owner, "documents")
    await page.fill("#look-for", "old")
    await expect(page.locator("#documents > li")).to_have_count(1)
    await page.click("#documents a >> text=Old page")
    await page.focus(".show-place")
    await page.keyboard.press("Enter")
    await expect(page.locator("#place")).to_have_text(OLD)
    await page.click(".pin")
    await expect(page.locator("#passages")).to_contain_text("Pinned")
    await page.click(".edit-passage")
    await page.fill("#passage_text", OLD.replace("14", "15"))
    await owner.picture("edit-passage")
    await page.click("#save-passage")
    await expect(page.locator("#passages")).to_contain_text("Edited by you")
    await expect(page.locator("#document-text")).to_contain_text("14 days")
    await look(owner, "document")


async def try_it(owner: Owner, bot: str) -> None:
    page = owner.page
    await section(owner, bot, "search")
    await page.fill("#question", QUESTION)
    await page.click("#try-search")
    await expect(page.locator("#tried > li")).to_have_count(2)
    await expect(page.locator("#tried > li").first).to_contain_text("15 days")
    await expect(page.locator("#tried > li").first).to_contain_text("Meaning")
    await expect(page.locator("#sure")).to_contain_text("% sure")
    await expect(page.locator("#prompt")).to_contain_text("30 days")
    await look(owner, "search")


async def compare(owner: Owner, bot: str) -> None:
    page = owner.page
    await section(owner, bot, "duplicates")
    await page.click("#compare")
    await expect(page.locator("#contradictions > li")).to_have_count(1)
    await look(owner, "contradictions")
    await page.click("#contradictions .pair-side:has-text('15 days') .disable")
    await expect(page.locator("#contradictions")).to_contain_text("Enable this passage")
    await page.click("#compare")
    await expect(page.locator("#no-contradictions")).to_be_visible()
    await section(owner, bot, "coverage")
    await expect(page.locator("#coverage tbody tr")).to_have_count(2)
    await look(owner, "coverage")


async def delete_shared(owner: Owner) -> None:
    page = owner.page
    await page.goto(f"{owner.base}/knowledge-bases")
    await page.locator("#bases > li", has_text="Shared").locator(".share-base").click()
    await expect(page.locator("#base-users")).to_contain_text("Shoe Store Assistant")
    await owner.picture("base-users")
    await page.keyboard.press("Escape")
    await page.click(".delete-base")
    await expect(page.locator("[role=alertdialog]")).to_contain_text("lose it: Shoe Store Assistant")
    await owner.picture("delete-base")
    await page.click(".confirm-delete")
    await expect(page.locator("#bases > li")).to_have_count(1)
