"""A visitor asks through the API: what is acknowledged is kept, and nothing is answered twice."""

import asyncio
import threading
from uuid import uuid4

from anyio import to_thread
from sqlmodel import select

from privexbot_app import db
from privexbot_app.models import Conversation, Message, MessageRole, MessageState
from privexbot_app.services import analytics, inbox
from tests.api.conftest import SHOP, open_browser


def list_messages():
    return db.in_session(lambda session: list(session.exec(select(Message).order_by(Message.position))))


async def test_an_answer_streams_in_the_contracts_order_and_names_its_source(browser):
    events = await browser.ask("Do you have size 9 in red?")

    names = [name for name, _ in events]
    assert names[0] == "accepted"
    assert names[-2:] == ["citations", "done"]
    assert set(names[1:-2]) == {"token"}
    text = "".join(data["text"] for name, data in events if name == "token")
    assert "Comet Runner in red is in stock in sizes 7, 8, 9 and 10" in text
    [citation] = events[-2][1]
    assert (citation["n"], citation["title"]) == (1, "The shop")
    assert citation["quote"] in text
    assert events[-1][1]["grounded"] is True


async def test_sequence_numbers_grow(browser):
    numbers = [data["seq"] for name, data in await browser.ask("When is the shop open?") if name == "token"]

    assert numbers == sorted(set(numbers))


async def test_a_question_the_shop_does_not_answer_is_answered_honestly(browser, alice, taught_bot):
    events = await browser.ask("Who won the chess world championship in 1972?")

    text = "".join(data["text"] for name, data in events if name == "token")
    assert text == taught_bot.fallback
    assert events[-1] == ("done", {"grounded": False, "retryable": False, "followups": []})
    assert (await analytics.get_counts(alice, taught_bot.id)).unanswered == 1


async def test_without_streaming_one_json_reply_has_it_all(browser):
    answer = await browser.post("/message", {"id": uuid4().hex, "message": "How long does shipping take?"})

    reply = answer.json()["reply"]
    assert "two working days" in reply["text"]
    assert (reply["state"], reply["grounded"], reply["citations"][0]["n"]) == ("done", True, 1)


async def test_the_path_of_the_products_description_works_literally(client, taught_bot):
    answer = await client.post(
        f"/chatbots/{taught_bot.public_id}/message", json={"message": "Do you have size 9 in red?"}
    )

    assert answer.status_code == 200
    assert "sizes 7, 8, 9 and 10" in answer.json()["reply"]["text"]


async def test_question_and_reply_are_committed_before_they_are_acknowledged(browser):
    events = await browser.ask("When is the shop open?")
    accepted = events[0][1]

    kept = {str(message.id): message for message in list_messages()}
    assert kept[accepted["message"]].text == "When is the shop open?"
    assert kept[accepted["reply"]].state is MessageState.DONE


async def test_sending_the_same_message_again_changes_nothing_and_gets_the_same_reply(browser):
    first = await browser.ask("When is the shop open?", client_id="one")
    again = await browser.ask("When is the shop open?", client_id="one")

    assert first[0] == again[0]
    assert first[-1][0] == again[-1][0] == "done"
    assert "".join(d["text"] for n, d in first if n == "token") == "".join(d["text"] for n, d in again if n == "token")
    assert len(list_messages()) == 2


async def test_another_text_under_the_same_id_is_a_conflict(browser):
    await browser.ask("When is the shop open?", client_id="one")

    answer = await browser.post("/message", {"id": "one", "message": "Something else"})

    assert answer.status_code == 409


async def test_a_conversation_goes_on_and_is_there_after_a_reload(browser, client, taught_bot):
    await browser.ask("When is the shop open?")
    reloaded = await open_browser(client, taught_bot.public_id, visitor=browser.visitor)
    await reloaded.ask("How long does shipping take?")

    history = (await reloaded.get("/conversation")).json()

    assert [message["role"] for message in history["messages"]] == ["visitor", "bot", "visitor", "bot"]
    assert history["messages"][2]["text"] == "How long does shipping take?"


async def test_the_owner_reads_the_conversation_with_citations_and_page(browser, alice, taught_bot):
    await browser.ask("Do you have size 9 in red?")

    [overview] = await inbox.list_conversations(alice, taught_bot.id)
    thread = await inbox.read_thread(alice, overview.id)

    assert (overview.question, overview.page_url) == ("Do you have size 9 in red?", f"{SHOP}/red")
    assert thread.messages[1].citations[0]["title"] == "The shop"
    assert thread.messages[1].receipt["passages"][0]["sha256"]
    assert thread.messages[1].role is MessageRole.BOT


async def test_a_greeting_is_greeted_and_not_searched_for(browser, taught_bot):
    events = await browser.ask("Hello!")

    assert "".join(data["text"] for name, data in events if name == "token") == taught_bot.greeting
    assert events[-1][1]["grounded"] is True


async def test_two_visitors_never_see_each_other(browser, client, taught_bot):
    await browser.ask("When is the shop open?")

    stranger = await open_browser(client, taught_bot.public_id)

    assert (await stranger.get("/conversation")).json()["messages"] == []


async def test_whoever_reads_the_conversation_waits_for_nobody_who_writes_in_it(browser):
    await browser.ask("When is the shop open?")
    is_held, is_over = threading.Event(), threading.Event()

    def hold(session):
        session.exec(select(Conversation).with_for_update()).one()
        is_held.set()
        is_over.wait(20)

    writing = asyncio.create_task(to_thread.run_sync(db.in_session, hold))
    await to_thread.run_sync(is_held.wait, 10)
    try:
        async with asyncio.timeout(5):
            history = (await browser.get("/conversation")).json()
    finally:
        is_over.set()
        await writing
    assert [said["role"] for said in history["messages"]] == ["visitor", "bot"]
