"""The owner's hands on it: switches, days, a download and an erasure in a real browser."""

import json
from pathlib import Path

import httpx
import pytest
from playwright.async_api import expect

from tests.e2e import test_path
from tests.e2e.product import Product
from tests.e2e.test_path import Owner, create_chatbot, sign_up

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]
owner = test_path.owner


@pytest.fixture
def product(tmp_path):
    """A server with nothing in it yet."""
    product = Product(tmp_path, {})
    product.start()
    yield product
    product.kill()


async def leave_something(product: Product, public_id: str) -> None:
    """A visitor asks, and leaves an address."""
    base = f"{product.url}/api/v1/chatbots/{public_id}"
    async with httpx.AsyncClient() as visitor:
        opened = (await visitor.post(f"{base}/session", json={})).json()
        token = {"Authorization": f"Bearer {opened['token']}"}
        asked = await visitor.post(f"{base}/message", json={"message": "Size 9?"}, headers=token)
        lead = {"fields": {"name": "Grace", "email": "grace@example.com"}}
        left = await visitor.post(f"{base}/leads", json=lead, headers=token)
    assert (asked.status_code, left.status_code) == (200, 201)


async def test_an_owner_sets_days_and_switches_and_erases_a_visitor(product: Product, owner: Owner):
    await sign_up(owner)
    public_id = await create_chatbot(owner)
    await owner.open("deploy")
    await owner.page.click("#deploy")
    await expect(owner.page.locator("#state-text")).to_contain_text("live")
    await leave_something(product, public_id)
    await change_settings(owner)
    await download_and_erase(owner)


async def change_settings(owner: Owner) -> None:
    page = owner.page
    await owner.open("privacy")
    await expect(page.locator("#kept")).to_contain_text("Leads1")
    await page.fill("#retention-days", "soon")
    await expect(page.locator("#retention-days-problem")).to_contain_text("whole number")
    await page.fill("#retention-days", "30")
    await expect(page.locator("#would-go")).to_contain_text("0 conversations")
    await page.click("#save-retention")
    await expect(page.get_by_text("Saved.").first).to_be_visible()
    await page.click("#mask-personal")
    await expect(page.locator("#mask-passages")).to_have_count(0)
    await owner.picture("privacy")

    await page.reload()
    await expect(page.locator("#retention-days")).to_have_value("30")
    await expect(page.locator("#mask-personal")).to_have_attribute("data-state", "unchecked")


async def download_and_erase(owner: Owner) -> None:
    page = owner.page
    await owner.open("conversations")
    await page.click("#conversations a")
    async with page.expect_download() as started:
        await page.click("#download-visitor")
    download = await started.value
    tables = json.loads(Path(await download.path()).read_text())["tables"]
    assert download.suggested_filename.startswith("visitor-") and download.suggested_filename.endswith(".json")
    assert tables["leads"][0]["fields"]["email"] == "grace@example.com"

    await page.click("#erase-visitor")
    await owner.picture("erase")
    await page.click("#confirm-erase-visitor")
    await expect(page.locator("#no-conversations")).to_be_visible()
    await owner.open("leads")
    await expect(page.locator("#no-leads")).to_be_visible()
