"""The receipt page and the choices of a chatbot's answers."""

import pytest
from anyio import to_thread

from privexbot_app.models import AnswerLength, Grounding, Tone
from privexbot_app.services import chatbots, knowledge
from privexbot_app.ui.states.answer_choices import GROUNDINGS, LANGUAGES, LENGTHS, TONES, value_of
from privexbot_app.ui.states.receipts import ReceiptState
from privexbot_app.ui.states.settings import SettingsState
from privexbot_app.ui.states.thread import ThreadState
from tests.answers.telling import ask, last_reply
from tests.conftest import learn
from tests.ui.test_settings_state import FORM


@pytest.fixture
async def reply(alice, bot):
    source = await knowledge.add_text(
        alice, bot.knowledge_base_id, "Returns", "Unworn shoes can be returned in 30 days."
    )
    await to_thread.run_sync(learn, source)
    await ask(bot, "How long can I return unworn shoes?")
    return last_reply()


async def test_a_receipt_is_opened_from_the_thread_and_replayed(open_page, reply):
    thread = await open_page(ThreadState, conversation_id=str(reply.conversation_id))
    await ThreadState.load.fn(thread)
    assert [message.receipt_id for message in thread.messages] == ["", str(reply.id)]

    page = await open_page(ReceiptState, message_id=str(reply.id))
    await ReceiptState.load.fn(page)
    assert page.is_loaded and "30 days" in page.answer and page.passages[0].title == "Returns"

    async for _ in ReceiptState.replay.fn(page):
        assert page.is_replaying
    assert page.is_replayed and page.is_same and not page.is_replaying and page.passages_now[0].change == "same"


async def test_a_stranger_is_led_away_from_a_receipt(open_page, reply, mallorys_token):
    page = await open_page(ReceiptState, token=mallorys_token, message_id=str(reply.id))

    away, _toast = await ReceiptState.load.fn(page)

    assert "/conversations" in str(away.args) and not page.is_loaded and page.passages == []


async def test_every_choice_of_the_answers_is_kept_and_shown_again(open_page, alice, bot):
    page = await open_page(SettingsState)
    chosen = {
        "persona": "An old sailor.",
        "tone": TONES["formal"],
        "language": LANGUAGES["pl"],
        "grounding": GROUNDINGS["strict"],
        "answer_length": LENGTHS["short"],
    }

    await SettingsState.save.fn(page, FORM | chosen)

    kept = await chatbots.get_chatbot(alice, bot.id)
    assert (kept.tone, kept.grounding, kept.answer_length) == (Tone.FORMAL, Grounding.STRICT, AnswerLength.SHORT)
    assert (kept.persona, kept.language) == ("An old sailor.", "pl")
    assert {name: getattr(page, name) for name in chosen} == chosen


async def test_a_choice_that_was_not_offered_changes_nothing(open_page, alice, bot):
    page = await open_page(SettingsState)

    await SettingsState.save.fn(page, FORM | {"tone": "Rude", "language": "Klingon"})

    kept = await chatbots.get_chatbot(alice, bot.id)
    assert (kept.tone, kept.language) == (Tone.FRIENDLY, "")


def test_every_word_that_is_kept_has_a_label():
    assert (set(TONES), set(GROUNDINGS), set(LENGTHS)) == (set(Tone), set(Grounding), set(AnswerLength))
    assert value_of(LANGUAGES, "The visitor’s language") == "" and value_of(TONES, None) is None
