"""Operators in a visitor's thread: taking, answering, handing back; two at once; and what visitors never see."""

import asyncio

import pytest

from privexbot_app.errors import Conflict, Forbidden, Invalid, NotFound, TooLarge
from privexbot_app.models import ConversationState, MessageRole, MessageState
from privexbot_app.services import people, people_inbox, privacy, speaking
from privexbot_app.services.operators import list_teammates
from tests.people.conftest import PERSON, get_conversation, text_of, told
from tests.turns.test_resume_and_stop import begin

SECRET = "s3cret: the visitor is a journalist"
KNOWN = "When is the shop open?"


async def until_it_speaks():
    """The only reply that is being said has its first words."""
    async with asyncio.timeout(10):
        while not any(speech.text for speech in speaking._speeches.values()):
            await asyncio.sleep(0.05)


async def member_of(viewer):
    return next(one.member_id for one in await list_teammates(viewer) if one.is_me)


async def test_an_operator_answers_in_the_same_thread_under_their_public_name(browser, waiting, bob):
    await people.take_over(bob, waiting)
    await people.reply_as_operator(bob, waiting, " Hello, Bob here. ")
    history = (await browser.get("/conversation")).json()

    last = history["messages"][-1]
    assert (last["role"], last["text"], last["seq"]) == ("operator", "Hello, Bob here.", 3)
    assert last["operator"] == history["operator"] == {"name": "Bob", "avatar": None}
    assert (history["state"], history["queue"]) == ("human", None)
    assert [message["operator"] for message in history["messages"][:-1]] == [None, None]


async def test_an_operator_without_a_public_name_does_not_show_an_address(browser, waiting, alice):
    await people.take_over(alice, waiting)
    await people.reply_as_operator(alice, waiting, "Hello.")
    answer = await browser.get("/conversation")

    assert answer.json()["operator"] == {"name": "Support", "avatar": None}
    assert "alice" not in answer.text.lower()


async def test_while_a_person_has_it_the_bot_says_nothing(browser, waiting, bob):
    await people.take_over(bob, waiting)
    events = await browser.ask(KNOWN)

    assert [name for name, _ in events] == ["accepted", "done", "handoff"]
    assert told(events, "handoff") == {"queue": None, "state": "human"}
    thread = await people_inbox.read_conversation(bob, waiting)
    assert [message.role for message in thread.messages][-1] is MessageRole.VISITOR


async def test_taking_over_from_the_bot_stops_what_it_is_saying(browser, hand_off, bob, model):
    provider = model("drip")
    turn, asked = await begin(browser)
    await until_it_speaks()
    await people.take_over(bob, turn.conversation_id)
    reply = (await asyncio.wait_for(asked, 3)).json()["reply"]

    assert reply["state"] == "stopped" and reply["text"]
    await asyncio.sleep(1)
    assert provider.open_streams == 0
    assert get_conversation().state is ConversationState.HUMAN


async def test_a_reply_on_another_node_is_stopped_by_the_database_alone(browser, hand_off, bob, model, monkeypatch):
    provider = model("drip")
    turn, asked = await begin(browser)
    await until_it_speaks()

    async def nobody_is_told(_):
        return

    monkeypatch.setattr(people.speaking, "stop_everywhere", nobody_is_told)
    await people.take_over(bob, turn.conversation_id)

    assert (await asyncio.wait_for(asked, 3)).json()["reply"]["state"] == "stopped"
    await asyncio.sleep(1)
    assert provider.open_streams == 0


async def test_of_two_who_take_it_at_once_one_wins_and_the_other_learns_who(waiting, alice, bob):
    for _ in range(5):
        outcomes = await asyncio.gather(
            people.take_over(alice, waiting), people.take_over(bob, waiting), return_exceptions=True
        )
        [lost] = [one for one in outcomes if one is not None]
        holder = get_conversation(waiting).operator_id
        winner = "alice@example.com" if holder == await member_of(alice) else "Bob"

        assert isinstance(lost, Conflict) and lost.message == f"{winner} has taken this conversation."
        await people.hand_back(alice, waiting)


async def test_taking_again_what_one_has_is_harmless(waiting, bob):
    await people.take_over(bob, waiting)
    await people.take_over(bob, waiting)

    assert get_conversation().operator_id == await member_of(bob)


async def test_only_who_has_it_answers(waiting, alice, bob):
    with pytest.raises(Conflict, match="Take the conversation over first"):
        await people.reply_as_operator(bob, waiting, "Hello.")
    await people.take_over(bob, waiting)

    with pytest.raises(Conflict, match="Bob has this conversation"):
        await people.reply_as_operator(alice, waiting, "Hello.")


async def test_it_is_given_to_a_teammate_whoever_has_it(waiting, alice, bob, vera):
    await people.take_over(alice, waiting)
    await people.assign(alice, waiting, await member_of(bob))

    assert get_conversation().operator_id == await member_of(bob)
    await people.reply_as_operator(bob, waiting, "Hello.")
    with pytest.raises(Forbidden):
        await people.assign(alice, waiting, await member_of(vera))


async def test_nobody_outside_of_the_workspace_is_given_anything(waiting, alice, mallory):
    with pytest.raises(NotFound):
        await people.assign(alice, waiting, await member_of(mallory))


async def test_after_handing_back_the_bot_answers_and_knows_what_the_operator_said(browser, waiting, bob, model):
    await people.take_over(bob, waiting)
    await browser.ask("I need them on Friday.")
    await people.reply_as_operator(bob, waiting, "Friday is fine, I reserved a pair called Zephyr for you.")
    await people.add_note(bob, waiting, SECRET)
    await people.hand_back(bob, waiting)
    provider = model(answer="Yes, in sizes 7 to 10 [1].")
    events = await browser.ask("Do you have size 9 in red?")

    assert events[-1][0] == "done" and text_of(events)
    [request] = provider.requests
    assert {"role": "assistant", "content": "Friday is fine, I reserved a pair called Zephyr for you."} in request[
        "messages"
    ]
    assert {"role": "user", "content": "I need them on Friday."} in request["messages"]
    assert SECRET not in str(request), "a note has reached the model"


async def test_a_closed_conversation_is_followed_by_a_new_one(browser, waiting, bob):
    await people.close(bob, waiting)
    assert (await browser.get("/conversation")).json()["messages"] == []
    events = await browser.ask(KNOWN)

    assert told(events, "accepted")["conversation"] != str(waiting)
    assert get_conversation(waiting).state is ConversationState.CLOSED
    assert get_conversation(waiting).waiting_since is None


async def test_nothing_is_done_in_a_closed_one_but_reopening(browser, waiting, alice, bob):
    await people.close(bob, waiting)
    await people.close(bob, waiting)
    for act in (people.take_over, people.hand_back, people.set_typing):
        with pytest.raises(Conflict, match="closed"):
            await act(bob, waiting)
    with pytest.raises(Conflict):
        await people.reply_as_operator(bob, waiting, "Hello.")
    await people.reopen(alice, waiting)

    assert get_conversation().state is ConversationState.HUMAN
    assert get_conversation().operator_id == await member_of(alice)
    assert (await browser.get("/conversation")).json()["id"] == str(waiting)
    with pytest.raises(Conflict, match="open already"):
        await people.reopen(alice, waiting)


async def test_it_is_not_reopened_behind_a_newer_one(browser, waiting, bob):
    await people.close(bob, waiting)
    await browser.ask(KNOWN)

    with pytest.raises(Conflict, match="new conversation"):
        await people.reopen(bob, waiting)


async def test_what_no_visitor_can_hear_is_not_taken_over(client, taught_bot, alice):
    await client.post(f"/chatbots/{taught_bot.public_id}/message", json={"message": KNOWN})

    with pytest.raises(Conflict, match="Nobody would hear you"):
        await people.take_over(alice, get_conversation().id)


@pytest.mark.parametrize(("text", "problem"), [(" \n", Invalid), ("x" * 4001, TooLarge)])
async def test_an_empty_or_endless_message_is_refused(waiting, bob, text, problem):
    await people.take_over(bob, waiting)
    for act in (people.reply_as_operator, people.add_note):
        with pytest.raises(problem):
            await act(bob, waiting, text)


def everything(viewer, conversation_id, member_id):
    return (
        people.take_over(viewer, conversation_id),
        people.assign(viewer, conversation_id, member_id),
        people.reply_as_operator(viewer, conversation_id, "Hello."),
        people.add_note(viewer, conversation_id, "Hm."),
        people.hand_back(viewer, conversation_id),
        people.close(viewer, conversation_id),
        people.reopen(viewer, conversation_id),
        people.set_typing(viewer, conversation_id),
    )


async def test_a_stranger_does_nothing_and_learns_nothing(waiting, mallory):
    before = get_conversation()
    for act in everything(mallory, waiting, await member_of(mallory)):
        with pytest.raises(NotFound, match="There is no such conversation"):
            await act
    with pytest.raises(NotFound):
        await people_inbox.read_conversation(mallory, waiting)

    assert get_conversation() == before
    assert (await people_inbox.list_inbox(mallory)).rows == []


async def test_who_may_only_look_looks_and_does_nothing(waiting, vera):
    for act in everything(vera, waiting, await member_of(vera)):
        with pytest.raises(Forbidden):
            await act

    assert (await people_inbox.read_conversation(vera, waiting)).row.state is ConversationState.WAITING


async def test_notes_are_nowhere_a_visitor_can_look(browser, waiting, alice, bob):
    note = await people.add_note(bob, waiting, SECRET)
    await people.take_over(bob, waiting)
    await people.reply_as_operator(bob, waiting, "Hello.")
    seen = [
        (await browser.get("/conversation")).text,
        (await browser.get("/my-data")).text,
        (await browser.get("/config")).text,
        str(await browser.ask("Hello?")),
        (await browser.post("/message", {"id": "x", "message": "And?"})).text,
    ]

    assert not [text for text in seen if "s3cret" in text or str(note.id) in text]
    thread = await people_inbox.read_conversation(alice, waiting)
    assert [(one.text, one.author_id) for one in thread.notes] == [(SECRET, await member_of(bob))]
    assert SECRET in (await privacy.export_person(alice, waiting)).text, "the operator's copy has every row"


async def test_notes_go_with_the_visitor(browser, waiting, alice, bob):
    await people.add_note(bob, waiting, SECRET)
    counts = await privacy.erase_person(alice, waiting)

    assert counts["notes"] == 1 and counts["conversations"] == 1


async def test_a_visitor_reads_operators_messages_in_their_copy_but_not_who_has_which_account(browser, waiting, bob):
    await people.take_over(bob, waiting)
    await people.reply_as_operator(bob, waiting, "Hello from us.")
    copy = await browser.get("/my-data")

    assert "Hello from us." in copy.text
    assert "author_id" not in copy.text and "bob@example.com" not in copy.text


async def test_a_reply_being_said_for_an_older_question_ends_when_the_visitor_begins_to_wait(browser, hand_off, model):
    model("drip")
    _, asked = await begin(browser)
    await until_it_speaks()
    events = await browser.ask(PERSON)

    assert events[-1][0] == "handoff"
    assert (await asyncio.wait_for(asked, 3)).json()["reply"]["state"] == MessageState.STOPPED
