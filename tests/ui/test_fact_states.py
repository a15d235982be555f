"""The facts of a document on its page: shown with their days, hidden and shown again."""

from uuid import uuid4

import pytest
from anyio import to_thread

from privexbot_app.errors import NotFound
from privexbot_app.services import documents, knowledge
from privexbot_app.services.knowledge import Upload
from privexbot_app.ui.states.document_facts import DocumentFactsState
from tests.conftest import learn
from tests.facts.pages import COMET, page


@pytest.fixture
async def document_id(alice, bot):
    over = {"price": "59", "priceCurrency": "USD", "priceValidUntil": "2020-01-31"}
    upload = Upload("comet.html", page({**COMET, "offers": over}).encode())
    await to_thread.run_sync(learn, await knowledge.add_file(alice, bot.knowledge_base_id, upload))
    return str((await documents.list_documents(alice, bot.id)).rows[0].row.id)


@pytest.fixture
async def shown(open_page, document_id):
    found = await open_page(DocumentFactsState, document_id=document_id)
    await DocumentFactsState.load.fn(found)
    return found


async def test_facts_are_shown_in_the_order_of_the_page_with_their_days(shown):
    assert [(row.subject, row.name, row.value, row.valid_until, row.is_over) for row in shown.rows] == [
        ("Comet Runner", "brand", "Alder", "", False),
        ("Comet Runner", "article number", "AF-COM", "", False),
        ("Comet Runner", "price", "59.00 USD", "2020-01-31", True),
    ]


async def test_a_fact_is_hidden_and_shown_again(shown):
    brand = shown.rows[0].id

    await DocumentFactsState.hide.fn(shown, brand, True)
    assert [row.is_hidden for row in shown.rows] == [True, False, False]
    await DocumentFactsState.hide.fn(shown, brand, False)
    assert not any(row.is_hidden for row in shown.rows)


async def test_what_is_no_fact_cannot_be_hidden_and_a_document_that_is_gone_has_none(shown, open_page):
    for fact_id in (str(uuid4()), "x"):
        with pytest.raises(NotFound):
            await DocumentFactsState.hide.fn(shown, fact_id, True)
    gone = await open_page(DocumentFactsState, document_id=str(uuid4()))
    await DocumentFactsState.load.fn(gone)
    assert gone.rows == []
