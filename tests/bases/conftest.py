"""A chatbot that has read two texts, and ways to its passages."""

import pytest
from anyio import to_thread

from privexbot_app.services import documents, knowledge
from privexbot_app.services.documents import PassageView
from tests.conftest import learn

RETURNS = "Unworn shoes can be returned within 30 days. A refund arrives within five business days after that."
OUTLET = "Shoes from the outlet can be returned within 10 days. They are sold without a box."


@pytest.fixture
async def shop(alice, alices_bot):
    """Alice's chatbot, which knows about returns and the outlet."""
    for title, text in (("Returns", RETURNS), ("Outlet", OUTLET)):
        source = await knowledge.add_text(alice, alices_bot.knowledge_base_id, title, text)
        await to_thread.run_sync(learn, source)
    return alices_bot


@pytest.fixture
def passage_of(alice, shop):
    """`await passage_of("Returns")`: the only passage of the document of that title, as its owner sees it."""

    async def find(title: str) -> PassageView:
        rows = (await documents.list_documents(alice, shop.id)).rows
        row = next(one.row for one in rows if one.row.title == title)
        [passage] = (await documents.read_document(alice, row.id)).passages
        return passage

    return find
