"""Answers of the owner's own and gaps, as their pages show them and change them."""

from io import BytesIO
from pathlib import Path

import pytest
import reflex as rx

from privexbot_app.errors import Invalid, NotFound
from privexbot_app.services import gaps, inbox, qa
from privexbot_app.ui.states.answer_form import AnswerFormState
from privexbot_app.ui.states.answers import AnswersState
from privexbot_app.ui.states.gaps import GapsState
from privexbot_app.ui.states.thread import ThreadState
from tests.ui.conftest import Unlocked
from tests.ui.test_inbox_states import visit_and_ask

FORM = {"question": "Size 9 in red?", "answer": "Yes.", "phrasings": "red nine?\n\n red 9? ", "link": ""}


async def test_a_gap_is_answered_from_its_page_and_leaves_the_list(open_page, alice, bot):
    await visit_and_ask(alice, bot)
    await gaps.sort_questions(bot.id)
    page = await open_page(GapsState, "/improve")
    await GapsState.load.fn(page)
    (row,) = page.rows
    assert (row.title, row.questions, row.more) == ("Size 9 in red?", 1, 0)
    assert row.examples[0].href.startswith(f"/chatbots/{bot.id}/conversations/")

    form = await page.get_state(AnswerFormState)
    await AnswerFormState.start_from_gap.fn(form, row.id)
    assert form.is_open and form.first_question == "Size 9 in red?"
    events = await AnswerFormState.save.fn(form, FORM)

    assert GapsState.load in events and not form.is_open
    await GapsState.load.fn(page)
    assert page.rows == []
    await GapsState.show.fn(page, "answered")
    (answered,) = page.rows
    await AnswerFormState.start_edit.fn(form, answered.pair_id)
    assert (form.is_edit, form.first_answer, form.first_phrasings) == (True, "Yes.", "red nine?\nred 9?")


async def test_an_unanswered_message_opens_the_form_with_its_question(open_page, alice, bot):
    await visit_and_ask(alice, bot)
    (conversation,) = await inbox.list_conversations(alice, bot.id)
    page = await open_page(ThreadState, conversation_id=str(conversation.id))
    await ThreadState.load.fn(page)
    unknown = next(message for message in page.messages if message.is_unknown)

    form = await page.get_state(AnswerFormState)
    await AnswerFormState.start_from_message.fn(form, unknown.id)
    await AnswerFormState.save.fn(form, FORM)

    assert form.first_question == "Size 9 in red?" and form._gap_id
    assert [pair.answer for pair in await qa.list_pairs(alice, bot.knowledge_base_id)] == ["Yes."]


async def test_dismissed_gaps_are_on_a_list_of_their_own_and_come_back(open_page, alice, bot):
    await visit_and_ask(alice, bot)
    await gaps.sort_questions(bot.id)
    page = await open_page(GapsState, "/improve")
    await GapsState.load.fn(page)
    gap_id = page.rows[0].id

    await GapsState.dismiss.fn(page, gap_id)
    assert page.rows == []
    await GapsState.show.fn(page, "dismissed")
    assert [row.id for row in page.rows] == [gap_id]
    await GapsState.reopen.fn(page, gap_id)
    assert page.rows == []
    with pytest.raises(Invalid):
        await GapsState.show.fn(page, "nonsense")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"question": " "}, "question"),
        ({"answer": ""}, "answer"),
        ({"link": "javascript:1"}, "link"),
        (None, "question"),
    ],
)
async def test_what_is_wrong_stands_beside_its_field_and_the_form_stays_open(open_page, wrong, field):
    form = await open_page(AnswerFormState, "/knowledge/answers")
    AnswerFormState.start.fn(form)

    await AnswerFormState.save.fn(form, None if wrong is None else FORM | wrong)

    assert (form.problem_field, form.is_open) == (field, True) and form.problem


async def test_answers_are_listed_searched_and_deleted(open_page, alice, bot):
    form = await open_page(AnswerFormState, "/knowledge/answers")
    for question in ("Do you gift-wrap?", "Do you repair?"):
        AnswerFormState.start.fn(form)
        assert AnswersState.load in await AnswerFormState.save.fn(form, FORM | {"question": question})
    page = await open_page(AnswersState, "/knowledge/answers")
    await AnswersState.load.fn(page)
    assert [row.question for row in page.rows] == ["Do you repair?", "Do you gift-wrap?"]
    assert page.rows[0].others == "red nine? · red 9?" and page.count == 2

    await AnswersState.search.fn(page, {"words": "GIFT"})
    assert [row.question for row in page.rows] == ["Do you gift-wrap?"]
    await AnswersState.delete.fn(page, page.rows[0].id)
    assert page.rows == [] and page.count == 1


async def test_a_half_bad_file_keeps_its_good_half_and_names_the_rest(open_page, bot):
    page = await open_page(AnswersState, "/knowledge/answers")
    content = b"question,answer\nDo you gift-wrap?,Yes.\nbroken\nDo you repair?,No.\n"
    file = rx.UploadFile(file=BytesIO(content), path=Path("a.csv"), size=len(content))

    assert await AnswersState.take_file.fn(page, [file]) == AnswersState.run_import
    await AnswersState.run_import.fn(Unlocked(page))

    assert page.count == 2 and page.import_total == 0
    assert page.import_problems == ["Line 3 was left out: it has 1 column instead of 2."]


async def test_a_file_that_nobody_can_understand_says_so(open_page, bot):
    page = await open_page(AnswersState, "/knowledge/answers")
    file = rx.UploadFile(file=BytesIO(b"a,b\n1,2\n"), path=Path("a.csv"), size=8)

    assert await AnswersState.take_file.fn(page, [file]) is None
    assert "first line" in page.import_problems[0]


async def test_a_stranger_finds_nothing_and_changes_nothing(open_page, alice, bot, mallorys_token):
    await visit_and_ask(alice, bot)
    await gaps.sort_questions(bot.id)
    pair = await qa.add_pair(alice, bot.knowledge_base_id, qa.PairForm(question="Q?", answer="A."))
    (gap,) = await gaps.list_gaps(alice, bot.id, gaps.GapState.OPEN)

    for kind, handler, args in (
        (GapsState, GapsState.load, ()),
        (GapsState, GapsState.dismiss, (str(gap.id),)),
        (AnswersState, AnswersState.load, ()),
        (AnswersState, AnswersState.delete, (str(pair.id),)),
        (AnswerFormState, AnswerFormState.start_from_gap, (str(gap.id),)),
        (AnswerFormState, AnswerFormState.start_edit, (str(pair.id),)),
    ):
        with pytest.raises(NotFound):
            await handler.fn(await open_page(kind, token=mallorys_token), *args)
    form = await open_page(AnswerFormState, token=mallorys_token)
    AnswerFormState.start.fn(form)
    await AnswerFormState.save.fn(form, FORM)
    assert form.problem == "There is no such chatbot."
    assert await qa.count_pairs(alice, bot.knowledge_base_id) == 1
