"""The test set: run on the present settings, compared with the run before, and in the way of a deployment if wanted."""

from dataclasses import replace
from uuid import uuid4

import pytest

from privexbot_app.errors import Conflict, Forbidden, Invalid, NotFound
from privexbot_app.models import ChatbotState, GoldenQuestion, MessageState, Role
from privexbot_app.services import chatbots, gaps, golden, knowledge, qa
from privexbot_app.services.answer import Verdict
from privexbot_app.services.chatbots import ChatbotChanges
from privexbot_app.services.golden import GoldenForm, judge

RED = GoldenForm(question="Do you have size 9 in red?", expected_text="sizes 7, 8, 9 and 10\nComet  RUNNER")
GIFTS = GoldenForm(question="Do you have gift wrapping?", expected_text="$4")


async def run(viewer, bot):
    steps = [(step.done, step.total) async for step in golden.run_set(viewer, bot.id)]
    return steps, (await golden.read_set(viewer, bot.id)).questions


async def test_a_run_says_for_each_question_whether_it_passed_and_why_not(alice, taught_bot):
    (shop,) = await knowledge.list_sources(alice, taught_bot.knowledge_base_id)
    hours = GoldenForm(question="When is the shop open?", expected_text="9 am", expected_source_id=shop.id)
    returned = GoldenForm(question="Can I return unworn shoes?", expected_source_id=shop.id)
    for form in (RED, GIFTS, hours, returned):
        await golden.add_question(alice, taught_bot.id, form)

    steps, questions = await run(alice, taught_bot)

    assert steps == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]
    assert [(one.has_passed, one.problem) for one in questions] == [
        (True, ""),
        (False, "It did not know."),
        (False, "The answer does not contain “9 am”."),
        (True, ""),
    ]
    assert questions[3].expected_source == "The shop" and "30 days" in questions[3].said


async def test_the_next_run_tells_what_began_to_pass_and_to_fail(alice, taught_bot):
    await golden.add_question(alice, taught_bot.id, RED)
    await golden.add_question(alice, taught_bot.id, GIFTS)
    await run(alice, taught_bot)
    for question, answer in ((GIFTS.question, "Yes, for $4."), (RED.question, "Ask us.")):
        await qa.add_pair(alice, taught_bot.knowledge_base_id, qa.PairForm(question=question, answer=answer))

    _, questions = await run(alice, taught_bot)

    assert [(one.before, one.has_passed) for one in questions] == [(True, False), (False, True)]


async def test_a_run_is_nobodys_question(alice, taught_bot):
    await golden.add_question(alice, taught_bot.id, GIFTS)
    await run(alice, taught_bot)

    assert await gaps.sort_questions(taught_bot.id) == 0


async def test_a_run_that_broke_off_counts_for_nothing(alice, taught_bot):
    await golden.add_question(alice, taught_bot.id, RED)
    async for _ in golden.run_set(alice, taught_bot.id):
        break

    found = await golden.read_set(alice, taught_bot.id)
    assert found.finished_at is None and found.questions[0].has_passed is None


async def test_the_gate_is_open_unless_the_owner_shuts_it(alice, taught_bot):
    await golden.add_question(alice, taught_bot.id, GIFTS)
    await run(alice, taught_bot)

    assert (await chatbots.deploy_chatbot(alice, taught_bot.id)).state is ChatbotState.LIVE


async def test_a_shut_gate_lets_pass_only_what_was_tested_as_it_is(alice, taught_bot):
    await chatbots.pause_chatbot(alice, taught_bot.id)
    await golden.set_gate(alice, taught_bot.id, True)
    assert await chatbots.deploy_chatbot(alice, taught_bot.id)
    await chatbots.pause_chatbot(alice, taught_bot.id)
    await golden.add_question(alice, taught_bot.id, RED)
    await golden.add_question(alice, taught_bot.id, GIFTS)

    with pytest.raises(Conflict, match="run the test set first"):
        await chatbots.deploy_chatbot(alice, taught_bot.id)
    await run(alice, taught_bot)
    with pytest.raises(Conflict, match="1 of 2 test questions fail"):
        await chatbots.deploy_chatbot(alice, taught_bot.id)
    assert (await chatbots.get_chatbot(alice, taught_bot.id)).state is ChatbotState.PAUSED

    pair = qa.PairForm(question=GIFTS.question, answer="Yes, for $4.")
    await qa.add_pair(alice, taught_bot.knowledge_base_id, pair)
    with pytest.raises(Conflict, match="something changed"):
        await chatbots.deploy_chatbot(alice, taught_bot.id)
    await run(alice, taught_bot)
    assert (await chatbots.deploy_chatbot(alice, taught_bot.id)).state is ChatbotState.LIVE

    await chatbots.pause_chatbot(alice, taught_bot.id)
    await chatbots.update_chatbot(alice, taught_bot.id, ChatbotChanges(instructions="Be brief."))
    with pytest.raises(Conflict, match="something changed"):
        await chatbots.deploy_chatbot(alice, taught_bot.id)


async def test_a_source_that_was_deleted_makes_its_question_fail_with_the_reason(alice, taught_bot):
    (shop,) = await knowledge.list_sources(alice, taught_bot.knowledge_base_id)
    await golden.add_question(alice, taught_bot.id, GoldenForm(question="Hello", expected_source_id=shop.id))
    await knowledge.delete_source(alice, shop.id)

    _, (question,) = await run(alice, taught_bot)

    assert "was deleted" in question.problem


@pytest.mark.parametrize(
    ("said", "verdict", "problem"),
    [
        ("It is  RED [1] and\nblue", Verdict(MessageState.DONE), ""),
        ("It is red", Verdict(MessageState.DONE), "does not contain “red and”"),
        ("red and blue", Verdict(MessageState.DONE, grounded=False), "did not know"),
        ("red and blue", Verdict(MessageState.TRUNCATED), "did not come to its end"),
    ],
)
def test_an_answer_is_judged_by_its_words(said, verdict, problem):
    found = judge(GoldenQuestion(chatbot_id=uuid4(), question="?", expected_text="red and\nblue"), said, verdict)

    assert (problem in found) if problem else not found


async def test_an_empty_set_and_a_question_without_expectation_are_refused(alice, taught_bot):
    with pytest.raises(Invalid):
        await run(alice, taught_bot)
    with pytest.raises(ValueError):
        GoldenForm(question="What?")


async def test_a_stranger_neither_sees_nor_changes_nor_runs_it(alice, mallory, taught_bot):
    question = await golden.add_question(alice, taught_bot.id, RED)
    (shop,) = await knowledge.list_sources(alice, taught_bot.knowledge_base_id)
    her_bot = await chatbots.create_chatbot(mallory, "Hers")
    of_alice = GoldenForm(question="What?", expected_source_id=shop.id)

    for call in (
        golden.read_set(mallory, taught_bot.id),
        golden.add_question(mallory, taught_bot.id, RED),
        golden.add_question(mallory, her_bot.id, of_alice),
        golden.delete_question(mallory, question.id),
        golden.set_gate(mallory, taught_bot.id, True),
        run(mallory, taught_bot),
    ):
        with pytest.raises(NotFound):
            await call
    with pytest.raises(Forbidden):
        await run(replace(alice, role=Role.VIEWER), taught_bot)
    assert len((await golden.read_set(alice, taught_bot.id)).questions) == 1
