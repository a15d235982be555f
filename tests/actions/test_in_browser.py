"""An owner describes an action in a real browser, tries it, uses it in the playground and reads its log."""

import asyncio

import pytest
from playwright.async_api import Page, expect

from tests.actions.conftest import SECRET, Shop, serve_shop
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


@pytest.fixture
async def own_server(product):
    """At the one address beside the internet that the product may ask."""
    shop = Shop(port=product.shop_port)
    server = await asyncio.start_server(lambda reader, writer: serve_shop(shop, reader, writer), "127.0.0.1", shop.port)
    yield shop
    server.close()


async def test_an_action_is_described_tried_used_and_read_about(product: Product, owner: Owner, own_server: Shop):
    await sign_up(owner)
    await create_chatbot(owner)
    await owner.open("actions")
    await expect(owner.page.locator("#no-actions")).to_be_visible()
    await describe(owner, product)
    await try_it(owner, own_server)
    await use_it(owner)
    await read_the_log(owner)


async def describe(owner: Owner, product: Product) -> None:
    page = owner.page
    await page.click("#add-action")
    await page.fill("#action-title", "Order status")
    await page.fill("#action-name", "Order Status")
    await page.fill("#action-description", "Looks up where an order is.")
    await page.fill("#action-phrases", "Where is my order?\nTrack my parcel")
    await page.click("#action-parameters")
    await page.fill("input[name=name_1]", "order_id")
    await page.fill("input[name=label_1]", "Order number")
    await page.fill("input[name=pattern_1]", "[0-9]+")
    await page.fill("#action-url", f"{product.shop}/orders/{{order_id}}")
    await page.fill("#action-secret_headers", f"Authorization: {SECRET}")
    await page.fill("#action-result_path", "order")
    await page.fill("#action-answer", "Your order {order_id} is {status}.")
    await page.click("#save-action")
    await expect(page.locator("#action-name-problem")).to_be_visible()
    await owner.picture("action-problem")
    await page.fill("#action-name", "order_status")
    await page.click("#save-action")
    await expect(page.locator("#actions")).to_contain_text("Order status")
    await owner.picture("action-listed")
    await reopen(page)


async def reopen(page: Page) -> None:
    """What was saved is in the form again, but for the secret."""
    await page.click(".edit-action")
    await expect(page.locator("input[name=label_1], input[name=label_2]")).to_have_value("Order number")
    await expect(page.locator("#action-secrets")).to_contain_text("Authorization")
    assert SECRET not in await page.content()
    await page.click("#save-action")
    await expect(page.locator("#action-form")).to_have_count(0)


async def try_it(owner: Owner, own_server: Shop) -> None:
    page = owner.page
    await page.click(".try-action")
    await page.fill("input[name=order_id]", "x")
    await page.click("#send-trial")
    await expect(page.locator("#trial-problem")).to_contain_text("right form")
    await page.fill("input[name=order_id]", "7")
    await page.click("#send-trial")
    await expect(page.locator("#trial-told")).to_contain_text("Your order 7 is shipped.")
    await expect(page.locator("#trial-request")).to_contain_text("Authorization: ••••")
    await owner.picture("action-tried")
    assert own_server.heard[0].headers["authorization"] == SECRET
    await page.keyboard.press("Escape")


async def use_it(owner: Owner) -> None:
    page = owner.page
    await owner.open("playground")
    await page.fill("#question", "Where is my order?")
    await page.click("#ask")
    await page.fill(".offer input[name=order_id]", "8")
    await owner.picture("action-form")
    await page.click(".offer-yes")
    await expect(page.locator("#messages")).to_contain_text("Your order 8 is shipped [1].")
    await owner.picture("action-told")


async def read_the_log(owner: Owner) -> None:
    page = owner.page
    await owner.open("actions")
    await page.click(".log-action")
    await expect(page.locator("#calls li")).to_have_count(1)
    await expect(page.locator("#calls")).to_contain_text("order_id: 8")
    await owner.picture("action-log")
