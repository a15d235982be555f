"""Two operators in two browsers and a visitor: who waits, who takes it, what is said, noted and typed, and who does not
see what."""

import asyncio
import json
import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from playwright.async_api import Page, expect

from tests.browser import open_browser
from tests.e2e.product import Product
from tests.e2e.test_path import PICTURES, Owner, create_chatbot, sign_up

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(120)]

BOBS = "bob@shoes.example"
SECRET = "The visitor is a journalist."
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060f80f0001040100"
    "5fe5c34b0000000049454e44ae426082"
)
SECOND, SOON = 1_000, 3_000  # milliseconds


@pytest.fixture
def product(tmp_path):
    """A server with nothing in it yet."""
    product = Product(tmp_path, {"DEVELOPMENT_ALLOWED_ORIGINS": ""})
    product.start()
    yield product
    product.kill()


@pytest.fixture
async def alice(product) -> AsyncIterator[Owner]:
    PICTURES.mkdir(parents=True, exist_ok=True)
    expect.set_options(timeout=10_000)
    async with open_browser() as browser:
        context = await browser.new_context(viewport={"width": 1280, "height": 860})
        context.set_default_timeout(10_000)
        yield Owner(await context.new_page(), product.url, "people")


async def join(product: Product, owner: Owner) -> Page:
    """Bob's own browser, and his place in Alice's workspace."""
    context = await owner.page.context.browser.new_context(viewport={"width": 390, "height": 800}, color_scheme="dark")
    context.set_default_timeout(10_000)
    page = await context.new_page()
    await page.goto(f"{product.url}/sign-up")
    await page.fill("#email", BOBS)
    await page.fill("#password", "correct horse battery")
    await page.click("#submit")
    await page.wait_for_url("**/chatbots")
    with sqlite3.connect(product.data_dir / "privexbot.sqlite3") as database:
        of = "(SELECT {} FROM members m JOIN users u ON u.id = m.user_id WHERE u.email = ?)"
        move = f"UPDATE members SET role = 'editor', workspace_id = {of.format('m.workspace_id')} WHERE id = "
        database.execute(move + of.format("m.id"), ("ada@shoes.example", BOBS))
    return page


class Visitor:
    """A visitor's browser, and everything that its live stream was told."""

    def __init__(self, client: httpx.AsyncClient, base: str) -> None:
        self.client, self.base, self.heard = client, base, []

    async def open(self) -> None:
        opened = (await self.client.post(f"{self.base}/session", json={})).json()
        self.client.headers["Authorization"] = f"Bearer {opened['token']}"

    async def ask(self, text: str) -> dict[str, Any]:
        return (await self.client.post(f"{self.base}/message", json={"message": text})).json()

    async def listen(self) -> None:
        async with self.client.stream("GET", f"{self.base}/live", timeout=None) as stream:
            name = ""
            async for line in stream.aiter_lines():
                name = line.removeprefix("event: ") if line.startswith("event: ") else name
                if line.startswith("data: "):
                    self.heard.append((name, json.loads(line.removeprefix("data: "))))

    async def hear(self, name: str, seconds: float = 1.5) -> dict[str, Any]:
        """The first event of that name that was told, now or soon."""
        async with asyncio.timeout(seconds):
            while not (found := [told for event, told in self.heard if event == name]):
                await asyncio.sleep(0.02)
        self.heard = [event for event in self.heard if event[0] != name]
        return found[0]


@asynccontextmanager
async def visiting(product: Product, public_id: str) -> AsyncIterator[Visitor]:
    async with httpx.AsyncClient() as client:
        visitor = Visitor(client, f"{product.url}/api/v1/chatbots/{public_id}")
        await visitor.open()
        yield visitor


async def test_two_operators_and_a_visitor(product: Product, alice: Owner):
    await sign_up(alice)
    public_id = await create_chatbot(alice)
    await set_up(alice)
    bob = await join(product, alice)
    await introduce(bob, product)
    async with visiting(product, public_id) as visitor:
        await wait_for_a_person(alice, bob, visitor)
        listening = asyncio.create_task(visitor.listen())
        await take_over(alice, bob, visitor)
        await talk(alice, bob, visitor)
        await hand_back(alice, visitor)
        listening.cancel()
    await pictures(alice, bob)


async def set_up(owner: Owner) -> None:
    """It is live, and hands over; a wrong line is told beside its field."""
    page = owner.page
    await owner.open("deploy")
    await page.click("#deploy")
    await expect(page.locator("#state-text")).to_contain_text("live")
    await owner.open("settings")
    await page.get_by_role("link", name="Handing over").click()
    await page.click("#is_on")
    await page.fill("#holidays", "Christmas")
    await page.press("#save-handover", "Enter")
    await expect(page.locator("#holidays-problem")).to_contain_text("not a date")
    await expect(page.locator("#is_on")).to_have_attribute("data-state", "checked")
    await page.fill("#holidays", "")
    await page.press("#save-handover", "Enter")
    await expect(page.get_by_text("Saved.").first).to_be_visible()
    await page.reload()
    await expect(page.locator("#is_on")).to_have_attribute("data-state", "checked")
    await owner.picture("handover")


async def introduce(bob: Page, product: Product) -> None:
    await bob.goto(f"{product.url}/people")
    await bob.fill("#name", "Bob")
    await bob.click("#save-profile")
    await expect(bob.locator("#me")).to_contain_text("Bob")
    await bob.set_input_files("#avatar-file", {"name": "bob.png", "mimeType": "image/png", "buffer": PNG})
    await expect(bob.locator("#me img.face")).to_be_visible()
    await bob.click("#new-reply")
    await bob.fill("#shortcut", "hours")
    await bob.fill("#text", "We are open from 9 to 5. {operator_name}")
    await bob.click("#save-reply")
    await expect(bob.locator("#canned-replies")).to_contain_text("/hours")


async def wait_for_a_person(alice: Owner, bob: Page, visitor: Visitor) -> None:
    """Both see it within a second, without touching anything."""
    await alice.page.goto(f"{alice.base}/inbox")
    await expect(alice.page.locator("#no-conversations")).to_be_visible()
    await bob.goto(f"{alice.base}/inbox")
    await expect(bob.locator("#no-conversations")).to_be_visible()
    assert (await visitor.ask("Can I talk to a person?"))["handoff"]["queue"] == 1
    await asyncio.gather(
        *[
            expect(page.locator("#conversations > li[data-state=waiting]")).to_be_visible(timeout=SECOND)
            for page in (alice.page, bob)
        ]
    )
    await expect(alice.page.locator("#waiting-count")).to_contain_text("1")
    await expect(alice.page.locator("#conversations")).to_contain_text("Asked for a person")
    await alice.picture("waiting")


async def take_over(alice: Owner, bob: Page, visitor: Visitor) -> None:
    """Bob is faster: Alice sees who has it, and so does the visitor."""
    await bob.click("#conversations a")
    await alice.page.click("#conversations a")
    await expect(alice.page.locator("#take-over")).to_be_visible()
    assert (await visitor.hear("state"))["state"] == "waiting"
    await bob.click("#take-over")
    await expect(alice.page.locator("#who-has-it")).to_contain_text("Bob", timeout=SOON)
    await expect(alice.page.locator("#take-over")).to_have_count(0)
    await expect(alice.page.locator("#waiting-count")).to_have_count(0)
    await expect(alice.page.locator("#no-reply")).to_contain_text("A colleague has this conversation")
    told = await visitor.hear("state")
    assert (told["state"], told["operator"]["name"]) == ("human", "Bob")


async def talk(alice: Owner, bob: Page, visitor: Visitor) -> None:
    await alice.page.click("#mode-note")
    await alice.page.fill("#composer-text", SECRET)
    await alice.page.press("#composer-text", "Enter")
    await expect(bob.locator("#thread .note")).to_contain_text(SECRET, timeout=SOON)

    await bob.locator("#composer-text").press_sequentially("/hou")
    await expect(bob.locator("#canned-menu button")).to_have_count(1)
    await alice.picture("canned-phone-dark", bob)
    await bob.locator("#canned-menu button").click()
    await expect(bob.locator("#composer-text")).to_have_value("We are open from 9 to 5. Bob")
    await bob.press("#composer-text", "Shift+Enter")
    await bob.locator("#composer-text").press_sequentially("Anything else?", delay=100)
    assert (await visitor.hear("typing"))["name"] == "Bob"
    await bob.press("#composer-text", "Enter")
    said = await visitor.hear("message")
    assert (said["text"], said["operator"]["name"]) == ("We are open from 9 to 5. Bob\nAnything else?", "Bob")
    await expect(bob.locator("#composer-text")).to_have_value("")
    await expect(alice.page.locator("#thread .by-person")).to_contain_text("Anything else?", timeout=SOON)

    await visitor.client.post(f"{visitor.base}/typing", json={})
    await expect(bob.locator("#visitor-types")).to_be_visible(timeout=SOON)
    await expect(alice.page.locator("#visitor-types")).to_be_visible(timeout=SOON)
    await alice.picture("typing")
    assert (await visitor.ask("No, thank you."))["reply"] is None
    await expect(bob.locator("#thread > li.asks").last).to_contain_text("No, thank you.", timeout=SOON)
    await expect(bob.locator("#visitor-types")).to_have_count(0)
    assert SECRET not in str(visitor.heard)
    assert SECRET not in (await visitor.client.get(f"{visitor.base}/conversation")).text
    await alice.picture("thread-phone-dark", bob)


async def hand_back(alice: Owner, visitor: Visitor) -> None:
    await alice.page.click("#hand-back")
    assert (await visitor.hear("state"))["state"] == "bot"
    answer = await visitor.ask("Who won the chess world championship in 1972?")
    assert answer["reply"]["state"] == "done" and answer["reply"]["text"]
    await expect(alice.page.locator("#thread > li.says").last).to_contain_text(re.compile(r"\w+"), timeout=SOON)
    await alice.page.click("#close")
    assert (await visitor.hear("state"))["state"] == "closed"
    await expect(alice.page.locator("#reopen")).to_be_visible()


async def pictures(alice: Owner, bob: Page) -> None:
    """To look at."""
    await alice.picture("closed")
    await alice.page.goto(f"{alice.base}/people")
    await expect(alice.page.locator("#profile")).to_be_visible()
    await alice.picture("people")
    for path in ("/inbox", "/people"):
        await bob.goto(f"{alice.base}{path}")
        await expect(bob.locator(".card").first).to_be_visible()
        await alice.picture(f"{path[1:]}-phone-dark", bob)
    assert await bob.evaluate("document.documentElement.scrollWidth") <= 390
