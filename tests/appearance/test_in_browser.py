"""An owner gives the widget a look, a message and a form of her own, and sees it before anybody else does."""

from collections.abc import AsyncIterator

import httpx
import pytest
from playwright.async_api import Page, expect

from tests.appearance.conftest import PNG
from tests.appearance.styles import style_of
from tests.browser import open_browser
from tests.e2e.product import Product
from tests.e2e.test_path import PICTURES, Owner, create_chatbot, sign_up

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(120)]


@pytest.fixture
def product(tmp_path):
    """A server with nothing in it yet."""
    product = Product(tmp_path, {"DEVELOPMENT_ALLOWED_ORIGINS": ""})
    product.start()
    yield product
    product.kill()


@pytest.fixture
async def owner(product) -> AsyncIterator[Owner]:
    PICTURES.mkdir(parents=True, exist_ok=True)
    expect.set_options(timeout=10_000)
    async with open_browser() as browser:
        context = await browser.new_context(viewport={"width": 1280, "height": 860})
        context.set_default_timeout(10_000)
        yield Owner(await context.new_page(), product.url, "appearance")


async def test_the_owners_hand_on_the_widget(product: Product, owner: Owner):
    await sign_up(owner)
    public_id = await create_chatbot(owner)
    await owner.open("deploy")
    await owner.page.click("#deploy")
    await expect(owner.page.locator("#state-text")).to_contain_text("live")
    await owner.open("settings")
    await choose_looks(owner)
    await choose_behaviour(owner)
    await write_messages(owner)
    await make_a_form(owner)
    check(httpx.get(f"{product.url}/api/v1/chatbots/{public_id}/config").json())
    await look_on_a_phone(owner)


async def saved(page: Page) -> None:
    await expect(page.get_by_text("Saved.", exact=True).first).to_be_visible()
    await expect(page.get_by_text("Saved.", exact=True)).to_have_count(0)


async def choose_looks(owner: Owner) -> None:
    """The window that opens in the preview does not take the focus out of the field that is being typed into."""
    page = owner.page
    await page.get_by_role("link", name="Appearance").click()
    preview = page.frame_locator("#preview")
    await expect(preview.locator("[part=window]")).to_be_visible()
    first = await page.get_attribute("#preview", "src")
    await page.get_by_text("Bottom left").click()
    await page.focus("#radius")
    await page.keyboard.type("3")
    await expect(page.locator("#preview")).not_to_have_attribute("src", first or "")
    await expect(preview.locator("[part=window]")).to_be_visible()
    await expect(page.locator("#radius")).to_be_focused()
    await page.set_input_files("#avatar-file", {"name": "a.png", "mimeType": "image/png", "buffer": PNG})
    await expect(page.locator(".picture-now")).to_be_visible()
    await page.fill("#font", "x;} body{display:none")
    await page.click("#save-look")
    await expect(page.locator("#font-problem")).to_contain_text("names of fonts")
    await expect(page.locator("#radius")).to_have_value("3")
    await page.fill("#font", "Georgia, serif")
    await owner.picture("look")
    await page.click("#save-look")
    await saved(page)
    await page.click("#preview-closed")
    await expect(preview.locator("[part=launcher]")).to_be_visible()
    await expect(preview.locator("[part=window]")).to_be_hidden()


async def choose_behaviour(owner: Owner) -> None:
    page = owner.page
    await page.get_by_role("link", name="Behaviour").click()
    await page.fill("#auto_open", "5")
    await page.click("#sound")
    await page.click("#show_branding")
    await page.fill("#image_hosts", "https://cdn.example.com/pictures")
    await page.click("#save-behaviour")
    await expect(page.locator("#image_hosts")).to_have_value("cdn.example.com")
    await saved(page)


async def write_messages(owner: Owner) -> None:
    page = owner.page
    await page.get_by_role("link", name="Messages", exact=True).click()
    await expect(page.locator("#no-rules")).to_be_visible()
    for text in ("First", "Second"):
        await page.click("#add-rule")
        await page.fill("#rule-text", text)
        await page.fill("#rule-path", "/shoes/*")
        await page.press("#rule-path", "Enter")
        await expect(page.locator("#rules")).to_contain_text(text)
    await page.get_by_role("button", name="Move up: Second").press("Enter")
    await expect(page.locator("#rules > li").first).to_contain_text("Second")
    await owner.picture("messages")


async def make_a_form(owner: Owner) -> None:
    page = owner.page
    await page.get_by_role("link", name="Lead form").click()
    await page.click("#add-field")
    added = page.locator("#fields > li").last
    await expect(added.locator("input").first).to_be_focused()
    await page.keyboard.type("Topic")
    await added.get_by_role("combobox").click()
    await page.get_by_role("option", name="Choice from a list").click()
    await page.click("#save-lead-form")
    await expect(added).to_contain_text("Give at least one choice.")
    await added.locator("textarea").fill("Sizes\nReturns")
    await added.get_by_role("button", name="Move up").click()
    await page.click("#save-lead-form")
    await saved(page)
    await owner.picture("lead-form")


def check(told) -> None:
    """What a website is told of all that."""
    assert (told["position"], style_of(told)) == ("bottom-left", {"radius": "3px", "font": "Georgia, serif"})
    assert told["avatar_url"].startswith("/api/v1/chatbots/")
    assert (told["auto_open"], told["sound"], told["show_branding"]) == ("5", True, False)
    assert told["image_hosts"] == ["cdn.example.com"]
    assert [(rule["text"], rule["seconds"], rule["pattern"]) for rule in told["rules"]] == [
        ("Second", 10, "^/shoes/.*$"),
        ("First", 10, "^/shoes/.*$"),
    ]
    assert [field["name"] for field in told["lead_form"]["fields"]] == ["name", "topic", "email"]
    assert told["lead_form"]["fields"][1]["choices"] == ["", "Sizes", "Returns"]


async def look_on_a_phone(owner: Owner) -> None:
    """Nothing is wider than the screen."""
    page = owner.page
    settings = page.url.removesuffix("/lead-form")
    await page.set_viewport_size({"width": 390, "height": 800})
    await page.emulate_media(color_scheme="dark")
    for path in ("/appearance", "/behaviour", "/messages", "/lead-form"):
        await page.goto(settings + path)
        await expect(page.locator("main .card").first).to_be_visible()
        await owner.picture(f"{path[1:]}-phone-dark")
        assert await page.evaluate("document.documentElement.scrollWidth") <= 390
