"""A citation of a file names the page of the sentence that it quotes, and every place in the dashboard names it too."""

from uuid import UUID

import pytest
from anyio import to_thread

from privexbot_app import db
from privexbot_app.models import Document, Passage
from privexbot_app.rag.found import Found
from privexbot_app.services import documents, knowledge, passages, receipts, search
from privexbot_app.services.evidence import citation
from privexbot_app.services.knowledge import Upload
from privexbot_app.services.stale_answers import _quoted_hashes
from tests.answers.telling import ask, find_all, last_reply
from tests.conftest import learn
from tests.rag.files import pdf
from tests.rag.office_files import pptx_of

PAGES = [
    "Our shoes are made in Montreal since 1998.",
    "Unworn shoes can be returned within 30 days.",
    "The warranty on soles is eighteen months long.",
]
QUESTION = "Within how many days can unworn shoes be returned?"


@pytest.fixture
async def reader(alice, alices_bot):
    """Alice's chatbot, which has read a guide of three pages."""
    await read(alice, alices_bot, Upload("Guide.pdf", pdf(PAGES)))
    return alices_bot


async def read(viewer, bot, upload):
    source = await knowledge.add_file(viewer, bot.knowledge_base_id, upload)
    await to_thread.run_sync(learn, source)


async def cited(bot, question=QUESTION):
    await ask(bot, question)
    [citation] = last_reply().citations
    return citation


async def test_without_a_model_the_page_of_the_quoted_sentence_is_named(reader):
    told = await cited(reader)

    assert (told["title"], told["page"], told["quote"]) == ("Guide, page 2", 2, PAGES[1])


async def test_a_model_is_cited_with_the_page_of_the_sentence_nearest_to_what_it_said(reader, model):
    model(answer="Soles have a warranty of eighteen months [1].")
    assert (await cited(reader, "How long is the warranty?"))["title"] == "Guide, page 3"


async def test_the_page_is_named_in_the_language_that_was_asked_in(reader, model):
    model(answer="Sie können ungetragene Schuhe innerhalb von 30 Tagen zurückgeben [1].")
    assert (await cited(reader, "Wie lange kann ich die Schuhe zurückgeben?"))["title"] == "Guide, Seite 2"


async def test_slides_are_named_slides(alice, alices_bot):
    await read(
        alice, alices_bot, Upload("Deck.pptx", pptx_of([("Welcome", "We sell shoes.", ""), ("Back", PAGES[1], "")]))
    )
    told = await cited(alices_bot)

    assert told["title"].endswith(", slide 2") and told["page"] == 2


async def test_a_document_that_was_read_before_pages_were_counted_is_cited_as_ever(reader):
    def forget(session):
        for passage in session.query(Passage):
            passage.pages = []
        for document in session.query(Document):
            document.page_kind = ""

    db.in_session(forget)
    told = await cited(reader)

    assert told["title"] == "Guide" and "page" not in told


async def test_what_the_owner_wrote_instead_stands_where_the_first_sentence_was(alice, reader):
    [passage] = find_all(Passage)
    await passages.edit(alice, passage.id, "Shoes can be returned within 45 days. Soles last. Ask us. We answer daily.")
    told = await cited(reader)

    assert (told["title"], told["edited"]) == ("Guide, page 1", True)


async def test_owners_see_the_pages_in_documents_searches_and_receipts(alice, reader):
    [overview] = (await documents.list_documents(alice, reader.id)).rows
    [passage] = (await documents.read_document(alice, overview.row.id)).passages
    [found] = (await search.look_up(reader.knowledge_base_id, QUESTION)).found
    await ask(reader, QUESTION)
    receipt = await receipts.read_receipt(alice, last_reply().id)

    assert passage.place == found.place == receipt.passages[0].place == "pages 1–3"


async def test_an_answer_from_a_page_is_traced_to_the_passages_of_its_document_by_its_title(reader):
    told = await cited(reader)
    reply = last_reply()
    long = [{"title": "Guide", "sha256": "a", "excerpt": "Before it."}, {"title": "Other", "sha256": "b"}]
    reply.receipt = {"passages": long}

    assert _quoted_hashes(reply, told) == {"a"}


def found_on(url, kind, **more):
    spans = ((0, 8), (9, 20))
    return Found(
        1, UUID(int=1), UUID(int=2), "Guide", url, "", "Sentence one is here", spans, (0.1, 0.2), 1.0, 0.2, 0.1,
        pages=(3, 4), page_kind=kind, **more,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("url", "kind", "link"),
    [
        ("https://shop.test/a.pdf", "page", "https://shop.test/a.pdf#page=4"),
        ("https://shop.test/a.pptx", "slide", "https://shop.test/a.pptx"),
        ("", "page", None),
    ],
)
def test_a_pdf_on_the_web_is_opened_at_the_page_and_slides_at_their_beginning(url, kind, link):
    told = citation(1, found_on(url, kind), "one is here")

    assert (told["url"], told["page"]) == (link, 4)


def test_an_edited_passage_of_a_pdf_still_leads_to_its_page():
    edited = found_on("https://shop.test/a.pdf", "page", is_edited=True)

    assert citation(1, edited, "one is here")["url"] == "https://shop.test/a.pdf#page=4"
