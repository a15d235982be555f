"""What the chatbot did not know: sorted by meaning, stable, and answered in one go."""

import asyncio
from dataclasses import replace
from itertools import zip_longest
from uuid import UUID

import pytest
from sqlmodel import select

from privexbot_app import db
from privexbot_app.errors import Forbidden, NotFound
from privexbot_app.models import Conversation, Gap, GapReason, GapState, Role
from privexbot_app.services import gaps, inbox, playground, privacy, qa
from privexbot_app.services.qa import PairForm
from privexbot_app.store import gaps as store
from tests.api.conftest import open_browser

BY_MEANING = {
    "gifts": ["Do you have gift wrapping?", "Can you gift-wrap my order?", "do you offer gift wrap"],
    "bitcoin": ["Do you take Bitcoin?", "Is it possible to pay in bitcoin?", "Can I pay with bitcoin"],
    "repair": ["Do you repair zippers?", "can you fix a broken zipper", "Is a zipper repair possible?"],
    "germany": ["Do you ship to Germany?", "Can you deliver to Germany?", "shipping to germany possible?"],
    "jobs": ["Are you hiring at the moment?", "Do you have any job openings?", "do you hire people right now"],
    "access": ["Is the shop wheelchair accessible?", "Can I enter the shop with a wheelchair?"],
    "catalogue": ["Do you have a printed catalogue?", "Can you send me a printed catalogue by mail?"],
    "influencer": ["I am an influencer, would you sponsor my channel?", "would you sponsor my youtube channel"],
}


async def wonder(browser, questions, reason=GapReason.UNKNOWN):
    """Visitors ask; whatever the bot makes of it, the questions are noted as not known."""
    for question in questions:
        accepted = dict(await browser.ask(question))["accepted"]
        conversation, message = (UUID(accepted[name]) for name in ("conversation", "message"))
        db.in_session(store.note_question, conversation, message, reason)


async def open_gaps(alice, bot):
    return await gaps.list_gaps(alice, bot.id, GapState.OPEN)


async def test_questions_of_one_meaning_make_one_gap(alice, taught_bot, browser):
    mixed_up = [question for row in zip_longest(*BY_MEANING.values()) for question in row if question]
    await wonder(browser, mixed_up)
    await gaps.sort_questions(taught_bot.id)

    topic = {question: name for name, same in BY_MEANING.items() for question in same}
    found = await open_gaps(alice, taught_bot)
    of_two = [gap for gap in found if len({topic[one.text] for one in gap.examples}) > 1]

    assert not of_two
    assert len(found) <= len(BY_MEANING) + 3, [[one.text for one in gap.examples] for gap in found]
    assert sum(gap.questions for gap in found) == sum(map(len, BY_MEANING.values()))


async def test_a_gap_counts_and_names_where_it_was_asked(alice, taught_bot, ask):
    for question in BY_MEANING["gifts"]:
        assert (await ask(question))[1]["grounded"] is False
    await ask("Do you have size 9 in red?")

    [gap] = [gap for gap in await open_gaps(alice, taught_bot) if gap.title == "Do you have gift wrapping?"]

    (conversation,) = await inbox.list_conversations(alice, taught_bot.id)
    assert gap.questions >= 2 and {one.conversation_id for one in gap.examples} == {conversation.id}
    assert gap.last_at >= gap.examples[-1].asked_at


async def test_a_question_never_moves_to_another_gap(alice, taught_bot, ask):
    for question in BY_MEANING["bitcoin"]:
        await ask(question)
    before = {one.text: gap.id for gap in await open_gaps(alice, taught_bot) for one in gap.examples}

    for question in [*BY_MEANING["gifts"], *BY_MEANING["repair"], "Do you take Ethereum or other coins?"]:
        await ask(question)

    after = {one.text: gap.id for gap in await open_gaps(alice, taught_bot) for one in gap.examples}
    assert before.items() <= after.items()


async def test_answering_a_gap_makes_its_questions_known_and_closes_it(alice, taught_bot, ask):
    asked = BY_MEANING["bitcoin"]
    for question in asked:
        assert (await ask(question))[1]["grounded"] is False
    gap = next(gap for gap in await open_gaps(alice, taught_bot) if gap.title == asked[0])

    draft = await gaps.draft_from_gap(alice, gap.id)
    form = PairForm(question=draft.question, phrasings=draft.phrasings, answer="No, only cards and cash.")
    pair = await qa.add_pair(alice, taught_bot.knowledge_base_id, form, draft.gap_id)

    for example in gap.examples:
        assert (await ask(example.text))[0] == "No, only cards and cash."
    assert gap.id not in {one.id for one in await open_gaps(alice, taught_bot)}
    [answered] = await gaps.list_gaps(alice, taught_bot.id, GapState.ANSWERED)
    assert (answered.id, answered.pair_id) == (gap.id, pair.id)


async def test_an_unanswered_message_of_a_conversation_can_be_answered_too(alice, taught_bot, browser, ask):
    await browser.ask("Do you repair zippers?")  # not sorted by any job yet
    (conversation,) = await inbox.list_conversations(alice, taught_bot.id)
    reply = (await inbox.read_thread(alice, conversation.id)).messages[-1]

    draft = await gaps.draft_from_message(alice, reply.id)
    assert draft.question == "Do you repair zippers?" and draft.gap_id is not None
    form = PairForm(question=draft.question, answer="Yes, for $20.")
    await qa.add_pair(alice, taught_bot.knowledge_base_id, form, draft.gap_id)

    assert (await ask("do you repair zippers"))[0] == "Yes, for $20."
    assert await open_gaps(alice, taught_bot) == []


async def test_a_gap_is_open_again_when_its_answer_is_deleted_or_misses_a_new_phrasing(alice, taught_bot, ask):
    await ask("Do you take Bitcoin?")
    (gap,) = await open_gaps(alice, taught_bot)
    form = PairForm(question="Do you take Bitcoin?", answer="No.")
    pair = await qa.add_pair(alice, taught_bot.knowledge_base_id, form, gap.id)
    assert await open_gaps(alice, taught_bot) == []

    await qa.delete_pair(alice, pair.id)

    assert [one.id for one in await open_gaps(alice, taught_bot)] == [gap.id]


async def test_a_dismissed_gap_stays_away_while_the_same_is_asked_on(alice, taught_bot, ask):
    await ask("Do you take Bitcoin?")
    (gap,) = await open_gaps(alice, taught_bot)
    await gaps.set_dismissed(alice, gap.id, True)

    await ask("do you take bitcoin??")

    assert await open_gaps(alice, taught_bot) == []
    [dismissed] = await gaps.list_gaps(alice, taught_bot.id, GapState.DISMISSED)
    assert dismissed.questions == 2
    await gaps.set_dismissed(alice, gap.id, False)
    assert len(await open_gaps(alice, taught_bot)) == 1


async def test_a_down_voted_question_joins_and_is_counted_as_such(alice, taught_bot, browser):
    await wonder(browser, ["When is the shop open?"], GapReason.DOWN_VOTED)
    await gaps.sort_questions(taught_bot.id)

    [gap] = await open_gaps(alice, taught_bot)
    assert (gap.title, gap.questions, gap.down_voted) == ("When is the shop open?", 1, 1)


async def test_what_the_owner_tries_in_the_playground_is_no_gap(alice, taught_bot):
    async for _ in playground.ask(alice, taught_bot.id, "Do you take Bitcoin?"):
        pass

    assert await gaps.sort_questions(taught_bot.id) == 0


async def test_two_jobs_that_sort_at_once_make_no_gap_twice(alice, taught_bot, browser):
    await wonder(browser, BY_MEANING["gifts"][::2] + BY_MEANING["bitcoin"])

    await asyncio.gather(*[gaps.sort_new_questions() for _ in range(4)])

    found = await open_gaps(alice, taught_bot)
    assert sum(gap.questions for gap in found) == 5
    assert len({gap.title for gap in found}) == len(found) <= 3


async def test_an_erased_conversation_leaves_no_words_in_the_gaps(alice, taught_bot, ask):
    await ask("Do you take Bitcoin?")
    (conversation,) = await inbox.list_conversations(alice, taught_bot.id)

    db.in_session(lambda session: session.delete(session.get_one(Conversation, conversation.id)))

    assert await open_gaps(alice, taught_bot) == []
    assert db.in_session(lambda session: session.exec(select(Gap)).all()) == []


async def test_a_stranger_learns_and_changes_nothing(alice, mallory, taught_bot, ask):
    await ask("Do you take Bitcoin?")
    (gap,) = await open_gaps(alice, taught_bot)
    message = gap.examples[0]
    (conversation,) = await inbox.list_conversations(alice, taught_bot.id)
    reply = (await inbox.read_thread(alice, conversation.id)).messages[-1]

    for call in (
        gaps.list_gaps(mallory, taught_bot.id, GapState.OPEN),
        gaps.draft_from_gap(mallory, gap.id),
        gaps.draft_from_message(mallory, reply.id),
        gaps.set_dismissed(mallory, gap.id, True),
    ):
        with pytest.raises(NotFound):
            await call
    with pytest.raises(Forbidden):
        await gaps.set_dismissed(replace(alice, role=Role.VIEWER), gap.id, True)
    assert message.conversation_id == conversation.id


async def test_a_new_answer_closes_every_gap_whose_questions_it_answers_and_no_other(alice, taught_bot, browser):
    asked = BY_MEANING["bitcoin"][0]
    await wonder(browser, [asked, f"{asked}?", BY_MEANING["gifts"][0], BY_MEANING["repair"][0]])
    await gaps.sort_questions(taught_bot.id)

    form = PairForm(question="do you take bitcoin", answer="No, only cards and cash.")
    pair = await qa.add_pair(alice, taught_bot.knowledge_base_id, form)

    assert {gap.title for gap in await open_gaps(alice, taught_bot)} == {
        BY_MEANING["gifts"][0],
        BY_MEANING["repair"][0],
    }
    [answered] = await gaps.list_gaps(alice, taught_bot.id, GapState.ANSWERED)
    assert (answered.title, answered.pair_id) == (asked, pair.id)


async def test_a_gap_stays_open_while_one_of_its_questions_has_no_answer_and_closes_when_the_pair_learns_it(
    alice, taught_bot, browser
):
    first, second = BY_MEANING["germany"][:2]
    await wonder(browser, [first, second])
    await gaps.sort_questions(taught_bot.id)
    assert [gap.questions for gap in await open_gaps(alice, taught_bot)] == [2], "they are one gap"

    form = PairForm(question=first, answer="Yes, within a week.")
    pair = await qa.add_pair(alice, taught_bot.knowledge_base_id, form)
    assert len(await open_gaps(alice, taught_bot)) == 1

    await qa.edit_pair(alice, pair.id, form.model_copy(update={"phrasings": [second]}))
    assert await open_gaps(alice, taught_bot) == []


async def test_a_file_of_answers_closes_gaps_too_but_not_those_that_were_dismissed(alice, taught_bot, browser):
    await wonder(browser, [BY_MEANING["gifts"][0], BY_MEANING["repair"][0]])
    await gaps.sort_questions(taught_bot.id)
    (dismissed,) = [gap for gap in await open_gaps(alice, taught_bot) if gap.title == BY_MEANING["repair"][0]]
    await gaps.set_dismissed(alice, dismissed.id, True)

    lines = "".join(f"{question},Yes.\n" for question in (BY_MEANING["gifts"][0], BY_MEANING["repair"][0]))
    table = await qa.read_table(f"question,answer\n{lines}".encode())
    async for _ in qa.import_pairs(alice, taught_bot.knowledge_base_id, table):
        pass

    assert await open_gaps(alice, taught_bot) == []
    assert [gap.id for gap in await gaps.list_gaps(alice, taught_bot.id, GapState.DISMISSED)] == [dismissed.id]


async def test_a_down_voted_reply_makes_a_gap_that_unrelated_answers_leave_open(alice, taught_bot, browser):
    accepted = dict(await browser.ask("When is the shop open?"))["accepted"]
    for _ in range(2):
        body = {"message": accepted["reply"], "rating": "down", "reason": "wrong"}
        assert (await browser.post("/feedback", body)).status_code == 204
    await gaps.sort_new_questions()

    form = PairForm(question="Do you take Bitcoin?", answer="No.")
    await qa.add_pair(alice, taught_bot.knowledge_base_id, form)

    [gap] = await open_gaps(alice, taught_bot)
    assert (gap.title, gap.questions, gap.down_voted) == ("When is the shop open?", 1, 1)


async def test_a_praised_reply_makes_no_gap(taught_bot, browser):
    accepted = dict(await browser.ask("When is the shop open?"))["accepted"]
    await browser.post("/feedback", {"message": accepted["reply"], "rating": "up"})

    assert await gaps.sort_new_questions() == 0


@pytest.mark.parametrize("by", ["operator", "visitor"])
async def test_a_gap_forgets_the_words_of_who_is_erased_and_goes_with_the_last(by, alice, taught_bot, browser, client):
    async def erase(who):
        if by == "visitor":
            assert (await client.delete(f"{who.base}/my-data", headers=who.pass_)).status_code == 204
            return
        thread = (await who.get("/conversation")).json()["id"]
        await privacy.erase_person(alice, UUID(thread))

    other = await open_browser(client, taught_bot.public_id)
    await wonder(browser, ["Do you ship to Germany?"])
    await wonder(other, ["Can you deliver to Germany?"])
    await gaps.sort_questions(taught_bot.id)
    [gap] = await open_gaps(alice, taught_bot)
    assert gap.title == "Do you ship to Germany?"

    await erase(browser)

    [left] = await open_gaps(alice, taught_bot)
    draft = await gaps.draft_from_gap(alice, gap.id)
    assert (left.id, left.title, left.questions) == (gap.id, "Can you deliver to Germany?", 1)
    assert (draft.question, draft.phrasings) == ("Can you deliver to Germany?", [])

    await erase(other)

    assert db.in_session(lambda session: session.exec(select(Gap)).all()) == []
