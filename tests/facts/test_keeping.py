"""Facts are kept with their document, found like its words, and left out when they are over or wrong."""

import pytest
from anyio import to_thread
from sqlmodel import func, select

from privexbot_app import db
from privexbot_app.errors import NotFound
from privexbot_app.models import DocumentFact
from privexbot_app.services import documents, facts, ingest, knowledge
from privexbot_app.services.knowledge import Upload
from privexbot_app.services.search import find_passages
from tests.conftest import learn
from tests.facts.pages import COMET, page

QUESTION = "How much is the Comet Runner?"
PRICE = "Comet Runner: price 89.00 USD."
SALE = {"price": "59", "priceCurrency": "USD"}


async def read_page(viewer, bot, *stated):
    source = await knowledge.add_file(viewer, bot.knowledge_base_id, Upload("comet.html", page(*stated).encode()))
    await to_thread.run_sync(learn, source)
    return source


async def facts_of(viewer, bot):
    [document] = (await documents.list_documents(viewer, bot.id)).rows
    return await facts.list_facts(viewer, document.row.id)


async def texts(bot, question=QUESTION):
    return "\n".join(found.text for found in await find_passages(bot.knowledge_base_id, question))


async def test_facts_are_kept_in_the_order_of_the_page_and_found(alice, alices_bot):
    await read_page(alice, alices_bot, COMET)

    kept = await facts_of(alice, alices_bot)

    assert [(fact.subject, fact.name, fact.value) for fact in kept] == [
        ("Comet Runner", "brand", "Alder"),
        ("Comet Runner", "article number", "AF-COM"),
        ("Comet Runner", "price", "89.00 USD"),
        ("Comet Runner", "availability", "in stock"),
    ]
    assert not any(fact.is_over or fact.is_hidden for fact in kept)
    assert PRICE in await texts(alices_bot)


async def test_reading_again_replaces_the_facts(alice, alices_bot):
    source = await read_page(alice, alices_bot, COMET)

    await to_thread.run_sync(learn, await knowledge.retry_source(alice, source.id))

    assert db.in_session(lambda session: session.exec(select(func.count(DocumentFact.id))).one()) == 4


async def test_facts_go_with_their_source(alice, alices_bot):
    source = await read_page(alice, alices_bot, COMET)

    await knowledge.delete_source(alice, source.id)

    assert db.in_session(lambda session: session.exec(select(func.count(DocumentFact.id))).one()) == 0


async def test_what_is_past_its_last_day_is_not_told_and_the_rest_is(alice, alices_bot):
    over = {**SALE, "priceValidUntil": "2020-01-31"}
    lasting = {**SALE, "price": "79", "priceValidUntil": "2099-01-31"}
    await read_page(alice, alices_bot, {**COMET, "offers": [over, lasting]})

    said = await texts(alices_bot)

    assert "59.00" not in said and "price 79.00 USD until 31 January 2099" in said and "brand Alder" in said
    assert [fact.is_over for fact in await facts_of(alice, alices_bot) if fact.name == "price"] == [True, False]


async def test_a_fact_holds_to_the_end_of_its_last_day(alice, alices_bot, monkeypatch):
    from datetime import UTC, datetime

    await read_page(alice, alices_bot, {**COMET, "offers": {**SALE, "priceValidUntil": "2030-01-31"}})

    for day, is_told in ((31, True), (1, False)):
        at = datetime(2030, 1 if day == 31 else 2, day, 23, 59, tzinfo=UTC)
        monkeypatch.setattr("privexbot_app.services.search.now", lambda at=at: at)
        assert ("59.00" in await texts(alices_bot)) is is_told


async def test_a_passage_of_which_nothing_holds_any_more_is_not_found(alice, alices_bot):
    event = {"@type": "Event", "name": "Shoe concert", "startDate": "2020-05-01", "location": "Old hall"}
    await read_page(alice, alices_bot, event)

    found = await find_passages(alices_bot.knowledge_base_id, "When does the Shoe concert begin?")

    assert [passage.heading for passage in found] == ["Comet Runner"]


async def test_a_hidden_fact_is_not_told_until_it_is_shown_again(alice, alices_bot):
    await read_page(alice, alices_bot, COMET)
    price = next(fact for fact in await facts_of(alice, alices_bot) if fact.name == "price")

    await facts.hide_fact(alice, price.id, True)
    said = await texts(alices_bot)
    assert PRICE not in said and "article number AF-COM" in said
    assert [fact.name for fact in await facts_of(alice, alices_bot) if fact.is_hidden] == ["price"]

    await facts.hide_fact(alice, price.id, False)
    assert PRICE in await texts(alices_bot)


async def test_a_passage_without_its_best_sentence_is_less_near(alice, alices_bot):
    await read_page(alice, alices_bot, COMET)
    [before] = [one for one in await find_passages(alices_bot.knowledge_base_id, QUESTION) if PRICE in one.text]
    price = next(fact for fact in await facts_of(alice, alices_bot) if fact.name == "price")
    await facts.hide_fact(alice, price.id, True)

    after = next(
        one for one in await find_passages(alices_bot.knowledge_base_id, QUESTION) if one.heading == before.heading
    )

    assert after.cosine < before.cosine and after.score < before.score
    assert [after.sentence(number) for number in range(len(after.sentences))] == after.text.split("\n")
    assert len(after.sentence_cosines) == len(after.sentences) == len(before.sentences) - 1


async def test_what_is_hidden_stays_hidden_when_the_page_says_it_again(alice, alices_bot):
    source = await read_page(alice, alices_bot, COMET)
    price = next(fact for fact in await facts_of(alice, alices_bot) if fact.name == "price")
    await facts.hide_fact(alice, price.id, True)

    await to_thread.run_sync(learn, await knowledge.retry_source(alice, source.id))

    assert [fact.name for fact in await facts_of(alice, alices_bot) if fact.is_hidden] == ["price"]
    assert PRICE not in await texts(alices_bot)


async def test_what_is_hidden_while_the_page_is_being_read_stays_hidden(alice, alices_bot):
    source = await read_page(alice, alices_bot, COMET)
    price = next(fact for fact in await facts_of(alice, alices_bot) if fact.name == "price")
    again = await knowledge.retry_source(alice, source.id)
    passages = await to_thread.run_sync(ingest.read_source, again.id, again.attempt)

    await facts.hide_fact(alice, price.id, True)
    for first in range(0, passages, ingest.BATCH):
        await to_thread.run_sync(ingest.index_batch, again.id, again.attempt, first)
    await to_thread.run_sync(ingest.finish_source, again.id, again.attempt)

    assert [fact.name for fact in await facts_of(alice, alices_bot) if fact.is_hidden] == ["price"]


async def test_facts_of_strangers_can_be_neither_seen_nor_hidden(alice, mallory, alices_bot):
    await read_page(alice, alices_bot, COMET)
    [document] = (await documents.list_documents(alice, alices_bot.id)).rows
    fact = (await facts_of(alice, alices_bot))[0]

    with pytest.raises(NotFound):
        await facts.list_facts(mallory, document.row.id)
    with pytest.raises(NotFound):
        await facts.hide_fact(mallory, fact.id, True)
    assert not (await facts_of(alice, alices_bot))[0].is_hidden
