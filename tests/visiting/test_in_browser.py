"""The owner's hands on the visitors' menu: switches that are kept; a visitor's file and rating where she reads them."""

import httpx
import pytest
from playwright.async_api import expect

from tests.e2e import test_path
from tests.e2e.product import Product
from tests.e2e.test_path import Owner, create_chatbot, sign_up
from tests.visiting import files

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]
owner = test_path.owner


@pytest.fixture
def product(tmp_path):
    """A server with nothing in it yet."""
    product = Product(tmp_path, {"SMTP_URL": ""})
    product.start()
    yield product
    product.kill()


async def test_an_owner_takes_files_and_reads_what_came(product: Product, owner: Owner):
    await sign_up(owner)
    public_id = await create_chatbot(owner)
    await owner.open("deploy")
    await owner.page.click("#deploy")
    await expect(owner.page.locator("#state-text")).to_contain_text("live")
    await take_files(owner)
    await leave_something(product, public_id)
    await read_it(owner)


async def take_files(owner: Owner) -> None:
    page = owner.page
    await owner.open("settings")
    await page.get_by_role("link", name="Visitors’ menu").click()
    await expect(page.locator("#no-mail")).to_be_visible()
    await expect(page.locator("#uploads")).to_have_attribute("aria-checked", "false")
    await page.click("#uploads")
    await page.click("#transcript_file")
    await page.click("#save-visitors")
    await expect(page.get_by_text("Saved.").first).to_be_visible()
    await page.reload()
    await expect(page.locator("#uploads")).to_have_attribute("aria-checked", "true")
    await expect(page.locator("#transcript_file")).to_have_attribute("aria-checked", "false")
    await owner.picture("visitors-menu")
    for scheme, width in (("dark", 1280), ("light", 390), ("dark", 390)):
        await page.emulate_media(color_scheme=scheme)
        await page.set_viewport_size({"width": width, "height": 860})
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        await owner.picture(f"visitors-menu-{scheme}-{width}")
    await page.emulate_media(color_scheme="light")
    await page.set_viewport_size({"width": 1280, "height": 860})


async def leave_something(product: Product, public_id: str) -> None:
    """A visitor sends a picture, and rates the conversation."""
    base = f"{product.url}/api/v1/chatbots/{public_id}"
    async with httpx.AsyncClient() as visitor:
        opened = (await visitor.post(f"{base}/session", json={})).json()
        visitor.headers["Authorization"] = f"Bearer {opened['token']}"
        sent = await visitor.post(f"{base}/uploads", files={"file": ("a picture of my shoe.png", files.PNG)})
        body = {"message": "Is this broken?", "files": [sent.json()["id"]]}
        asked = await visitor.post(f"{base}/message", json=body)
        rated = await visitor.post(f"{base}/rating", json={"fields": {"stars": "4", "comment": "Friendly <b>bot</b>."}})
    assert (sent.status_code, asked.status_code, rated.status_code) == (201, 200, 204)


async def read_it(owner: Owner) -> None:
    page = owner.page
    await page.click("#tab-overview")
    await expect(page.locator("#count-rating")).to_have_text("4.0")
    await owner.picture("overview")
    await owner.open("conversations")
    await page.get_by_text("Is this broken?").first.click()
    await expect(page.locator("#conversation-rating")).to_contain_text("4 of 5")
    await expect(page.locator("#conversation-rating q")).to_have_text("Friendly <b>bot</b>.")
    await owner.picture("thread")
    async with page.expect_download() as download:
        await page.get_by_role("link", name="a picture of my shoe.png").click()
    assert (await (await download.value).path()).read_bytes() == files.PNG
    for scheme, width in (("light", 1280), ("dark", 390)):
        await page.emulate_media(color_scheme=scheme)
        await page.set_viewport_size({"width": width, "height": 860})
        await owner.picture(f"thread-{scheme}-{width}")
