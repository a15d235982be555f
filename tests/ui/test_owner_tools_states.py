"""The owner's tools on their pages: documents, passages, a search that is tried, coverage, conflicts."""

import math

import pytest
from anyio import to_thread

from privexbot_app.errors import Invalid, NotFound
from privexbot_app.services import documents, knowledge
from privexbot_app.ui.states.conflicts import ConflictsState
from privexbot_app.ui.states.coverage import CoverageState
from privexbot_app.ui.states.document import BOOSTS, DocumentState
from privexbot_app.ui.states.documents import DocumentsState
from privexbot_app.ui.states.message_rows import citation_rows
from privexbot_app.ui.states.search_trial import SearchTrialState
from tests.conftest import learn
from tests.ui.conftest import Unlocked

RETURNS = "Unworn shoes can be returned within 30 days. A refund arrives within five business days after that."
OLD = "Unworn shoes can be returned within 14 days. They have to be clean, and in their own box."


@pytest.fixture
async def taught(alice, bot):
    for title, text in (("Returns", RETURNS), ("Old returns", OLD)):
        source = await knowledge.add_text(alice, bot.knowledge_base_id, title, text)
        await to_thread.run_sync(learn, source)
    rows = (await documents.list_documents(alice, bot.id)).rows
    return {one.row.title: str(one.row.id) for one in rows}


@pytest.fixture
def open_document(open_page, taught):
    async def open_it(title, **more):
        page = await open_page(DocumentState, document_id=taught[title], **more)
        return page, await DocumentState.load.fn(page)

    return open_it


async def test_documents_are_listed_and_looked_through(open_page, taught):
    page = await open_page(DocumentsState)
    await DocumentsState.load.fn(page)
    assert {row.title for row in page.rows} == set(taught) and page.total == 2 and not page.has_more

    await DocumentsState.look_for.fn(page, "old")
    assert [(row.title, row.passages, row.source) for row in page.rows] == [("Old returns", 1, "")]


async def test_rows_are_turned_a_page_at_a_time(open_page, taught, monkeypatch):
    monkeypatch.setattr("privexbot_app.services.documents.ROWS", 1)
    monkeypatch.setattr("privexbot_app.ui.states.documents.ROWS", 1)
    page = await open_page(DocumentsState)
    await DocumentsState.load.fn(page)
    [first] = page.rows
    assert page.has_more
    await DocumentsState.turn.fn(page, 1)
    assert page.rows[0].title != first.title and not page.has_more
    await DocumentsState.turn.fn(page, -1)
    await DocumentsState.turn.fn(page, -1)
    assert page.rows == [first] and page.first == 0


async def test_a_passage_is_marked_where_it_stood_and_the_text_stays_whole(open_document):
    page, _ = await open_document("Returns")
    [row] = page.rows
    assert (page.before, page.marked, page.after) == (RETURNS, "", "")

    DocumentState.choose.fn(page, row.id)
    assert (page.before, page.marked, page.after) == ("", RETURNS, "")
    DocumentState.choose.fn(page, 999_999)
    assert page.before + page.marked + page.after == RETURNS and page.marked == ""


async def test_every_decision_is_shown_at_once_and_taken_back(open_document):
    page, _ = await open_document("Returns")
    passage_id = page.rows[0].id

    await DocumentState.disable.fn(page, passage_id, True)
    await DocumentState.pin.fn(page, passage_id, True)
    await DocumentState.boost.fn(page, passage_id, "-0.2")
    DocumentState.start_edit.fn(page, passage_id)
    assert (page.edited_text, page.read_text) == (RETURNS, "")
    await DocumentState.save.fn(page, {"passage_text": " "})
    assert page.edited_id == passage_id and "characters" in page.problem
    await DocumentState.save.fn(page, {"passage_text": "Within 99 days."})

    [row] = page.rows
    assert (row.is_disabled, row.is_pinned, row.is_edited, row.boost) == (True, True, True, "-0.2")
    assert row.text == "Within 99 days." and page.before == RETURNS and page.edited_id == 0
    DocumentState.start_edit.fn(page, passage_id)
    assert page.read_text == RETURNS
    DocumentState.show_dialog.fn(page, False)
    await DocumentState.restore.fn(page, passage_id)
    await DocumentState.disable.fn(page, passage_id, False)
    await DocumentState.pin.fn(page, passage_id, False)
    await DocumentState.boost.fn(page, passage_id, "0")
    [row] = page.rows
    assert (row.text, row.is_disabled, row.is_pinned, row.is_edited, row.boost) == (RETURNS, False, False, False, "0")


@pytest.mark.parametrize("by", ["7", "", "nan", None, "-0.30001"])
async def test_a_boost_that_was_not_offered_is_refused(open_document, by):
    page, _ = await open_document("Returns")
    with pytest.raises(Invalid):
        await DocumentState.boost.fn(page, page.rows[0].id, by)


def test_the_offered_boosts_are_what_a_passage_may_have():
    assert all(math.isclose(float(boost), round(float(boost), 1)) and abs(float(boost)) <= 0.3 for boost in BOOSTS)


async def test_a_stranger_is_led_away_from_a_document_and_decides_nothing(open_document, mallorys_token):
    mine, _ = await open_document("Returns")
    page, (away, _toast) = await open_document("Returns", token=mallorys_token)

    assert "/knowledge/documents" in str(away.args) and not page.is_loaded and page.rows == []
    with pytest.raises(NotFound):
        await DocumentState.pin.fn(page, mine.rows[0].id, True)


async def test_a_question_is_tried_with_the_parts_of_each_score(open_page, taught):
    page = await open_page(SearchTrialState)
    await SearchTrialState.load.fn(page)
    assert {source.title for source in page.sources} == set(taught)

    await tried(page, "How long can unworn shoes be returned?")
    assert len(page.rows) == 2 and page.is_told and "30 days" in page.system and page.percent > 40
    first = page.rows[0]
    assert {"Meaning", "Words"} <= {part.name for part in first.parts}
    assert all(0 <= part.percent <= 100 for row in page.rows for part in row.parts)
    assert first.href.split("/")[-1] in taught.values()


async def tried(page, question):
    async for _ in SearchTrialState.try_it.fn(page, {"question": question}):
        assert page.is_busy
    assert not page.is_busy


async def test_a_trial_can_be_kept_to_a_source_and_an_empty_question_is_refused(open_page, taught, bot):
    page = await open_page(SearchTrialState)
    await SearchTrialState.load.fn(page)
    await SearchTrialState.choose_base.fn(page, str(bot.knowledge_base_id))
    old = next(source.id for source in page.sources if source.title == "Old returns")
    SearchTrialState.choose_source.fn(page, old)

    await tried(page, "How long can unworn shoes be returned?")
    assert [row.title for row in page.rows] == ["Old returns"]
    await tried(page, " ")
    assert "Ask a question" in page.problem


async def test_coverage_shows_every_source_with_its_size(open_page, taught):
    page = await open_page(CoverageState)
    await CoverageState.load.fn(page)

    assert {row.title for row in page.rows} == set(taught) and page.never == 2
    assert (page.passages, page.cost, page.vectors) == ("2", "$0.00", "3 kB")
    assert page.rows[0].base == "Helper" and page.rows[0].characters in {str(len(RETURNS)), str(len(OLD))}


async def test_a_contradiction_is_shown_and_one_side_disabled(open_page, taught):
    page = await open_page(ConflictsState)
    await ConflictsState.compare.fn(Unlocked(page))
    [pair] = page.contradictions
    assert page.is_done and not page.is_busy and (page.compared, page.duplicates) == (2, [])
    assert {pair.first.title, pair.second.title} == set(taught)

    await ConflictsState.disable.fn(page, pair.first.passage_id, True)
    assert page.contradictions[0].first.is_disabled and not page.contradictions[0].second.is_disabled
    await ConflictsState.compare.fn(Unlocked(page))
    assert page.contradictions == []


async def test_strangers_see_nothing_of_it(open_page, taught, mallorys_token):
    for state, load in (
        (DocumentsState, DocumentsState.load),
        (SearchTrialState, SearchTrialState.load),
        (CoverageState, CoverageState.load),
    ):
        with pytest.raises(NotFound):
            await load.fn(await open_page(state, token=mallorys_token))
    page = await open_page(ConflictsState, token=mallorys_token)
    with pytest.raises(NotFound):
        await ConflictsState.compare.fn(Unlocked(page))
    assert not page.is_busy and not page.is_done


def test_a_citation_of_edited_words_says_so():
    told = {"n": 1, "title": "Returns", "url": None, "quote": "99 days."}
    plain, edited = citation_rows([told, told | {"edited": True}])
    assert (plain.is_edited, edited.is_edited) == (False, True)
