"""A browser tab on a customer's page, and the stub of the API that the widget in it talks to."""

import csv
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp import web
from playwright.async_api import Browser, Locator, Page, expect

from tests.browser import open_browser
from tests.widget.stub_server import Stub, make_app
from widget_py.build import ASSETS, STYLE, build
from widget_py.shorten import short_classes, shorten_classes

CLASSES = short_classes(STYLE.read_text("utf-8"))
WITH = '<!doctype html><meta name="viewport" content="width=device-width"><title>Shop</title><body><h1>Shop</h1>'
ONE_LINE = WITH + '<script async src="{api}/api/v1/widget.js" data-chatbot="shoe-store-k3f9"></script>'
TWO_SCRIPTS = (
    WITH + '<script src="{api}/api/v1/widget.js"></script>'
    "<script>pb('init', {id: 'shoe-store-k3f9', options: {color: '#0f766e', position: 'bottom-left'}});</script>"
)
LOADER = (
    WITH
    + """<script>
(function(w,d,s,u,o){w[o]=w[o]||function(){(w[o].q=w[o].q||[]).push(arguments)};
var js=d.createElement(s),first=d.getElementsByTagName(s)[0];
js.async=1;js.src=u;first.parentNode.insertBefore(js,first);
})(window,document,'script','{api}/cdn/v7/w.js','pb');
pb('init', {id: 'shoe-store-k3f9', options: {autoOpen: 0}});
</script>"""
)
EMPTY = WITH + '<script src="{api}/api/v1/widget.js"></script>'
STRICT = "default-src 'self'; style-src 'self'; script-src {api}; connect-src {api}; require-trusted-types-for 'script'"
TRAP = """window.__hits = []; window.__x = (id) => window.__hits.push(id);
window.addEventListener('xss', () => window.__hits.push('event'));"""


@dataclass
class World:
    """A browser tab, the stub server, and the address of the customer's pages."""

    page: Page
    stub: Stub
    shop: str
    complaints: list[str]

    async def visit(self, html: str) -> None:
        self.stub.pages["p"] = html
        await self.page.goto(f"{self.shop}/pages/p")

    def at(self, selector: str) -> Locator:
        """Finds by the style sheet's own class names."""
        return self.page.locator(shorten_classes(selector, CLASSES))

    async def ask(self, text: str) -> None:
        await self.page.locator("[part=input]").fill(text)
        await self.page.keyboard.press("Enter")

    async def choose(self, label: str) -> None:
        """An entry of the menu."""
        await self.page.get_by_role("button", name="More options").click()
        await self.page.get_by_role("button", name=label, exact=True).click()

    async def open(self) -> None:
        await self.at(".c-launcher").click()
        await expect(self.page.locator("[part=input]")).to_be_focused()


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    build(ASSETS)
    async with open_browser() as found:
        yield found


@pytest.fixture
async def served() -> AsyncIterator[tuple[Stub, str]]:
    """A server for each test: what the last page of another one still sends, reaches nobody."""
    stub = Stub()
    runners = [web.AppRunner(make_app(stub), handler_cancellation=True, shutdown_timeout=1) for _ in range(2)]
    addresses = []
    for runner in runners:
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        addresses.append(f"http://127.0.0.1:{runner.addresses[0][1]}")
    stub.origin = addresses[0]
    yield stub, addresses[1]
    for runner in runners:
        await runner.cleanup()


@pytest.fixture
async def world(browser: Browser, served: tuple[Stub, str]) -> AsyncIterator[World]:
    stub, shop = served
    context = await browser.new_context(viewport={"width": 1000, "height": 760})
    page, complaints = await context.new_page(), list[str]()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "warning" else None)
    yield World(page, stub, shop, complaints)
    await context.close()


def payloads() -> list[str]:
    with Path(__file__).with_name("xss_corpus.tsv").open(encoding="utf-8") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]
    return [row[2].encode("latin-1", "backslashreplace").decode("unicode_escape") for row in rows]
