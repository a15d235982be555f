"""Whichever store has the vectors, the same question finds the same passages in the same order, as sure of each."""

from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

import pytest
from anyio import to_thread
from sqlalchemy import text as sql

from demo_shop.demo import FILES, SITE
from privexbot_app.db import in_session
from privexbot_app.models import Chatbot
from privexbot_app.services import documents, knowledge, passages, search
from privexbot_app.services.accounts import Viewer
from privexbot_app.services.knowledge import Upload
from tests.conftest import learn
from tests.rag.test_search import COOKBOOK, SHOP, new_base
from tests.vectors.conftest import choose

QUESTIONS = (
    *("Do you have size 9 in red?", "How long does shipping take?", "Can I return shoes I have worn?"),
    *("What are the opening hours on Sunday?", "Where can I park?", "Comet Runner", "waterproof boots for hiking"),
    *("Who was the first man on the moon?", "How do I clean suede?", "Do you ship to Alaska?", "gift card", "?"),
)
HALF_PRECISION = 2e-3

Ask = Callable[..., Awaitable[None]]


@pytest.fixture
async def shop(alice: Viewer, alices_bot: Chatbot) -> Chatbot:
    """Alice's chatbot, which has read the demo shop."""
    pages = sorted(SITE.glob("*.html"))
    for file in [*sorted(FILES.iterdir()), *pages]:
        upload = Upload(file.name, file.read_bytes())
        source = await knowledge.add_file(alice, alices_bot.knowledge_base_id, upload)
        await to_thread.run_sync(learn, source)
    return alices_bot


@pytest.fixture
def same(monkeypatch: pytest.MonkeyPatch, in_postgresql: None) -> Ask:
    """Ask both stores, and hold their answers side by side."""

    async def ask(bases: Sequence[UUID], source_ids: Sequence[UUID] = (), questions: Sequence[str] = QUESTIONS) -> None:
        told = {}
        for store in ("faiss", "pgvector"):
            choose(monkeypatch, store)
            told[store] = [await search.look_up_in(bases, question, 6, source_ids) for question in questions]
        for question, one, other in zip(questions, told["faiss"], told["pgvector"], strict=True):
            assert [found.passage_id for found in one.found] == [found.passage_id for found in other.found], question
            assert [found.score for found in one.found] == pytest.approx(
                [found.score for found in other.found], abs=HALF_PRECISION
            )
            assert one.statistics == other.statistics
        assert any(looked.found for looked in told["pgvector"])

    return ask


async def test_a_whole_shop_and_after_what_its_owner_does_to_it(alice: Viewer, shop: Chatbot, same: Ask) -> None:
    base = shop.knowledge_base_id
    await same([base])
    assert in_session(lambda session: session.execute(sql("SELECT count(*) FROM vectors.sentences")).scalar_one()) > 200

    sources = await knowledge.list_sources(alice, base)
    await same([base], [source.id for source in sources[::3]])

    rows = (await documents.list_documents(alice, shop.id)).rows
    shown = [(await documents.read_document(alice, row.row.id)).passages for row in rows[:4]]
    for place, passage in enumerate(one for some in shown for one in some[:2]):
        if place % 2:
            await passages.disable(alice, passage.id, True)
        else:
            await passages.edit(alice, passage.id, "Gift cards are sold at the desk, in red and in size 9.")
    await same([base])

    await knowledge.delete_source(alice, sources[1].id)
    again = await knowledge.retry_source(alice, sources[5].id)
    await to_thread.run_sync(learn, again)
    await same([base])


async def test_several_knowledge_bases_as_if_they_were_one(
    alice: Viewer, shop: Chatbot, taught_bot: Chatbot, mallory: Viewer, same: Ask
) -> None:
    others = [new_base(COOKBOOK), new_base(SHOP), new_base()]
    await same([shop.knowledge_base_id, *others])
    await same(others, questions=["dough", "Is the red sneaker there in size 9?"])
