"""Documents and their passages beside the text that they were cut from, a page at a time."""

from uuid import uuid4

import pytest
from anyio import to_thread

from privexbot_app.errors import NotFound
from privexbot_app.services import documents, knowledge, knowledge_bases, passages
from tests.bases.conftest import RETURNS
from tests.conftest import learn

SENTENCES = [
    f"Sentence number {n} tells something about shoes, soles and laces of the year {1000 + n}." for n in range(400)
]


@pytest.fixture
async def long_document(alice, alices_bot):
    source = await knowledge.add_text(alice, alices_bot.knowledge_base_id, "Long", " ".join(SENTENCES))
    await to_thread.run_sync(learn, source)
    return (await documents.list_documents(alice, alices_bot.id)).rows[0].row


async def test_each_document_is_listed_with_its_source_size_and_passages(alice, shop, passage_of):
    await passages.pin(alice, (await passage_of("Returns")).id, True)

    found = await documents.list_documents(alice, shop.id)

    told = {one.row.title: (one.row.source_title, one.row.characters, one.passages, one.decided) for one in found.rows}
    assert told["Returns"] == ("Returns", len(RETURNS), 1, 1) and told["Outlet"][3] == 0
    assert found.total == 2 and all(one.row.read_at for one in found.rows)


async def test_the_list_is_of_all_that_the_chatbot_searches_and_can_be_looked_through(alice, shop):
    base = await knowledge_bases.create_base(alice, "Customs")
    source = await knowledge.add_text(alice, base.id, "Customs 100%", "No customs are due.")
    await to_thread.run_sync(learn, source)
    assert (await documents.list_documents(alice, shop.id)).total == 2
    await knowledge_bases.link_base(alice, shop.id, base.id)

    assert (await documents.list_documents(alice, shop.id)).total == 3
    assert [one.row.title for one in (await documents.list_documents(alice, shop.id, " 0% ")).rows] == ["Customs 100%"]
    assert (await documents.list_documents(alice, shop.id, "_utlet")).total == 0


async def test_pages_together_show_every_passage_once_in_its_place_and_the_whole_text(alice, long_document):
    text, seen, page = "", [], 0
    while (found := await documents.read_document(alice, long_document.id, page)).passages:
        for passage in found.passages:
            assert found.text[passage.start : passage.end] == passage.text == passage.read
        assert len(found.text) < 25_000
        seen += [passage.number for passage in found.passages]
        text, page = text + found.text, page + 1

    assert page > 1 and seen == list(range(1, found.total + 1))
    assert all(sentence in text for sentence in SENTENCES)


async def test_a_document_without_passages_is_shown_and_a_page_beyond_the_end_is_empty(alice, long_document):
    assert (await documents.read_document(alice, long_document.id, 99)).passages == ()
    assert (await documents.read_document(alice, long_document.id, -3)).passages[0].number == 1


async def test_a_stranger_sees_no_document(alice, mallory, shop, long_document):
    for attempt in (
        documents.list_documents(mallory, shop.id),
        documents.read_document(mallory, long_document.id),
        documents.read_document(alice, uuid4()),
    ):
        with pytest.raises(NotFound):
            await attempt
