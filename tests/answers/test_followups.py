"""Follow-up questions: on the demo shop's facts without a model, and with one without losing what was typed."""

import json
from collections import Counter
from pathlib import Path

import pytest
from anyio import to_thread

from demo_shop.demo import FILES, SITE
from privexbot_app.models import Chatbot
from privexbot_app.rag.follow_words import FOLLOW_WORDS
from privexbot_app.rag.rewrite import Exchange, is_dependent, stand_alone
from privexbot_app.services import knowledge
from privexbot_app.services.chat import Accepted
from privexbot_app.services.knowledge import Upload
from tests.answers.telling import ask, text_of
from tests.conftest import learn

HERE = Path(__file__).parent
DIALOGUES = json.loads((HERE / "followups.json").read_text("utf-8"))
ELSEWHERE = json.loads((HERE / "followups_elsewhere.json").read_text("utf-8"))
QUESTIONS = json.loads((SITE.parent / "questions.json").read_text("utf-8"))
PAGES = [*sorted(SITE.rglob("*.html")), *sorted(FILES.iterdir())]


@pytest.fixture
async def shop_bot(on_one_database, alice, alices_bot) -> Chatbot:
    """Knows the whole demo shop."""
    for page in PAGES:
        if page.name != "404.html":
            upload = Upload(page.name, page.read_bytes())
            await to_thread.run_sync(learn, await knowledge.add_file(alice, alices_bot.knowledge_base_id, upload))
    return alices_bot


async def hits(chatbot: Chatbot, *, in_conversation: bool) -> list[bool]:
    """For each dialogue whether its last question is answered with the facts it asks for."""
    found = []
    for dialogue in DIALOGUES:
        conversation = None
        for question in dialogue["before"] if in_conversation else ():
            events = await ask(chatbot, question, conversation)
            conversation = next(event.conversation for event in events if isinstance(event, Accepted))
        said = text_of(await ask(chatbot, dialogue["question"], conversation))
        found.append(all(part in said for part in dialogue["contains"]))
    return found


async def test_follow_ups_are_answered_from_the_conversation(shop_bot):
    alone = await hits(shop_bot, in_conversation=False)
    followed = await hits(shop_bot, in_conversation=True)

    assert len(DIALOGUES) >= 30
    assert sum(alone) >= 10, "the comparison is with a bot that knows the shop"
    assert sum(followed) >= len(followed) - 2 > sum(alone) + 15


async def test_a_whole_question_is_not_changed_by_what_was_said_before(shop_bot):
    before = [Exchange("Do you have size 9 in red?", "Yes, the Comet Runner in red is in stock in size 9. [1]")]
    rewritten = [
        known["question"] for known in QUESTIONS["known"] if stand_alone(known["question"], before) != known["question"]
    ]

    assert len(rewritten) <= 3


@pytest.mark.parametrize("question", ["and in blue?", "What about size 11?", "how much is it?", "the price?", "why?"])
def test_half_a_question_is_noticed(question):
    assert is_dependent(question)


@pytest.mark.parametrize("question", ["Do you ship to Canada?", "How much is the Comet Runner?", "When do you open?"])
def test_a_whole_question_is_left_alone(question):
    assert not is_dependent(question) and stand_alone(question, [Exchange("a?", "b")]) == question


@pytest.mark.parametrize("case", ELSEWHERE, ids=lambda case: f"{case['language']} {case['question']}")
def test_half_a_question_is_made_whole_in_six_more_languages(case):
    assert is_dependent(case["question"]) or case["whole"] == case["question"]
    assert stand_alone(case["question"], [Exchange(case["before"], "")]) == case["whole"]


def test_there_are_cases_enough_in_each_language():
    counted = Counter(case["language"] for case in ELSEWHERE)
    assert counted.keys() == FOLLOW_WORDS.keys() and min(counted.values()) >= 8


def test_a_chain_of_follow_ups_leads_back_to_its_first_question():
    before = [
        Exchange("Do you have size 9 in red?", "The Comet Runner in red is in stock. [1]"),
        Exchange("and in blue?", "The Comet Runner in blue is in stock. [1]"),
    ]
    assert stand_alone("and in grey?", before) == "Do you have size 9 in grey?"


def test_a_long_conversation_is_no_endless_question():
    before = [Exchange(f"and what about thing {number}?", "x" * 5000) for number in range(200)]
    assert len(stand_alone("and that?", before)) <= 300


async def test_a_model_is_asked_once_what_a_follow_up_means_and_reads_it_as_typed(taught_bot, model):
    provider = model(answer="Yes [1].")
    first = await ask(taught_bot, "Do you have the Comet Runner in red?")
    assert len(provider.requests) == 1, "a whole question was sent to be rewritten"
    provider.answer = lambda asked: (
        "Is the Comet Runner in stock in size 8?" if "Last question:" in asked else "Yes [1]."
    )

    await ask(taught_bot, "and in size 8?", first[0].conversation)

    rewrite, answer = provider.requests[1:]
    assert "Last question: and in size 8?" in str(rewrite["messages"])
    assert answer["messages"][-1]["content"] == "and in size 8?"
    assert "Comet Runner" in answer["messages"][0]["content"]


@pytest.mark.parametrize("rewritten", ["", "two\nlines", "x" * 2000])
async def test_a_rewriting_that_is_no_question_is_not_used(taught_bot, model, rewritten):
    provider = model(answer="Yes [1].")
    first = await ask(taught_bot, "Do you have the Comet Runner in red?")
    provider.answer = lambda asked: rewritten if "Last question:" in asked else "Yes, it is [1]."

    events = await ask(taught_bot, "and in size 8?", first[0].conversation)

    assert text_of(events) == "Yes, it is [1]."
