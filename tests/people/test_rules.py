"""When the bot hands over: each rule by itself, in the transaction that ends the reply, and only where it is on."""

import pytest

from privexbot_app.models import ConversationState, MessageRole
from privexbot_app.rag.mood import PHRASES, is_angry, says_one_of
from privexbot_app.services import inbox, people, people_inbox, playground, turns
from privexbot_app.services.chat import Handoff
from tests.api.conftest import open_browser
from tests.people.conftest import PERSON, UNKNOWN, get_conversation, text_of, told

KNOWN = "When is the shop open?"
NOTHING = {
    "on_request": False,
    "on_unanswered": False,
    "on_phrases": False,
    "on_anger": False,
    "on_low_confidence": False,
}


async def test_who_asks_for_a_person_waits_for_one_and_is_told_the_place(browser, hand_off):
    events = await browser.ask(PERSON)

    assert [name for name, _ in events[-2:]] == ["done", "handoff"]
    assert told(events, "done")["grounded"] is True, "the lead form would open"
    assert told(events, "handoff") == {"queue": 1, "state": "waiting"}
    assert text_of(events) == "Gladly. A person will answer you right here."
    assert get_conversation().handoff_reason == "asked"


async def test_while_handing_over_is_off_asking_for_a_person_opens_the_lead_form(browser, taught_bot):
    events = await browser.ask(PERSON)

    assert events[-1][0] == "done" and events[-1][1]["grounded"] is False
    assert "contact details" in text_of(events)
    assert get_conversation().state is ConversationState.BOT


@pytest.mark.parametrize(
    ("question", "choice", "reason"),
    [
        (PERSON, {"on_request": True}, "asked"),
        ("I want to CANCEL my order", {"on_phrases": True, "phrases": ["cancel my"]}, "phrase"),
        ("This is ridiculous, when is the shop open?", {"on_anger": True}, "angry"),
        (UNKNOWN, {"on_low_confidence": True}, "unsure"),
        (UNKNOWN, {"on_unanswered": True, "unanswered_in_a_row": 1}, "unanswered"),
    ],
)
async def test_each_rule_hands_over_alone_and_without_it_nothing_happens(browser, hand_off, question, choice, reason):
    await hand_off(**NOTHING)
    assert "handoff" not in dict(await browser.ask(question))
    assert get_conversation().state is ConversationState.BOT

    await hand_off(**NOTHING | choice)
    events = await browser.ask(question)

    assert events[-1][0] == "handoff"
    conversation = get_conversation()
    assert (conversation.state, conversation.handoff_reason) == (ConversationState.WAITING, reason)
    assert conversation.waiting_since is not None


async def test_only_unanswered_questions_in_a_row_count(browser, hand_off):
    for question in (UNKNOWN, KNOWN, UNKNOWN):
        assert "handoff" not in dict(await browser.ask(question))

    assert (await browser.ask("Who is the king of Norway?"))[-1][0] == "handoff"
    assert get_conversation().handoff_reason == "unanswered"


async def test_after_an_operator_answered_the_bot_may_fail_as_often_again(browser, hand_off, alice):
    await browser.ask(UNKNOWN)
    conversation_id = get_conversation().id
    await people.take_over(alice, conversation_id)
    await people.reply_as_operator(alice, conversation_id, "Bobby Fischer.")
    await people.hand_back(alice, conversation_id)

    assert "handoff" not in dict(await browser.ask("Who is the king of Norway?"))
    assert (await browser.ask("Who is the queen of Denmark?"))[-1][0] == "handoff"


async def test_a_sentence_of_a_model_that_nothing_supports_hands_over(browser, hand_off, model):
    await hand_off(**NOTHING, **{"waiting_message": "One moment."})
    await hand_off(**NOTHING | {"on_low_confidence": True, "waiting_message": "One moment."})
    model(answer="Yes, size 9 in red is in stock [1]. Our founder Hilda Bergström was born in Oslo in 1931.")
    events = await browser.ask("Do you have size 9 in red?")

    assert [name for name, _ in events[-2:]] == ["done", "handoff"]
    assert told(events, "handoff") == {"queue": 1, "state": "waiting", "message": "One moment."}
    assert get_conversation().handoff_reason == "unsure"


async def test_the_handover_is_committed_with_the_end_of_the_reply(browser, hand_off, monkeypatch):
    """Whoever reads the reply as ended reads the conversation as waiting; when one fails, so does the other."""
    seen = []
    real = turns.handoffs.hand_off_if_due

    def fails_once(session, asked, conversation, verdict):
        real(session, asked, conversation, verdict)
        seen.append(conversation.state)
        if len(seen) == 1:
            raise OSError("the database went away")

    monkeypatch.setattr(turns.handoffs, "hand_off_if_due", fails_once)
    events = await browser.ask(PERSON)

    assert seen == [ConversationState.WAITING] * 2, "the first one was not rolled back"
    assert events[-1] == ("handoff", {"queue": 1, "state": "waiting"})


async def test_the_place_in_the_queue_is_by_when_each_began_to_wait(client, hand_off, taught_bot, alice):
    browsers = [await open_browser(client, taught_bot.public_id) for _ in range(3)]
    places = [told(await browser.ask(PERSON), "handoff")["queue"] for browser in browsers]
    first = (await people_inbox.list_inbox(alice, "waiting")).rows[0]
    await people.take_over(alice, first.id)
    later = [(await browser.get("/conversation")).json()["queue"] for browser in browsers]

    assert places == [1, 2, 3]
    assert later == [None, 1, 2]


async def test_without_streaming_the_reply_says_it_too(browser, hand_off):
    first = (await browser.post("/message", {"id": "one", "message": PERSON})).json()
    second = (await browser.post("/message", {"id": "two", "message": "Hello?"})).json()

    assert first["reply"]["state"] == "done"
    assert first["handoff"] == second["handoff"] == {"queue": 1, "state": "waiting", "away": "", "message": ""}
    assert second["reply"] is None and second["message"]


async def test_a_program_without_a_session_and_the_playground_are_never_handed_over(
    client, alice, hand_off, taught_bot
):
    answer = await client.post(f"/chatbots/{taught_bot.public_id}/message", json={"message": PERSON})
    tried = [event async for event in playground.ask(alice, taught_bot.id, PERSON)]

    assert answer.json()["handoff"] is None and "contact details" in answer.json()["reply"]["text"]
    assert not any(isinstance(event, Handoff) for event in tried)
    assert (await people_inbox.list_inbox(alice, "waiting")).total == 0


async def test_a_broken_stream_that_is_resumed_ends_with_the_handover_too(browser, hand_off):
    accepted = told(await browser.ask(PERSON), "accepted")

    from tests.turns.test_resume_and_stop import resume

    assert (await resume(browser, accepted["reply"]))[-1] == ("handoff", {"queue": 1, "state": "waiting"})


async def test_a_message_sent_again_while_a_person_has_it_is_one_message(browser, waiting, alice, taught_bot):
    first = await browser.ask("Are you there?", client_id="same")
    again = await browser.ask("Are you there?", client_id="same")
    other = await browser.post("/message", {"id": "same", "message": "Something else"})

    assert first == again and other.status_code == 409
    assert [name for name, _ in first] == ["accepted", "done", "handoff"]
    assert told(first, "accepted")["reply"] is None and told(first, "done")["grounded"] is True
    [overview] = await inbox.list_conversations(alice, taught_bot.id)
    said = (await inbox.read_thread(alice, overview.id)).messages
    assert [message.role for message in said] == [MessageRole.VISITOR, MessageRole.BOT, MessageRole.VISITOR]
    assert overview.messages == 3


ANGRY = [
    "This is ridiculous!",
    "you are USELESS",
    "I'm so frustrated with this bot",
    "Das ist eine Frechheit!!",
    "C'est inadmissible, je veux un remboursement",
    "¡Estoy harto de esperar!",
    "Non ne posso più, è una vergogna",
    "Isso é ridículo",
    "Dit is belachelijk",
    "Mam tego dość!",
    "Yeter artık, rezalet!",
    "Это безобразие!",
    "هذا غير مقبول",
    "我很生气",
]
CALM = [
    "Do you have size 9 in red?",
    "Is this shoe useless for hiking in the rain?",
    "I am not angry, I only want to know the price",
    "What does the warranty cover?",
    "Ist der Versand nach Wien kostenlos?",
    "Quel est le délai de livraison ?",
    "¿Cuál es el horario?",
    "Il servizio clienti risponde di sabato?",
    "Qual é o preço?",
    "Wat zijn de verzendkosten?",
    "Jaki jest czas dostawy?",
    "İade nasıl yapılır?",
    "Какие размеры есть в наличии?",
    "ما هي ساعات العمل؟",
    "这个多少钱？",
    "How long do I have to wait, it has been a while?",
    "Can I get a refund?",
]


@pytest.mark.parametrize("said", ANGRY)
def test_somebody_at_the_end_of_their_patience_is_noticed(said):
    assert is_angry(said)


@pytest.mark.parametrize("said", CALM)
def test_a_calm_question_is_never_taken_for_anger(said):
    assert not is_angry(said)


def test_anger_is_known_in_the_twelve_languages():
    assert len(PHRASES) == 12 and all(len(said.split("|")) >= 15 for said in PHRASES.values())


def test_the_owners_phrases_are_whole_words_in_any_case_and_accent():
    assert says_one_of("I’d like to CANCEL my Abonnément!", ["cancel my abonnement"])
    assert not says_one_of("My cancellation", ["cancel"])
    assert not says_one_of("anything", ["?!"]), "a phrase without a word would be in everything"
