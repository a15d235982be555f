"""What a business with tables, lists and rules tells without any model: the form of it, and the words."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from anyio import to_thread

from privexbot_app.models import Chatbot
from privexbot_app.services import knowledge
from privexbot_app.services.knowledge import Upload
from tests.answers.telling import ask, last_reply, text_of
from tests.conftest import learn

HERE = Path(__file__).parent
QUESTIONS = json.loads((HERE / "quoted_questions.json").read_text("utf-8"))
STANCES = {"yes": "Yes – ", "no": "No – "}


@pytest.fixture
async def rental_bot(on_one_database, alice, alices_bot) -> Chatbot:
    """Knows the eight pages of a kayak rental."""
    for page in sorted((HERE / "quoted_pages").iterdir()):
        upload = Upload(page.name, page.read_bytes())
        await to_thread.run_sync(learn, await knowledge.add_file(alice, alices_bot.knowledge_base_id, upload))
    return alices_bot


def form_of(text: str) -> str:
    if "\n| --- |" in text:
        return "table"
    return "list" if re.search(r"^(?:-|\d+\.) ", text, re.MULTILINE) else "plain"


def is_right(case: dict[str, Any], text: str) -> bool:
    stance = next((name for name, words in STANCES.items() if text.startswith(words)), "")
    return (
        case["form"] in ("any", form_of(text))
        and stance == case.get("stance", "")
        and all(part in text for part in case["contains"])
        and not any(part in text for part in case.get("lacks", ()))
        and all(f"[{number}]" in text for number in range(1, case.get("sources", 1) + 1))
    )


async def test_tables_lists_rules_and_two_questions_are_quoted_as_what_they_are(rental_bot):
    wrong = [
        case["question"]
        for case in QUESTIONS["known"]
        if not is_right(case, text_of(await ask(rental_bot, case["question"])))
    ]

    assert len(QUESTIONS["known"]) >= 40
    assert len(wrong) <= 2, wrong


async def test_a_wrong_yes_or_no_is_never_said(rental_bot):
    for case in QUESTIONS["known"]:
        text = text_of(await ask(rental_bot, case["question"]))
        assert not text.startswith(tuple(words for name, words in STANCES.items() if name != case.get("stance")))


async def test_what_the_pages_do_not_say_is_not_answered(rental_bot):
    told = [
        case["question"]
        for case in QUESTIONS["unknown"]
        if text_of(await ask(rental_bot, case["question"])) != rental_bot.fallback
    ]

    assert told == []


async def test_each_source_of_a_table_and_of_two_answers_is_cited(rental_bot):
    await ask(rental_bot, "What does it cost to rent a boat?")
    assert [(cited["n"], cited["title"]) for cited in last_reply().citations] == [(1, "Prices")]

    await ask(rental_bot, "Is parking free and do you deliver on Sundays?")
    reply = last_reply()
    assert reply.text == "Yes – Parking is free. [1]\n\nNo – We do not deliver on Sundays. [2]"
    assert [cited["title"] for cited in reply.citations] == ["Visit us", "Delivery"]
    assert [cited["quote"] for cited in reply.citations] == ["Parking is free.", "We do not deliver on Sundays."]
    assert {"Visit us", "Delivery"} <= {passage["title"] for passage in reply.receipt["passages"]}


async def test_of_two_questions_the_one_that_nothing_answers_is_named(rental_bot):
    text = text_of(await ask(rental_bot, "Is parking free and do you have a swimming pool?"))

    assert text == "Yes – Parking is free. [1]\n\nI found nothing about “do you have a swimming pool”."


async def test_two_questions_that_nothing_answers_are_answered_as_one(rental_bot):
    text = text_of(await ask(rental_bot, "Do you have a swimming pool and can I pay with Bitcoin?"))

    assert text == rental_bot.fallback


async def test_yes_is_said_in_the_language_of_the_chatbot(rental_bot):
    rental_bot.language = "de"

    assert text_of(await ask(rental_bot, "Is parking free?")) == "Ja – Parking is free. [1]"
