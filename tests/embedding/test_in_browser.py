"""An owner gives a knowledge base another search model in a real browser: what it means, how far it is, what fails."""

import time

import pytest
from playwright.async_api import expect

from tests.bases.test_in_browser import add_text, look
from tests.e2e import test_path
from tests.e2e.product import Product
from tests.e2e.test_path import Owner, create_chatbot, sign_up
from tests.rag.twisted import embed_turned

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]
owner = test_path.owner

BLOCK = "Shoe number {n} is made of leather from farm {n}. It costs {n} dollars in the autumn sale. It comes in red. "
TEXT = "\n\n".join("".join(BLOCK.format(n=9 * block + n) for n in range(9)) for block in range(12))


@pytest.fixture
def product(tmp_path, provider):
    """A server with nothing in it yet, whose owners may name our provider."""
    product = Product(tmp_path, {"LLM_ALLOWED_PRIVATE_ORIGINS": f"http://127.0.0.1:{provider.port}"})
    product.start()
    yield product
    product.kill()


def slowly(texts):
    time.sleep(0.4)
    return embed_turned(texts)


async def test_an_owner_changes_the_search_model(product: Product, owner: Owner, provider):
    await sign_up(owner)
    await create_chatbot(owner)
    page, bot = owner.page, owner.page.url
    await page.goto(f"{bot}/knowledge")
    await add_text(page, "Catalogue", TEXT)
    await add_key(owner, provider)

    await page.goto(f"{bot}/knowledge")
    await look(owner, "model-link")
    await page.click("#search-model")
    await page.wait_for_url("**/knowledge-bases/*")
    await page.click("text=Knowledge bases >> visible=true")
    await page.click(".base-model")
    await expect(page.locator("#serving")).to_contain_text("MiniLM")
    await page.click("#source")
    await page.click("[role=option]:has-text('Our own')")
    await page.click("#use-model")
    await expect(page.locator("#model-problem")).to_contain_text("Name an embedding model")
    await page.fill("#model", "disguised")
    await page.locator("#model").blur()
    await expect(page.locator("#meaning")).to_contain_text("passages")
    await look(owner, "model-choice")

    provider.script, provider.embed = "bad_key", slowly
    await page.click("#use-model")
    await expect(page.locator("#move-problem")).to_contain_text("does not accept the key")
    await look(owner, "model-problem")

    provider.script = "normal"
    await page.click("#try-again")
    await expect(page.locator("#move")).to_contain_text("passages")
    await look(owner, "model-moving")
    await expect(page.locator("#serving")).to_contain_text("disguised")
    await expect(page.locator("#move")).to_have_count(0)
    await look(owner, "model-served")

    provider.script = "hang"
    await page.click("#source")
    await page.click("[role=option]:has-text('MiniLM, which') >> nth=-1")
    await expect(page.locator("#meaning")).to_contain_text("costs nothing")
    await page.click("#use-model")
    await expect(page.locator("#serving")).to_contain_text("MiniLM")


async def add_key(owner: Owner, provider) -> None:
    page = owner.page
    await page.goto(f"{owner.base}/models")
    await page.click("#provider")
    await page.click("[role=option]:has-text('Other')")
    await page.fill("#address", provider.base_url)
    await page.fill("#key", "sk-the-key-of-embeddings")
    await page.fill("#name", "Our own")
    await page.click("#add-key")
    await expect(page.locator("#keys > li")).to_have_count(1)
