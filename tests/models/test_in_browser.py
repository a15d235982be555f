"""Pages and a rerank model in a real browser: a guide is read, a key chosen, a search tried, a question answered."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.bases.test_in_browser import look
from tests.e2e import test_path
from tests.e2e.product import Product
from tests.e2e.test_path import Owner, create_chatbot, sign_up
from tests.rag.files import pdf
from tests.rerank_server import RerankServer, by_word, rerank_server

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]
owner = test_path.owner

SHELVES = "\n".join(f"Shelf {n} of the shop holds socks, laces and insoles of many makers." for n in range(24))
PAGES = [f"Our shoes are made in Montreal.\n{SHELVES}", f"Unworn shoes can be returned within 30 days.\n{SHELVES}"]
QUESTION = "Within how many days can unworn shoes be returned?"


@pytest.fixture
def sorter() -> Iterator[RerankServer]:
    with rerank_server(by_word("Montreal")) as server:
        yield server


@pytest.fixture
def product(tmp_path: Path, sorter: RerankServer) -> Iterator[Product]:
    """A server with nothing in it yet, whose owners may name the rerank server."""
    product = Product(tmp_path, {"LLM_ALLOWED_PRIVATE_ORIGINS": sorter.base_url.removesuffix("/v1")})
    product.start()
    yield product
    product.kill()


async def test_pages_are_named_and_a_rerank_model_is_chosen_and_seen_at_work(owner: Owner, sorter: RerankServer):
    await sign_up(owner)
    await create_chatbot(owner)
    bot = owner.page.url
    await read_guide(owner, bot)
    await add_key(owner, sorter)
    await choose(owner, bot)
    await try_it(owner, bot, sorter)
    await ask(owner, bot)


async def read_guide(owner: Owner, bot: str) -> None:
    page = owner.page
    await page.goto(f"{bot}/knowledge")
    guide = {"name": "Guide.pdf", "mimeType": "application/pdf", "buffer": pdf(PAGES)}
    await page.click("#add-files")
    await page.set_input_files("#knowledge-files", [guide])
    await expect(page.locator("#sources > li")).to_have_attribute("data-state", "ready")
    await page.goto(f"{bot}/knowledge/documents")
    await page.click("#documents .row-title")
    await expect(page.locator(".page-place").first).to_have_text("page 1")
    await expect(page.locator(".page-place").last).to_have_text("page 2")
    await look(owner, "document-pages")


async def add_key(owner: Owner, sorter: RerankServer) -> None:
    page = owner.page
    await page.goto(f"{owner.base}/models")
    await pick(page, "#provider", "Other, in OpenAI’s language")
    await page.fill("#address", sorter.base_url)
    await page.fill("#name", "Sorter")
    await page.click("#add-key")
    await expect(page.locator("#keys > li")).to_contain_text("Sorter")
    await look(owner, "models")


async def choose(owner: Owner, bot: str) -> None:
    page = owner.page
    await page.goto(f"{bot}/settings")
    await pick(page, "#source_rerank", "Sorter")
    await page.fill("#model_rerank", "bge-reranker")
    await page.locator("#source_rerank").scroll_into_view_if_needed()
    await look(owner, "rerank-choice")
    await page.click("#save-model")
    await expect(page.get_by_text("Saved.")).to_be_visible()


async def try_it(owner: Owner, bot: str, sorter: RerankServer) -> None:
    page = owner.page
    await page.goto(f"{bot}/knowledge/search")
    await page.fill("#question", QUESTION)
    await page.click("#try-search")
    await expect(page.locator("#reranker")).to_contain_text("openai/bge-reranker")
    await expect(page.locator("#tried > li").first).to_contain_text("Montreal")
    await expect(page.locator("#tried > li .reranked").first).to_have_text("reranked 1.000")
    await expect(page.locator("#tried > li .page-place").first).to_have_text("page 1")
    await look(owner, "reranked")
    sorter.mode = "500"
    await page.click("#try-search")
    await expect(page.locator("#rerank-problem")).to_contain_text("stay as search found them")
    await expect(page.locator("#tried > li").first).to_contain_text("30 days")
    await look(owner, "not-reranked")


async def ask(owner: Owner, bot: str) -> None:
    page = owner.page
    await page.goto(f"{bot}/playground")
    await page.fill("#question", QUESTION)
    await page.click("#ask")
    await expect(page.locator(".citations").last).to_contain_text("Guide, page 2")
    await look(owner, "cited")


async def pick(page: Page, trigger: str, option: str) -> None:
    await page.click(trigger)
    await page.get_by_role("option", name=option).click()
