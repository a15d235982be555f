"""Questions to ask next: the owner's own, headings that ask, and suggestions; never what was asked already."""

import time
from uuid import uuid4

import numpy as np
import pytest
from anyio import to_thread

from privexbot_app.models import Chatbot, MessageRole, MessageState
from privexbot_app.rag.next_questions import MOST, choose, questions_in, sharing_words
from privexbot_app.rag.pairs import PackedPair, PairIndex
from privexbot_app.rag.vectors import pack
from privexbot_app.services import chatbots, knowledge, next_questions, qa
from privexbot_app.services.chatbots import ChatbotChanges
from privexbot_app.services.qa import PairForm
from privexbot_app.services.verdicts import Question, Verdict
from tests.conftest import learn
from tests.people.conftest import told

RETURNS = "How can I return shoes?"
COST = "What does it cost to return shoes?"
REFUND = "How long does a refund of returned shoes take?"
PARKING = "Is there parking near the shop?"
PAGE = """# Help

## Can I return worn shoes?

Worn shoes can be returned if they are faulty.

## Our history

We have sold shoes since 1972."""


async def teach(alice, bot, *questions):
    for question in questions:
        await qa.add_pair(alice, bot.knowledge_base_id, PairForm(question=question, answer=f"About: {question}"))


def followups(events):
    return told(events, "done")["followups"]


async def test_an_answer_ends_with_the_owners_questions_that_are_near_to_it(browser, alice, taught_bot):
    await teach(alice, taught_bot, RETURNS, COST, REFUND, PARKING)

    events = await browser.ask(RETURNS)

    assert sorted(followups(events)) == sorted([COST, REFUND])
    history = (await browser.get("/conversation")).json()["messages"]
    assert (history[0]["followups"], history[1]["followups"]) == ([], followups(events))


async def test_the_plain_reply_and_one_that_is_heard_again_have_them_too(browser, alice, taught_bot):
    await teach(alice, taught_bot, RETURNS, COST)

    reply = (await browser.post("/message", {"id": "m-1", "message": RETURNS})).json()["reply"]
    again = await browser.ask(RETURNS, "m-1")

    assert reply["followups"] == followups(again) == [COST]


async def test_what_was_asked_before_in_other_words_is_not_offered(browser, alice, taught_bot):
    await teach(alice, taught_bot, RETURNS, COST, REFUND)
    await browser.ask("How expensive is it to return shoes?")

    assert followups(await browser.ask(RETURNS)) == [REFUND]


async def test_a_heading_that_asks_is_offered_and_one_that_does_not_is_not(browser, alice, taught_bot):
    upload = knowledge.Upload("help.md", PAGE.encode())
    await to_thread.run_sync(learn, await knowledge.add_file(alice, taught_bot.knowledge_base_id, upload))

    assert followups(await browser.ask("Can unworn shoes be returned for a refund?")) == ["Can I return worn shoes?"]


async def test_a_suggestion_about_the_same_is_offered_and_another_is_not(browser, alice, taught_bot):
    changes = ChatbotChanges(suggestions=["Who ships my orders?", "Do you repair bicycles?"])
    await chatbots.update_chatbot(alice, taught_bot.id, changes)

    assert followups(await browser.ask("How fast are orders shipped?")) == ["Who ships my orders?"]


@pytest.mark.parametrize("question", ["Hello!", "Can I talk to a person?", "Who won the chess world championship?"])
async def test_small_talk_and_what_is_not_known_end_without_any(browser, alice, taught_bot, question):
    await teach(alice, taught_bot, "Can I talk to a shoe fitter?", "Do you sell chess sets?")

    assert followups(await browser.ask(question)) == []


async def test_the_owner_can_turn_them_off(browser, alice, taught_bot, allow):
    await teach(alice, taught_bot, RETURNS, COST)
    await allow(followups=False)

    assert followups(await browser.ask(RETURNS)) == []


async def test_a_question_is_not_offered_by_another_chatbot(browser, mallory, alice, taught_bot):
    foreign = await chatbots.create_chatbot(mallory, "Other")
    await teach(mallory, foreign, COST)
    await teach(alice, taught_bot, RETURNS)

    assert followups(await browser.ask(RETURNS)) == []


def test_three_are_enough_and_doubles_count_once():
    many = ["Where do you ship?", "Where do you ship to?", "When do you open?", "Who founded it?", "Do you rent boots?"]

    assert choose(["Where are you?"], many) == ("Where do you ship?", "When do you open?", "Who founded it?")
    assert MOST == 3


def test_only_the_last_step_of_a_heading_counts_and_only_if_it_asks():
    assert questions_in(["Help › Can I return shoes?", "What we do › Returns", "营业时间是什么？"]) == [
        "Can I return shoes?",
        "营业时间是什么？",
    ]


def test_words_that_say_nothing_make_no_suggestion_near():
    assert sharing_words(["How do I do this?", "What are the opening hours?"], "How do I see your hours?") == [
        "What are the opening hours?"
    ]


def test_a_thousand_pairs_cost_less_than_two_milliseconds(monkeypatch):
    """Of processor time, the median of some turns."""
    dice = np.random.default_rng(1)
    vectors = dice.normal(size=(1000, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors[100:110] = 0.6 * vectors[7] + 0.8 * vectors[100:110]
    pairs = [PackedPair(None, (f"Question number {n}?",), pack(vectors[n : n + 1])) for n in range(1000)]
    index = PairIndex(pairs, 384)
    monkeypatch.setattr(next_questions, "find_kept_index", lambda _id: index)
    passages = [{"score": 1.0, "heading": f"What is {n}?", "title": ""} for n in range(6)]
    facts = {"workspace_id": uuid4(), "knowledge_base_id": uuid4(), "public_id": "b-1", "name": "B"}
    bot = Chatbot(**facts, suggestions=["Where do you ship?"] * 6)
    asked = Question(bot, "Question number 7?", ((MessageRole.VISITOR, "Question number 8?"),) * 4)
    verdict = Verdict(MessageState.DONE, receipt={"searched": "Question number 7?", "passages": passages})
    monkeypatch.setattr(next_questions, "embed_text", lambda text: vectors[5])
    taken = []
    for _ in range(20):
        start = time.process_time()
        next_questions._choose(asked, "It is 7.", verdict)
        taken.append(time.process_time() - start)

    assert len(next_questions._choose(asked, "It is 7.", verdict)) == MOST
    assert sorted(taken)[10] < 0.002
