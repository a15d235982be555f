"""The slider under the owner's hand: it shows what it would change, and is kept."""

import httpx
import pytest
from playwright.async_api import expect

from tests.e2e import test_path
from tests.e2e.product import Product
from tests.e2e.test_path import Owner, create_chatbot, sign_up

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]
owner = test_path.owner

TEXT = "The shop is open from Tuesday to Saturday, 10 am to 6 pm.\nUnworn shoes can be returned within 30 days."
QUESTIONS = ("Is somebody there on Saturday?", "Can shoes be returned?", "Who was the first man on the moon?")


@pytest.fixture
def product(tmp_path):
    """A server with nothing in it yet."""
    product = Product(tmp_path, {})
    product.start()
    yield product
    product.kill()


async def visit(product: Product, public_id: str) -> None:
    base = f"{product.url}/api/v1/chatbots/{public_id}"
    async with httpx.AsyncClient(timeout=60) as visitor:
        opened = (await visitor.post(f"{base}/session", json={})).json()
        token = {"Authorization": f"Bearer {opened['token']}"}
        for question in QUESTIONS:
            answer = await visitor.post(f"{base}/message", json={"message": question}, headers=token)
            assert answer.status_code == 200


async def test_an_owner_tries_the_slider_on_what_visitors_asked_and_keeps_it(product: Product, owner: Owner):
    page = owner.page
    await sign_up(owner)
    public_id = await create_chatbot(owner)
    await owner.open("knowledge")
    await page.fill("#title", "The shop")
    await page.fill("#text", TEXT)
    await page.click("#add-text-button")
    await expect(page.locator("#sources > li")).to_contain_text("passage")
    await owner.open("deploy")
    await page.click("#deploy")
    await expect(page.locator("#state-text")).to_contain_text("live")
    await visit(product, public_id)

    await owner.open("settings")
    await page.click("#judge")
    await expect(page.locator("#sureness-summary")).to_have_text(
        "Of the last 3 different questions, it would answer 2 today."
    )
    await page.locator("#least_sure").fill("90")
    await expect(page.locator("#least-sure-shown")).to_have_text("90 %")
    await expect(page.locator("#lost")).to_contain_text(QUESTIONS[0])
    await owner.picture("sureness")
    await page.click("#save")
    await expect(page.get_by_text("Saved.").first).to_be_visible()
    await page.reload()
    await expect(page.locator("#least_sure")).to_have_value("90")
