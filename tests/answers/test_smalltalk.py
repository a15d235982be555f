"""Small talk in twelve languages is answered in its language; a question is never taken for it."""

import json
from pathlib import Path

import pytest

from privexbot_app.models import Channel, Conversation, Message, MessageRole, MessageState
from privexbot_app.rag.smalltalk import LANGUAGES, recognise
from privexbot_app.rag.smalltalk_replies import REPLIES
from privexbot_app.services import chat, chatbots, turns
from privexbot_app.services.chat import Ended
from privexbot_app.services.chatbots import ChatbotChanges
from tests.answers.telling import ask, find_all, text_of

HERE = Path(__file__).parent
PHRASINGS = json.loads((HERE / "phrasings.json").read_text("utf-8"))
QUESTIONS = (HERE / "questions.txt").read_text("utf-8").splitlines()
CASES = [(language, kind, text) for language, rows in PHRASINGS.items() for kind, text in rows]


def test_every_language_has_ten_phrasings_and_there_are_sixty_questions() -> None:
    assert set(PHRASINGS) == set(LANGUAGES) == set(REPLIES) and len(LANGUAGES) == 12
    assert min(map(len, PHRASINGS.values())) >= 10 and len(QUESTIONS) >= 60


@pytest.mark.parametrize(("language", "kind", "text"), CASES)
def test_what_people_say_is_understood_in_their_language(language: str, kind: str, text: str) -> None:
    found = recognise(text, "Helper")

    assert found and (found.kind, found.language) == (kind, language)


@pytest.mark.parametrize("text", QUESTIONS)
def test_a_question_is_not_small_talk(text: str) -> None:
    assert recognise(text, "Helper") is None


@pytest.mark.parametrize("text", ["", "  ", "?!", "👍", "a" * 5000, "hello " * 500, "\0"])
def test_nothing_and_too_much_are_not_small_talk(text: str) -> None:
    assert recognise(text) is None


def test_the_bots_name_may_stand_in_a_greeting() -> None:
    assert recognise("Hello Helper!", "Helper") and recognise("Hello Helper!", "Other") is None


def test_where_languages_say_the_same_the_preferred_one_decides() -> None:
    assert [found.language for one in ("en", "nl", "de") if (found := recognise("hallo", preferred=one))] == [
        "en",
        "nl",
        "de",
    ]


async def test_a_german_thank_you_gets_a_german_answer_without_a_search(taught_bot, monkeypatch):
    monkeypatch.setattr("privexbot_app.services.followups.look_up_in", None)
    events = await ask(taught_bot, "Vielen Dank!")

    assert text_of(events) == REPLIES["de"]["thanks"]
    assert events[-1] == Ended(MessageState.DONE, grounded=True)


async def test_the_owners_own_greeting_is_said_and_elsewhere_the_bots_name(taught_bot):
    assert text_of(await ask(taught_bot, "Hello!")) == taught_bot.greeting
    assert taught_bot.name in text_of(await ask(taught_bot, "Bonjour !"))


async def test_a_fixed_language_answers_in_that_language(alice, taught_bot):
    fixed = await chatbots.update_chatbot(alice, taught_bot.id, ChatbotChanges(language="fr"))

    assert text_of(await ask(fixed, "Thank you!")) == REPLIES["fr"]["thanks"]


async def test_who_asks_for_a_person_gets_the_lead_form_and_is_no_unanswered_question(taught_bot):
    turn = await turns.open_turn(turns.Asked(taught_bot, "Can I talk to a human?", Channel.PLAYGROUND))
    events = [event async for event in chat.stream_reply(turn)]

    assert events[-1] == Ended(MessageState.DONE, grounded=False)
    assert [conversation.unanswered_count for conversation in find_all(Conversation)] == [0]
    (reply,) = [message for message in find_all(Message) if message.role is MessageRole.BOT]
    assert reply.receipt == {"small_talk": "person"}
