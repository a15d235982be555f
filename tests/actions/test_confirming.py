"""What changes something waits for a yes: asked once, done once, and only for the visitor it was offered to.

Long because every way to say yes, no or nothing is walked on the same stage.
"""

import asyncio
import json
from datetime import timedelta

import pytest
from sqlmodel import select

from privexbot_app import db
from privexbot_app.models import ActionCall, CallState, Conversation, ConversationState, Message, now
from privexbot_app.services import actions, visits
from privexbot_app.services.action_calls import UNREADABLE
from tests.actions.conftest import SECRET, cancel_form
from tests.answers.telling import find_all, last_reply
from tests.api.conftest import open_browser, read_events

CANCEL = ("cancel_order", '{"order_id": "77"}')


@pytest.fixture
async def offer(model, browser, cancel_action):
    """What the visitor is asked after the model wants to cancel; (provider, browser, action event)."""
    provider = model(answer="Order 77 is cancelled [1].")
    provider.calls = lambda body: [CANCEL] if body["messages"][-1]["role"] != "tool" and "tools" in body else []
    events = await browser.ask("Please cancel my order 77")
    return provider, browser, dict(events)["action"], events


async def decide(browser, offer_id, body, *, streamed=True):
    answer = await browser.post(f"/actions/{offer_id}", body, **({"Accept": "text/event-stream"} if streamed else {}))
    return read_events(answer.text) if streamed and answer.status_code == 200 else answer


def text_of(events) -> str:
    return "".join(told["text"] for name, told in events if name == "token")


async def test_it_is_not_done_by_the_models_word_and_the_visitor_is_asked_before_the_end(offer, shop):
    provider, _, asked, events = offer

    assert shop.heard == [] and len(provider.requests) == 1
    assert [name for name, _ in events][-2:] == ["action", "done"]
    assert asked["kind"] == "confirm" and asked["arguments"] == {"order_id": "77"}
    assert (asked["name"], asked["title"]) == ("cancel_order", "Cancel an order")
    assert asked["summary"] == "Cancel an order. Order number: 77"
    assert "Please confirm" in text_of(events)


async def test_a_yes_does_it_and_the_model_tells_what_came_of_it(offer, shop, taught_bot):
    provider, browser, asked, _ = offer

    events = await decide(browser, asked["id"], {"confirm": True})

    [heard] = shop.heard
    assert heard.line.startswith("POST /cancel ") and heard.headers["authorization"] == SECRET
    assert heard.json == {"order": "77", "by": f"bot {taught_bot.id}"}
    assert (events[0][0], events[-1][0]) == ("accepted", "done")
    assert text_of(events) == "Order 77 is cancelled [1]."
    assert dict(events)["citations"][0]["source"] == "action"
    assert "tools" not in provider.requests[-1]
    assert find_all(ActionCall)[0].state is CallState.DONE


async def test_what_was_done_and_with_what_is_hidden_from_the_provider(model, browser, cancel_action, shop):
    shop.answer = lambda _: (200, {"paid_with": "4111 1111 1111 1111"})
    provider = model(answer="<EMAIL_1> is cancelled, <CARD_1> is paid back [1].")
    provider.calls = lambda body: [("cancel_order", '{"order_id": "<EMAIL_1>"}')] if "tools" in body else []
    asked = dict(await browser.ask("Please cancel the order of ada@example.com"))["action"]

    events = await decide(browser, asked["id"], {"confirm": True})

    assert shop.heard[0].json["order"] == "ada@example.com"
    assert "ada@example.com is cancelled, 4111 1111 1111 1111 is paid back [1]." in text_of(events)
    sent = json.dumps(provider.requests)
    assert "paid_with: <CARD_1>" in sent and "ada@example.com" not in sent and "4111" not in sent


async def test_without_a_model_the_owners_sentence_tells_it(offer, shop, monkeypatch):
    from privexbot_app.settings import settings

    _, browser, asked, _ = offer
    monkeypatch.setattr(settings(), "llm_model", "privexbot/quote")

    events = await decide(browser, asked["id"], {"confirm": True})

    assert text_of(events) == "Order 77 is cancelled [1]."


async def test_a_no_does_nothing_and_says_so(offer, shop):
    _, browser, asked, _ = offer

    events = await decide(browser, asked["id"], {"confirm": False})

    assert shop.heard == []
    assert text_of(events) == "All right, nothing was done."
    assert find_all(ActionCall)[0].state is CallState.CANCELLED


async def test_a_second_yes_or_a_no_after_it_gets_the_same_reply_and_does_nothing(offer, shop):
    _, browser, asked, _ = offer
    first = await decide(browser, asked["id"], {"confirm": True})

    again = await decide(browser, asked["id"], {"confirm": True})
    no = await decide(browser, asked["id"], {"confirm": False}, streamed=False)

    assert len(shop.heard) == 1
    assert dict(again)["accepted"] == dict(first)["accepted"] and text_of(again) == text_of(first)
    assert no.json()["reply"]["id"] == dict(first)["accepted"]["reply"]


async def test_many_at_once_do_it_once(offer, shop):
    _, browser, asked, _ = offer
    shop.seconds = 0.2

    answers = await asyncio.gather(*[decide(browser, asked["id"], {"confirm": True}, streamed=False) for _ in range(6)])

    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["reply"]["id"] for answer in answers}) == 1
    assert len(shop.heard) == 1


async def test_another_visitor_finds_nothing_to_decide(offer, client, taught_bot, shop):
    _, browser, asked, _ = offer
    stranger = await open_browser(client, taught_bot.public_id)

    for body in ({"confirm": True}, {"confirm": False}, {"fields": {}}):
        answer = await decide(stranger, asked["id"], body, streamed=False)
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")
    without_token = await client.post(f"{browser.base}/actions/{asked['id']}", json={"confirm": True})

    assert without_token.status_code == 401
    assert shop.heard == [] and find_all(ActionCall)[0].state is CallState.PENDING


async def test_a_call_that_was_made_at_once_cannot_be_made_again_by_its_id(model, browser, order_action, shop):
    provider = model(answer="Shipped.")
    provider.calls = lambda body: (
        [("order_status", '{"order_id": "1"}')] if body["messages"][-1]["role"] != "tool" else []
    )
    await browser.ask("Where is order 1?")

    answer = await decide(browser, find_all(ActionCall)[0].id, {"confirm": True}, streamed=False)

    assert answer.status_code == 404 and len(shop.heard) == 1


async def test_after_a_quarter_of_an_hour_it_has_expired(offer, shop):
    _, browser, asked, _ = offer

    def age(session):
        call = session.exec(select(ActionCall)).one()
        call.created_at = now() - timedelta(minutes=16)

    db.in_session(age)
    answer = await decide(browser, asked["id"], {"confirm": True}, streamed=False)
    history = (await browser.get("/conversation")).json()

    assert answer.status_code == 409 and "expired" in answer.json()["error"]["message"]
    assert shop.heard == [] and [said["actions"] for said in history["messages"]] == [[], []]


async def test_after_a_reload_it_is_still_there_until_it_is_decided(offer):
    _, browser, asked, _ = offer
    before = (await browser.get("/conversation")).json()["messages"]
    await decide(browser, asked["id"], {"confirm": True})
    after = (await browser.get("/conversation")).json()["messages"]

    assert before[-1]["actions"] == [asked]
    assert [said["actions"] for said in after] == [[], [], [], []]
    assert [(said["role"], said["text"]) for said in after[2:]] == [
        ("visitor", "✓ Cancel an order. Order number: 77"),
        ("bot", "Order 77 is cancelled [1]."),
    ]


async def test_a_reply_that_is_told_again_offers_it_again(offer):
    _, browser, asked, events = offer
    reply = dict(events)["accepted"]["reply"]

    again = read_events((await browser.get(f"/messages/{reply}/stream")).text)

    assert dict(again)["action"] == asked and again[-1][0] == "done"


async def test_one_json_reply_carries_it_too(model, browser, cancel_action):
    provider = model(answer="Done.")
    provider.calls = lambda body: [CANCEL]

    answer = await browser.post("/message", {"message": "Please cancel my order 77"})

    [asked] = answer.json()["reply"]["actions"]
    assert asked["kind"] == "confirm"


async def test_what_its_owner_switched_off_meanwhile_is_not_done(offer, alice, cancel_action, shop):
    _, browser, asked, _ = offer
    await actions.set_on(alice, cancel_action.id, False)

    answer = await decide(browser, asked["id"], {"confirm": True}, streamed=False)

    assert answer.status_code == 409 and shop.heard == []


async def test_a_server_that_refuses_is_told_in_words_and_does_not_count_as_done(offer, alice, cancel_action, shop):
    _, browser, asked, _ = offer
    shop.answer = lambda _: (409, {"error": "already shipped by internal-7"})

    events = await decide(browser, asked["id"], {"confirm": True})

    assert "did not work: Cancel an order" in text_of(events)
    [call] = await actions.list_calls(alice, cancel_action.id)
    assert (call.state, call.http_status, call.problem) == (CallState.FAILED, 409, "The server answered 409.")
    assert "internal-7" not in json.dumps(last_reply().receipt)


async def test_when_it_is_not_known_whether_it_worked_nobody_claims_either(offer, shop):
    _, browser, asked, _ = offer
    shop.answer = lambda _: (502, {})

    events = await decide(browser, asked["id"], {"confirm": True})

    assert "do not know whether that worked" in text_of(events)


async def test_it_goes_on_when_the_visitor_stops_the_reply(offer, shop):
    _, browser, asked, _ = offer
    shop.seconds = 0.5
    task = asyncio.create_task(decide(browser, asked["id"], {"confirm": True}))
    while not shop.heard:
        await asyncio.sleep(0.01)
    reply = max(find_all(Message), key=lambda said: said.position)

    await browser.post(f"/messages/{reply.id}/stop", {})
    await task
    await asyncio.sleep(0.8)

    assert len(shop.heard) == 1
    assert find_all(ActionCall)[0].state is CallState.DONE


@pytest.mark.parametrize(
    "body", [{}, {"confirm": None}, {"fields": {"order_id": "1"}}, {"confirm": "perhaps"}, {"yes": 1}]
)
async def test_a_decision_that_is_none_is_refused_and_leaves_it_open(body, offer, shop):
    _, browser, asked, _ = offer

    answer = await decide(browser, asked["id"], body, streamed=False)

    assert answer.status_code == 422
    assert shop.heard == [] and find_all(ActionCall)[0].state is CallState.PENDING


async def test_secret_headers_that_cannot_be_read_any_more_end_in_words(offer, shop, cancel_action):
    _, browser, asked, _ = offer

    def spoil(session):
        session.merge(cancel_action).sealed_headers = b"moved from another row"

    db.in_session(spoil)
    events = await decide(browser, asked["id"], {"confirm": True})

    assert shop.heard == [] and "did not work" in text_of(events)
    assert find_all(ActionCall)[0].problem == UNREADABLE


async def test_no_more_is_asked_than_the_visitor_may_send(offer, monkeypatch):
    from privexbot_app.settings import settings

    _, browser, asked, _ = offer
    monkeypatch.setattr(settings(), "messages_per_minute_per_visitor", 0)

    answer = await decide(browser, asked["id"], {"confirm": True}, streamed=False)

    assert answer.status_code == 429


async def test_personal_details_are_kept_only_until_it_is_decided(model, browser, alice, taught_bot, shop):
    from privexbot_app.rag.action_parameters import Parameter

    form = cancel_form(
        shop, parameters=[Parameter(name="order_id"), Parameter(name="email")], body='{"mail": "{email}"}'
    )
    await actions.add_action(alice, taught_bot.id, form)
    provider = model(answer="Done [1].")
    arguments = '{"order_id": "7", "email": "<EMAIL_1>"}'
    provider.calls = lambda body: [("cancel_order", arguments)] if "tools" in body else []
    events = await browser.ask("Cancel order 7 of ada@example.com")

    await decide(browser, dict(events)["action"]["id"], {"confirm": True})

    assert shop.heard[0].json == {"mail": "ada@example.com"}
    assert find_all(ActionCall)[0].arguments["email"] == "<EMAIL_1>"


async def test_an_offer_hangs_on_its_visitor(offer, taught_bot):
    _, browser, asked, _ = offer
    assert (await browser.client.delete(f"{browser.base}/my-data", headers=browser.pass_)).status_code == 204

    assert find_all(ActionCall) == []
    assert visits.PASS_SECONDS  # the pass is still good, and there is nothing to decide
    assert (await decide(browser, asked["id"], {"confirm": True}, streamed=False)).status_code == 404


async def test_while_a_person_has_the_conversation_nothing_is_done(offer, shop):
    _, browser, asked, _ = offer

    def take_over(session):
        session.exec(select(Conversation)).one().state = ConversationState.HUMAN

    db.in_session(take_over)
    answer = await decide(browser, asked["id"], {"confirm": True}, streamed=False)
    history = (await browser.get("/conversation")).json()

    assert answer.status_code == 409 and shop.heard == []
    assert [said["actions"] for said in history["messages"]] == [[], []]


async def test_the_visitors_own_copy_lists_what_was_offered_and_done_and_nothing_of_the_owners(
    offer, client, taught_bot
):
    provider, browser, asked, _ = offer
    provider.calls = None
    other = await open_browser(client, taught_bot.public_id)
    await other.ask("When is the shop open?")
    [thread] = (await browser.get("/my-data")).json()["conversations"]
    assert [call["state"] for call in thread["actions"]] == ["pending"]

    await decide(browser, asked["id"], {"confirm": True})

    [thread] = (await browser.get("/my-data")).json()["conversations"]
    [call] = thread["actions"]
    assert (call["title"], call["kind"], call["state"]) == ("Cancel an order", "confirm", "done")
    assert call["arguments"] == {"order_id": "77"}
    assert set(call) == {"title", "kind", "state", "arguments", "created_at", "changed_at"}
    assert [one["actions"] for one in (await other.get("/my-data")).json()["conversations"]] == [[]]
