"""Without a model: a question that means an action gets its form, and the owner's sentence tells the result."""

import pytest

from privexbot_app.models import ActionCall, CallState
from privexbot_app.rag.action_parameters import Parameter
from privexbot_app.services import actions
from tests.actions.conftest import cancel_form, order_form
from tests.actions.test_confirming import decide, text_of
from tests.answers.telling import find_all, last_reply


@pytest.fixture
async def form(browser, order_action):
    """The form that the visitor is shown; (browser, action event, all events)."""
    events = await browser.ask("Where is my parcel?")
    return browser, dict(events).get("action"), events


async def test_a_question_near_to_the_owners_phrases_gets_the_form(form, shop):
    _, asked, events = form

    assert asked["kind"] == "form" and asked["title"] == "Order status"
    assert asked["fields"] == [
        {"name": "order_id", "label": "Order number *", "type": "text", "required": True, "choices": [], "help": ""}
        | {"autocomplete": "on"},
        {"name": "email", "label": "E-mail", "type": "text", "required": False, "choices": [], "help": ""}
        | {"autocomplete": "email"},
    ]
    assert "Please fill in the form" in text_of(events) and events[-1][0] == "done"
    assert shop.heard == []


@pytest.mark.parametrize(
    "question", ["How fast are orders shipped?", "Can I return unworn shoes?", "Do you have red shoes in size 9?"]
)
async def test_another_question_is_answered_as_always(question, browser, order_action):
    events = await browser.ask(question)

    assert "action" not in dict(events) and dict(events)["citations"]


async def test_a_form_that_is_filled_in_is_looked_up_and_told_in_the_owners_words(form, shop):
    browser, asked, _ = form

    events = await decide(browser, asked["id"], {"fields": {"order_id": " 1234 ", "email": ""}})

    assert shop.heard[0].line == "GET /orders/1234 HTTP/1.1"
    assert text_of(events) == "Your order 1234 is shipped and arrives on Tuesday [1]."
    [citation] = dict(events)["citations"]
    assert (citation["n"], citation["title"], citation["url"], citation["source"]) == (1, "Order status", "", "action")
    assert last_reply().receipt["actions"][0]["arguments"] == {"order_id": "1234"}


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({}, "order_id", "Order number is missing."),
        ({"order_id": "  "}, "order_id", "Order number"),
        ({"order_id": "12a"}, "order_id", "Order number does not have the right form."),
        ({"order_id": "1", "email": "x" * 501}, "email", "E-mail is too long."),
        ({"order_id": "1", "email": "a\r\nb"}, "email", "E-mail cannot be used."),
        ({"order_id": "1", "other": "2"}, "other", "There is no parameter other."),
    ],
)
async def test_what_is_wrong_in_a_form_is_said_with_its_field_and_leaves_it_open(fields, field, sentence, form, shop):
    browser, asked, _ = form

    answer = await decide(browser, asked["id"], {"fields": fields}, streamed=False)

    error = answer.json()["error"]
    assert (answer.status_code, error["field"]) == (422, field) and error["message"].startswith(sentence)
    assert shop.heard == [] and find_all(ActionCall)[0].state is CallState.PENDING
    assert (await decide(browser, asked["id"], {"fields": {"order_id": "1"}}))[-1][0] == "done"


async def test_a_form_can_be_sent_away(form, shop):
    browser, asked, _ = form

    events = await decide(browser, asked["id"], {"confirm": False})

    assert text_of(events) == "All right, nothing was done." and shop.heard == []


async def test_a_form_is_sent_once(form, shop):
    browser, asked, _ = form
    await decide(browser, asked["id"], {"fields": {"order_id": "1"}})

    again = await decide(browser, asked["id"], {"fields": {"order_id": "2"}})

    assert len(shop.heard) == 1 and "Your order 1 is shipped" in text_of(again)


async def test_one_without_parameters_is_looked_up_at_once(alice, taught_bot, browser, shop):
    shop.answer = lambda _: (200, {"open": True, "until": "6 pm"})
    form = order_form(shop, name="open_now", title="Open now", phrases=["Are you open right now?"], parameters=[])
    form.url, form.result_path, form.answer = f"{shop.origin}/now", "", "We are open until {until}."
    await actions.add_action(alice, taught_bot.id, form)

    events = await browser.ask("Are you open right now?")

    assert text_of(events) == "We are open until 6 pm [1]."
    assert find_all(ActionCall)[0].state is CallState.DONE


async def test_one_that_changes_something_is_confirmed_even_without_parameters(alice, taught_bot, browser, shop):
    form = cancel_form(shop, parameters=[], body="{}", answer="")
    await actions.add_action(alice, taught_bot.id, form)

    events = await browser.ask("Please cancel my order")

    assert dict(events)["action"]["kind"] == "confirm" and shop.heard == []
    done = await decide(browser, dict(events)["action"]["id"], {"confirm": True})
    assert len(shop.heard) == 1 and "Cancel an order" in text_of(done)


async def test_what_fails_is_said_in_words(form, shop):
    browser, asked, _ = form
    shop.answer = lambda _: (500, {"trace": "db-7"})

    events = await decide(browser, asked["id"], {"fields": {"order_id": "1"}})

    assert "could not get an answer" in text_of(events) and "db-7" not in str(events)


async def test_a_link_that_a_server_answers_is_not_shown_but_the_owners_own_is(alice, taught_bot, browser, shop):
    shop.answer = lambda _: (200, {"order": {"status": "see https://evil.example/x"}})
    form = order_form(shop, answer="{status}, or look at https://shop.example/help")
    await actions.add_action(alice, taught_bot.id, form)
    events = await browser.ask("Where is my order?")

    told = text_of(await decide(browser, dict(events)["action"]["id"], {"fields": {"order_id": "1"}}))

    assert "evil.example" not in told and "https://shop.example/help" in told


async def test_a_program_without_a_session_gets_no_form(client, taught_bot, order_action):
    answer = await client.post(
        f"/api/v1/chatbots/{taught_bot.public_id}/message", json={"message": "Where is my order?"}
    )

    assert answer.json()["reply"]["actions"] == [] and find_all(ActionCall) == []


async def test_the_values_arrive_with_their_types(alice, taught_bot, browser, shop):
    shop.answer = lambda _: (200, {})
    parameters = [
        Parameter(name="size", type="number"),
        Parameter(name="pieces", type="integer", minimum=1, maximum=5),
        Parameter(name="gift", type="boolean"),
        Parameter(name="colour", type="choice", choices=("red", "blue")),
    ]
    body = '{"size": "{size}", "pieces": "{pieces}", "gift": "{gift}", "note": "{colour}, {gift}"}'
    form = cancel_form(
        shop,
        name="reserve",
        title="Reserve shoes",
        phrases=["Reserve a pair for me"],
        parameters=parameters,
        body=body,
        answer="",
    )
    await actions.add_action(alice, taught_bot.id, form)
    asked = dict(await browser.ask("Reserve a pair for me"))["action"]

    wrong = await decide(
        browser, asked["id"], {"fields": {"size": "9", "pieces": "6", "gift": False, "colour": "red"}}, streamed=False
    )
    await decide(browser, asked["id"], {"fields": {"size": "9.5", "pieces": "2", "gift": False, "colour": "red"}})

    assert wrong.json()["error"]["message"] == "Pieces may be at most 5."
    assert shop.heard[0].json == {"size": 9.5, "pieces": 2, "gift": False, "note": "red, false"}
