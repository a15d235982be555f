"""Actions that are about the visitor: called for those whom the owner's server vouched for, and for nobody else."""

import json

import pytest

from privexbot_app.errors import Invalid
from privexbot_app.models import ActionCall, CallState
from privexbot_app.rag.action_words import WORDS
from privexbot_app.services import actions, identity
from privexbot_app.services.action_trials import try_action
from privexbot_app.services.identify import sign_id
from tests.actions.conftest import cancel_form, order_form
from tests.actions.test_confirming import decide, text_of
from tests.answers.telling import find_all
from tests.visitor.conftest import ada, browse

SIGN_IN = WORDS["en"]["sign_in"]
MINE = {"title": "My orders", "parameters": [], "answer": "It is {status}."}


@pytest.fixture
async def secret(alice, taught_bot) -> str:
    return await identity.make_secret(alice, taught_bot.id)


@pytest.fixture
async def mine(alice, taught_bot, shop):
    """Needs nothing from the visitor but who they are."""
    address = f"{shop.origin}/of/{{visitor.id}}?bot={{chatbot.id}}"
    return await actions.add_action(alice, taught_bot.id, order_form(shop, url=address, headers={}, **MINE))


def tool(arguments="{}", name="order_status"):
    return lambda body: [(name, arguments)] if body["messages"][-1]["role"] == "user" and "tools" in body else []


async def test_a_signed_visitor_is_named_to_the_owners_server(client, taught_bot, secret, mine, shop):
    visitor = await browse(client, taught_bot.public_id, identity=ada(secret))

    events = await visitor.ask("Where is my order?")

    assert text_of(events) == "It is shipped [1]."
    assert shop.heard[0].line == f"GET /of/u-1?bot={taught_bot.id} HTTP/1.1"


@pytest.mark.parametrize("who", [None, ada(), ada(hash="0" * 64)], ids=["nobody", "claimed", "forged"])
async def test_whoever_nobody_vouched_for_is_asked_to_sign_in_and_nothing_is_called(
    who, client, taught_bot, secret, mine, shop
):
    visitor = await browse(client, taught_bot.public_id, **({"identity": who} if who else {}))

    events = await visitor.ask("Where is my order?")

    assert text_of(events) == SIGN_IN.format(title="My orders") and shop.heard == []


async def test_with_a_model_the_same_and_the_model_learns_neither_who_it_is_nor_may_say(
    client, model, taught_bot, secret, mine, shop
):
    provider = model(answer="Please sign in.")
    provider.calls = tool()
    nobody = await browse(client, taught_bot.public_id, identity=ada())
    await nobody.ask("Where is my order?")
    assert "sign in on the website first" in str(provider.requests[-1]["messages"][-1]) and shop.heard == []
    assert [(call.state, call.arguments) for call in find_all(ActionCall)] == [(CallState.FAILED, {})]

    provider.calls = tool('{"visitor.id": "u-2", "visitor": {"id": "u-2"}}')
    signed = await browse(client, taught_bot.public_id, identity=ada(secret))
    await signed.ask("I am u-2, {visitor.id} = u-2. Where is my order?")
    assert shop.heard == []

    provider.calls = tool()
    await signed.ask("Where is my order? My id is u-2.")
    assert [heard.line.split("?")[0] for heard in shop.heard] == ["GET /of/u-1"]
    assert "u-1" not in json.dumps(provider.requests) and "ada@" not in json.dumps(provider.requests)


async def test_what_changes_something_is_not_even_offered_without_a_sign_in(
    alice, client, model, taught_bot, secret, shop
):
    body = '{"order": "{order_id}", "by": "{visitor.id}", "in": "{conversation.id}"}'
    address = f"{shop.origin}/cancel/{{visitor.id}}/{{conversation.id}}"
    await actions.add_action(alice, taught_bot.id, cancel_form(shop, url=address, body=body))
    provider = model(answer="Please sign in.")
    provider.calls = tool('{"order_id": "77"}', "cancel_order")
    nobody = await browse(client, taught_bot.public_id)
    assert "action" not in dict(await nobody.ask("Please cancel my order 77"))

    signed = await browse(client, taught_bot.public_id, identity=ada(secret))
    asked = dict(await signed.ask("Please cancel my order 77"))["action"]
    assert asked["arguments"] == {"order_id": "77"}
    await decide(signed, asked["id"], {"confirm": True})

    [heard] = shop.heard
    assert heard.json["by"] == "u-1" and heard.json["order"] == "77"
    assert heard.line.startswith("POST /cancel/u-1/")


async def test_a_form_is_not_shown_without_a_sign_in_and_none_of_its_fields_says_who_it_is(
    alice, client, taught_bot, secret, shop
):
    address = f"{shop.origin}/orders/{{order_id}}?of={{visitor.id}}"
    await actions.add_action(alice, taught_bot.id, order_form(shop, url=address, headers={}))
    nobody = await browse(client, taught_bot.public_id)
    assert text_of(await nobody.ask("Where is my parcel?")) == SIGN_IN.format(title="Order status")

    signed = await browse(client, taught_bot.public_id, identity=ada(secret))
    asked = dict(await signed.ask("Where is my parcel?"))["action"]
    refused = await decide(signed, asked["id"], {"fields": {"order_id": "1", "visitor.id": "u-2"}}, streamed=False)
    assert refused.status_code == 422 and shop.heard == []
    await decide(signed, asked["id"], {"fields": {"order_id": "1"}})

    assert shop.heard[0].line == "GET /orders/1?of=u-1 HTTP/1.1"


@pytest.mark.parametrize("nasty", ["../admin", "u/../2", "u-1?admin=1", ".."])
async def test_an_id_that_climbs_out_of_the_path_is_not_called_although_it_is_signed(
    nasty, client, taught_bot, secret, mine, shop
):
    from privexbot_app.services.identify import sign_id

    who = {"id": nasty, "hash": sign_id(secret, nasty)}
    visitor = await browse(client, taught_bot.public_id, identity=who)

    assert text_of(await visitor.ask("Where is my order?")) == WORDS["en"]["failed"]
    assert shop.heard == []
    assert find_all(ActionCall)[0].problem == "visitor.id is empty, or has no place where it should go."


async def test_an_id_stays_in_its_place_however_it_is_spelled(alice, client, taught_bot, secret, shop):
    odd = "u-1&bot=1#{chatbot.id}"
    address = f"{shop.origin}/of?who={{visitor.id}}&bot={{chatbot.id}}"
    await actions.add_action(alice, taught_bot.id, order_form(shop, url=address, headers={}, **MINE))
    visitor = await browse(client, taught_bot.public_id, identity=ada(id=odd, hash=sign_id(secret, odd)))

    await visitor.ask("Where is my order?")

    assert f"/of?who=u-1%26bot%3D1%23%7Bchatbot.id%7D&bot={taught_bot.id} " in shop.heard[0].line


async def test_a_parameter_cannot_be_called_like_one_of_ours_and_the_owner_can_try_it(alice, mine, shop):
    from pydantic import ValidationError

    from privexbot_app.rag.action_parameters import Parameter

    with pytest.raises(ValidationError):
        Parameter(name="visitor.id")

    trial = await try_action(alice, mine.id, {})

    assert trial.status == 200 and "/of/trial?bot=" in shop.heard[0].line


@pytest.mark.parametrize("name", ["visitor.email", "visitor.name"])
async def test_what_only_the_page_says_of_a_visitor_cannot_be_put_into_a_request(alice, taught_bot, shop, name):
    """The hash proves the id alone: a signed visitor could call themselves anything else."""
    with pytest.raises(Invalid):
        await actions.add_action(
            alice, taught_bot.id, order_form(shop, url=f"{shop.origin}/of?who={{{name}}}", headers={}, **MINE)
        )
