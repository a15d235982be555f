"""Who the visitor is, what the page tells, and that nothing is sent or kept before they agree."""

import json
from typing import Any

import pytest
from playwright.async_api import Request, expect

from tests.widget.stub_server import Script
from tests.widget.world import EMPTY, LOADER, ONE_LINE, WITH, World

pytestmark = pytest.mark.e2e

ADA = {"id": 7, "name": "Ada", "email": "ada@example.com", "hash": "ab12"}
IDENTIFIED = (
    WITH + '<script src="{api}/api/v1/widget.js"></script>'
    "<script>pb('init', 'shoe-store-k3f9'); pb('identify', " + json.dumps(ADA) + ")</script>"
)
PENDING = (
    WITH + '<script src="{api}/api/v1/widget.js"></script>'
    "<script>pb('init', {id: 'shoe-store-k3f9', options: {consent: 'pending', color: 'teal', autoOpen: 0}});</script>"
)


async def test_the_first_session_says_who_the_visitor_is(world: World) -> None:
    await world.visit(IDENTIFIED)
    await world.open()
    await world.ask("Size 9?")
    await expect(world.at(".c-sources")).to_be_visible()
    assert [arrival["identity"] for arrival in world.stub.arrivals] == [ADA]
    assert await world.page.evaluate("localStorage.getItem('pb:shoe-store-k3f9:visitor')") is None


async def test_the_same_visitor_again_changes_nothing_and_another_one_sees_nothing_of_it(world: World) -> None:
    await world.visit(ONE_LINE)
    await world.open()
    await world.page.evaluate(f"pb('setUser', {json.dumps(ADA)})")
    await world.ask("Size 9?")
    await expect(world.at(".c-sources")).to_be_visible()
    await world.page.evaluate(f"pb('identify', {json.dumps(ADA)})")
    await expect(world.at(".c-you")).to_have_count(1)
    world.stub.history.clear()
    await world.page.evaluate("pb('identify', {id: 8})")
    await expect(world.at(".c-you")).to_have_count(0)
    await world.ask("Mine?")
    await expect(world.at(".c-sources")).to_be_visible()
    assert [arrival["identity"] and arrival["identity"]["id"] for arrival in world.stub.arrivals][-2:] == [7, 8]


async def test_a_visitor_who_signs_out_is_nobody(world: World) -> None:
    await world.visit(IDENTIFIED)
    await world.open()
    await world.page.evaluate("pb('identify')")
    await world.ask("Size 9?")
    await expect(world.at(".c-sources")).to_be_visible()
    assert world.stub.arrivals[-1]["identity"] is None


async def test_an_identity_that_is_refused_is_told_to_the_page_and_the_chat_goes_on(world: World) -> None:
    await world.visit(EMPTY)
    await world.page.evaluate("pb('init', 'shoe-store-k3f9'); pb('on', 'error', (told) => window.__told = told)")
    await world.page.evaluate("pb('identify', {id: 'u', hash: 'wrong'})")
    await world.open()
    await world.ask("Size 9?")
    await expect(world.at(".c-sources")).to_be_visible()
    assert (await world.page.evaluate("window.__told"))["code"] == "identity_refused"
    assert any("Not proven." in complaint for complaint in world.complaints)


async def test_a_known_visitor_can_begin_anew(world: World) -> None:
    await world.visit(IDENTIFIED)
    await world.open()
    await world.ask("Size 9?")
    await expect(world.at(".c-sources")).to_be_visible()
    await world.choose("Start a new conversation")
    await expect(world.at(".c-you")).to_have_count(0)
    await world.ask("Size 10?")
    await expect(world.at(".c-sources")).to_be_visible()
    assert [arrival["fresh"] for arrival in world.stub.arrivals] == [False, True]
    assert world.stub.arrivals[-1]["identity"] == ADA


async def test_what_the_page_tells_goes_with_each_message_and_can_be_taken_back(world: World) -> None:
    await world.visit(ONE_LINE)
    await world.page.evaluate("pb('context', {plan: 'gold', product: 'Red'}); pb('context', {product: null, cart: 2})")
    await world.open()
    await world.ask("Size 9?")
    await expect(world.at(".c-sources")).to_be_visible()
    await world.page.evaluate("pb('context'); pb('context', '<img src=x>')")
    assert world.stub.asked[0]["context"] == {"plan": "gold", "product": None, "cart": 2}


def count(world: World) -> list[str]:
    """Every request to the API, but for the script."""
    sent: list[str] = []

    def note(request: Request) -> None:
        if "/api/v1/chatbots/" in request.url:
            sent.append(request.url)

    world.page.on("request", note)
    return sent


async def kept(world: World) -> Any:
    return await world.page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage), document.cookie]")


async def test_nothing_is_sent_kept_or_shown_before_the_visitor_agrees(world: World) -> None:
    sent = count(world)
    await world.visit(PENDING)
    await world.page.evaluate(f"pb('identify', {json.dumps(ADA)}); pb('context', {{plan: 'gold'}}); pb('open')")
    await world.page.evaluate("pb('send', 'Size 9?'); pb('update', {botName: 'Bo'})")
    await world.page.wait_for_timeout(500)
    assert (sent, await kept(world)) == ([], [""])
    await expect(world.at(".c-launcher")).to_have_count(0)

    await world.page.evaluate("pb('update', {consent: 'granted'})")
    await world.ask("Size 9?")
    await expect(world.at(".c-sources")).to_be_visible()
    assert world.stub.arrivals[0]["identity"] == ADA
    assert (world.stub.asked[0]["message"], world.stub.asked[0]["context"]) == ("Size 9?", {"plan": "gold"})
    await expect(world.page.get_by_role("dialog", name="Bo")).to_be_visible()


async def test_who_takes_consent_back_is_forgotten_at_once(world: World) -> None:
    sent = count(world)
    world.stub.script = Script(pieces=["one ", "two "] * 20, pause_seconds=0.2)
    await world.visit(ONE_LINE)
    await world.open()
    await world.ask("Size 9?")
    await expect(world.at(".c-live")).to_be_visible()
    assert len(await kept(world)) == 3
    await world.page.evaluate("pb('update', {consent: 'pending'})")
    before = len(sent)
    await world.page.wait_for_timeout(700)
    assert (len(sent) - before, await kept(world)) == (0, [""])
    await expect(world.at(".c-launcher")).to_have_count(0)

    world.stub.script = Script()
    await world.page.evaluate("pb('update', {consent: 'granted'})")
    await world.open()
    await expect(world.at(".c-you")).to_have_count(0)
    assert world.stub.arrivals[-1]["visitor"] is None


async def test_calls_from_before_the_script_count(world: World) -> None:
    await world.visit(LOADER.replace("autoOpen: 0}});", "autoOpen: 0}}); pb('identify', {id: 7});"))
    await expect(world.at("textarea")).to_be_focused()
    await world.ask("Size 9?")
    await expect(world.at(".c-sources")).to_be_visible()
    assert world.stub.arrivals[0]["identity"]["id"] == 7
