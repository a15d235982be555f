"""A business that said seven things: what it said is found however it is asked for, and nothing else is made of it."""

import json
from pathlib import Path

from anyio import to_thread

from privexbot_app.models import Chatbot
from privexbot_app.rag import quote
from privexbot_app.services import chatbots, knowledge
from privexbot_app.services.accounts import Viewer
from privexbot_app.services.search import look_up
from tests.conftest import learn

BUSINESSES = json.loads((Path(__file__).parent / "small_businesses.json").read_text("utf-8"))


async def told(chatbot: Chatbot, question: str) -> str:
    looked_up = await look_up(chatbot.knowledge_base_id, question)
    said = quote.answer(question, looked_up.found, looked_up.statistics)
    return said.text if said else ""


async def test_what_a_small_business_said_is_quoted_and_little_else(on_one_database: None, alice: Viewer) -> None:
    right, wrong = list[bool](), list[bool]()
    for business in BUSINESSES:
        chatbot = await chatbots.create_chatbot(alice, business["name"])
        text = "\n".join(business["facts"])
        source = await knowledge.add_text(alice, chatbot.knowledge_base_id, business["name"], text)
        await to_thread.run_sync(learn, source)
        right += [words in await told(chatbot, question) for question, words in business["known"]]
        wrong += [bool(await told(chatbot, question)) for question in business["unknown"]]
    assert sum(right) >= 0.8 * len(right)
    assert sum(wrong) <= 3, "of 25"
