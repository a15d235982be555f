"""A visitor asks for what is kept about them, and has it erased."""

import json

from sqlmodel import select

from privexbot_app import db
from privexbot_app.models import Conversation, Lead, Message, MessageRole, MessageState, Visitor
from privexbot_app.services import chatbots, leads
from tests.api.conftest import SHOP, open_browser

WHO = {"external_id", "name", "email"}
COPY = {"created_at", "seen_at", "page_url", "page_title", "conversations", "leads", "files"} | WHO
THREAD = {"id", "created_at", "changed_at", "page_url", "page_title", "context", "messages", "actions", "rating"}
MESSAGE = {"role", "text", "state", "citations", "created_at"}
LEAD = {"fields", "consent", "page_url", "created_at"}
DETAILS = {"fields": {"name": "Ada", "email": "ada@example.com"}}


def count(table):
    return len(db.in_session(lambda session: list(session.exec(select(table)))))


async def delete(browser):
    return await browser.client.delete(f"{browser.base}/my-data", headers=browser.pass_)


async def test_a_visitor_gets_all_they_said_and_left(browser):
    await browser.ask("When is the shop open?")
    await browser.post("/leads", DETAILS)

    copy = (await browser.get("/my-data")).json()

    [thread], [lead] = copy["conversations"], copy["leads"]
    assert [said["role"] for said in thread["messages"]] == ["visitor", "bot"]
    assert thread["messages"][0]["text"] == "When is the shop open?"
    assert (lead["fields"]["email"], copy["page_url"]) == ("ada@example.com", f"{SHOP}/red")


async def test_the_copy_has_these_fields_and_no_others(browser):
    await browser.ask("When is the shop open?")
    await browser.post("/leads", DETAILS)

    copy = (await browser.get("/my-data")).json()

    assert set(copy) == COPY and set(copy["leads"][0]) == LEAD
    assert set(copy["conversations"][0]) == THREAD
    assert set(copy["conversations"][0]["messages"][0]) == MESSAGE


async def test_a_visitor_who_said_nothing_gets_an_empty_copy(browser):
    copy = (await browser.get("/my-data")).json()

    assert (copy["conversations"], copy["leads"]) == ([], [])


async def test_erasing_leaves_nothing_of_the_visitor_and_everything_of_another(browser, client, taught_bot):
    other = await open_browser(client, taught_bot.public_id)
    for visitor in (browser, other):
        await visitor.ask("When is the shop open?")
        await visitor.post("/leads", DETAILS)
    before = (await other.get("/my-data")).json()

    answer = await delete(browser)

    assert (answer.status_code, answer.content) == (204, b"")
    assert [count(table) for table in (Visitor, Conversation, Message, Lead)] == [1, 1, 2, 1]
    assert (await other.get("/my-data")).json() == before


async def test_after_it_nothing_can_be_read_or_added_and_erasing_again_is_harmless(browser):
    await browser.ask("When is the shop open?")
    await delete(browser)

    assert (await delete(browser)).status_code == 204
    assert (await browser.get("/my-data")).status_code == 404
    assert (await browser.post("/leads", DETAILS)).status_code == 404
    assert (await browser.post("/message", {"message": "Hello?"})).status_code == 404
    assert (await browser.get("/conversation")).json()["messages"] == []
    assert [count(table) for table in (Visitor, Conversation, Message, Lead)] == [0, 0, 0, 0]


async def test_a_lead_that_was_left_before_anything_was_said_goes_as_well(browser):
    await browser.post("/leads", DETAILS)
    assert len((await browser.get("/my-data")).json()["leads"]) == 1

    await delete(browser)

    assert count(Lead) == 0


async def test_the_browser_of_an_erased_visitor_starts_as_a_new_one(browser, client, taught_bot):
    await browser.ask("When is the shop open?")
    await delete(browser)

    again = await open_browser(client, taught_bot.public_id, visitor=browser.visitor)

    assert again.visitor != browser.visitor
    assert (await again.ask("When is the shop open?"))[-1][0] == "done"


async def test_without_a_session_or_with_one_of_another_website_nothing_is_told(browser, client):
    assert (await client.get(f"{browser.base}/my-data")).status_code == 401
    assert (await client.delete(f"{browser.base}/my-data")).status_code == 401
    elsewhere = browser.pass_ | {"Origin": "https://evil.example"}
    assert (await client.get(f"{browser.base}/my-data", headers=elsewhere)).status_code == 401


async def test_a_session_for_one_chatbot_says_nothing_about_another(browser, client, alice):
    other = await chatbots.deploy_chatbot(alice, (await chatbots.create_chatbot(alice, "Other")).id)

    answer = await client.get(f"/api/v1/chatbots/{other.public_id}/my-data", headers=browser.pass_)

    assert answer.status_code == 401


async def test_a_page_may_ask_to_erase(client, browser):
    asks = {"Access-Control-Request-Method": "DELETE", "Access-Control-Request-Headers": "authorization"}

    answer = await client.options(f"{browser.base}/my-data", headers=asks)

    assert answer.status_code == 204 and "DELETE" in answer.headers["Access-Control-Allow-Methods"]


async def test_nothing_private_of_the_owner_is_in_any_public_answer(browser, client, alice, taught_bot):
    """A canary stands in every column of the chatbot and of what was said that visitors must not see."""

    def plant(session):
        bot = session.get(chatbots.Chatbot, taught_bot.id)
        bot.instructions, bot.model, bot.allowed_origins = (
            "CANARY-rules",
            "privexbot/quote",
            [SHOP, "https://canary.example"],
        )
        session.add(bot)
        for message in session.exec(select(Message).where(Message.role == MessageRole.BOT)):
            message.receipt, message.model = {"canary": "CANARY-receipt"}, "CANARY-model"
            session.add(message)

    await browser.ask("When is the shop open?")
    await browser.post("/leads", DETAILS)
    db.in_session(plant)

    answers = [await browser.get(path) for path in ("/config", "/conversation", "/my-data")]
    answers.append(await browser.post("/message", {"message": "How long does shipping take?"}))
    said = json.dumps([answer.json() for answer in answers]).lower()

    assert {answer.status_code for answer in answers} == {200}
    assert "canary" not in said
    for secret in (str(alice.workspace_id), str(taught_bot.id), str(taught_bot.knowledge_base_id), "token_hash"):
        assert secret not in said


async def test_a_reply_that_is_being_said_meanwhile_does_not_bring_the_visitor_back(browser, taught_bot):
    from privexbot_app.services import turns, visits
    from privexbot_app.services.answer import Verdict

    visit = await visits.read_pass(taught_bot.public_id, SHOP, browser.token)
    turn = await turns.ask_as_visitor(visit, "When is the shop open?", "")
    await leads.add_lead(visit, DETAILS["fields"], False, "")

    await delete(browser)
    await turns.keep_replies({turn.reply_id: "From Tue"})
    await turns.end_reply(turn, "From Tuesday", Verdict(MessageState.DONE))

    assert [count(table) for table in (Visitor, Conversation, Message, Lead)] == [0, 0, 0, 0]
