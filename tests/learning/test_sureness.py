"""How sure a chatbot must be is its owner's choice, and past questions show what another choice would do."""

import pytest

from privexbot_app.errors import Invalid, NotFound
from privexbot_app.services import chatbots, sureness
from privexbot_app.services.chatbots import ChatbotChanges
from privexbot_app.ui.problems import parse
from tests.answers.telling import ask as try_out

KNOWN, HALF_KNOWN, UNKNOWN = (
    "Can shoes be returned?",
    "Is somebody there on Saturday?",
    "Who was the first man on the moon?",
)


async def judged(alice, bot) -> dict[str, int]:
    return {one.question: one.percent for one in await sureness.judge_past_questions(alice, bot.id)}


async def test_past_questions_are_judged_once_each_latest_first_with_what_would_be_quoted(alice, taught_bot, ask):
    for question in (UNKNOWN, KNOWN, HALF_KNOWN, "who was the first man on the MOON"):
        await ask(question)

    found = await sureness.judge_past_questions(alice, taught_bot.id)

    assert [one.question for one in found] == ["who was the first man on the MOON", HALF_KNOWN, KNOWN]
    by_question = {one.question: one for one in found}
    assert "30 days" in by_question[KNOWN].quote
    assert by_question[KNOWN].percent > 60 > 20 > found[0].percent


async def test_the_limit_decides_what_is_said(alice, taught_bot, ask):
    await ask(HALF_KNOWN)
    sure = (await judged(alice, taught_bot))[HALF_KNOWN]

    said = {}
    for limit in (sure + 1, sure):
        await chatbots.update_chatbot(alice, taught_bot.id, ChatbotChanges(least_sure=limit))
        said[limit] = (await ask(HALF_KNOWN))[0]

    assert "Tuesday" in said[sure] and "Tuesday" not in said[sure + 1]


async def test_what_the_owner_tries_out_and_small_talk_are_nobodys_questions(alice, taught_bot, ask):
    await try_out(taught_bot, KNOWN)
    await ask("Thank you!")

    assert await judged(alice, taught_bot) == {}


async def test_a_stranger_learns_nothing_of_the_questions(mallory, taught_bot, ask):
    await ask(KNOWN)

    with pytest.raises(NotFound):
        await sureness.judge_past_questions(mallory, taught_bot.id)


@pytest.mark.parametrize("percent", [0, 9, 91, 100, -40, "much"])
def test_a_limit_that_would_answer_everything_or_nothing_is_refused(percent):
    with pytest.raises(Invalid):
        parse(ChatbotChanges, {"least_sure": percent})
