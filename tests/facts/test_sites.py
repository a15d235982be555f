"""Facts on the pages of a whole website: kept with each page, renewed with it, and asked about with it."""

from datetime import date

import pytest
from anyio import to_thread
from sqlmodel import select

from privexbot_app import db
from privexbot_app.models import DocumentFact
from privexbot_app.services import documents, facts, site_changes
from privexbot_app.services.stale_answers import list_stale_answers
from tests.adapters.conftest import connections  # noqa: F401
from tests.answers.telling import ask
from tests.facts.pages import COMET, page
from tests.sites.conftest import again, hasty, one_process, read, site  # noqa: F401  (fixtures are used by their names)
from tests.sites.test_approving import apply_all


def priced(price, until="2099-12-31"):
    return page({**COMET, "offers": {"price": price, "priceCurrency": "USD", "priceValidUntil": until}})


@pytest.fixture
async def shop(read, site):  # noqa: F811
    """`await shop()`: the website with one page about a shoe, read."""

    async def read_it(**form):
        site.put("/", priced("89"), "text/html")
        return await read(**form)

    return read_it


def prices():
    query = select(DocumentFact).where(DocumentFact.name == "price")
    rows = db.in_session(lambda session: list(session.exec(query)))
    return [(row.value, row.valid_until) for row in rows]


async def test_a_page_that_changes_has_its_new_facts_alone(shop, site, again):  # noqa: F811
    source = await shop()
    assert prices() == [("89.00 USD", date(2099, 12, 31))]

    site.put("/", priced("79"), "text/html")
    await again(source)

    assert prices() == [("79.00 USD", date(2099, 12, 31))]


async def test_facts_wait_with_their_page_for_the_owners_word(alice, shop, site, again):  # noqa: F811
    source = await shop(needs_approval=True)
    site.put("/", priced("79", "2099-01-31"), "text/html")
    await again(source)
    assert prices() == [("89.00 USD", date(2099, 12, 31))]

    await site_changes.approve_all(alice, source.id)
    await to_thread.run_sync(apply_all)

    assert prices() == [("79.00 USD", date(2099, 1, 31))]


async def test_an_answer_is_out_of_date_when_its_fact_is_hidden_and_others_of_the_page_are_not(alice, alices_bot, shop):
    source = await shop()
    await hide(alice, alices_bot, "brand")
    await ask(alices_bot, "What is the article number of the Comet Runner?")
    assert await list_stale_answers(alice, source.id) == []

    await hide(alice, alices_bot, "article number")

    (stale,) = await list_stale_answers(alice, source.id)
    assert "AF-COM" in stale.quote


async def hide(alice, bot, name):
    rows = (await documents.list_documents(alice, bot.id)).rows
    [fact] = [fact for one in rows for fact in await facts.list_facts(alice, one.row.id) if fact.name == name]
    await facts.hide_fact(alice, fact.id, True)
