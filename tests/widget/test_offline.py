"""A visitor without a network loses no question, and one with two tabs reads the same in both."""

from dataclasses import replace
from typing import Any

import pytest
from playwright.async_api import Route, expect

from tests.widget.stub_server import Script
from tests.widget.world import ONE_LINE, World

pytestmark = pytest.mark.e2e

NO_CONNECTION = "No connection. Check your network and try again."
WAITS_MILLISECONDS = 9000  # one try is every five seconds


async def begin(world: World) -> None:
    await world.visit(ONE_LINE)
    await world.open()
    await expect(world.at(".c-bot")).to_have_count(1)


async def queue(world: World) -> Any:
    return await world.page.evaluate("localStorage.getItem('pb:shoe-store-k3f9:queue')")


async def test_a_question_without_a_network_waits_and_is_answered_once_there_is_one(world: World) -> None:
    await begin(world)
    await world.ask("Size 8?")
    await expect(world.at(".c-rating")).to_have_count(1)
    await world.page.context.set_offline(True)
    await world.ask("Size 9?")
    await expect(world.at(".c-status")).to_have_text(NO_CONNECTION)
    await world.ask("Size 10?")
    await expect(world.at(".c-you")).to_have_text(["Size 8?", "Size 9?", "Size 10?"])
    await expect(world.at(".c-bot i")).to_have_count(0)
    await expect(world.at(".c-error")).to_have_count(0)
    await world.page.context.set_offline(False)
    await expect(world.at(".c-rating")).to_have_count(3, timeout=WAITS_MILLISECONDS)
    await expect(world.at(".c-you")).to_have_count(3)
    await expect(world.at(".c-status")).to_have_text("")
    assert [asked["message"] for asked in world.stub.asked] == ["Size 8?", "Size 9?", "Size 10?"]
    assert await queue(world) is None


async def test_a_question_that_waits_outlives_the_page(world: World) -> None:
    await begin(world)
    await world.page.route("**/message", lambda route: route.abort())
    await world.ask("Size 9?")
    await expect(world.at(".c-status")).to_have_text(NO_CONNECTION)
    await world.page.unroute("**/message")
    await world.page.reload()
    await world.open()
    await expect(world.at(".c-rating")).to_have_count(1)
    await expect(world.at(".c-you")).to_have_text(["Size 9?"])
    await world.page.wait_for_timeout(6000)
    assert [asked["message"] for asked in world.stub.asked] == ["Size 9?"]
    assert await queue(world) is None


async def test_a_question_whose_answer_was_lost_on_its_way_is_asked_under_the_same_id(world: World) -> None:
    lost: list[str] = []

    async def lose(route: Route) -> None:
        if lost:
            await route.continue_()
        else:
            await route.fetch()
            lost.append("the first")
            await route.abort()

    await begin(world)
    await world.page.route("**/message", lose)
    await world.ask("Size 9?")
    await expect(world.at(".c-rating")).to_have_count(1, timeout=WAITS_MILLISECONDS)
    assert (len(world.stub.asked), len({asked["id"] for asked in world.stub.asked})) == (2, 1)
    await expect(world.at(".c-you")).to_have_count(1)
    assert len(world.stub.history) == 2


async def test_a_new_conversation_sends_nothing_of_what_waited_in_the_old_one(world: World) -> None:
    await begin(world)
    await world.page.context.set_offline(True)
    await world.ask("Size 9?")
    await expect(world.at(".c-status")).to_have_text(NO_CONNECTION)
    await world.choose("Start a new conversation")
    await expect(world.at(".c-you")).to_have_count(0)
    await world.page.context.set_offline(False)
    await world.page.wait_for_timeout(6000)
    assert (world.stub.asked, await queue(world)) == ([], None)


async def beside(world: World) -> World:
    """A second tab of the same visitor on the same page, opened."""
    other = replace(world, page=await world.page.context.new_page())
    await begin(other)
    return other


async def test_a_second_tab_shows_what_is_asked_and_answered_in_the_first(world: World) -> None:
    await begin(world)
    other = await beside(world)
    world.stub.script = Script(pause_seconds=0.2)
    await world.ask("Size 9?")
    for tab in (other, world):
        await expect(tab.at(".c-you")).to_have_text(["Size 9?"])
        await expect(tab.at(".c-rating")).to_have_count(1)
    await other.ask("Size 10?")
    for tab in (other, world):
        await expect(tab.at(".c-you")).to_have_text(["Size 9?", "Size 10?"])
        await expect(tab.at(".c-rating")).to_have_count(2)
    await world.page.wait_for_timeout(300)
    for tab in (other, world):
        await expect(tab.at(".c-bot")).to_have_count(3)
    assert [asked["message"] for asked in world.stub.asked] == ["Size 9?", "Size 10?"]


async def test_a_second_tab_reads_along_while_the_answer_comes_and_has_it_once(world: World) -> None:
    await begin(world)
    other = await beside(world)
    world.stub.script = Script(pieces=["One ", "two ", "three ", "four."], pause_seconds=0.4)
    world.stub.is_speaking = True
    await world.ask("Count")
    await expect(other.at(".c-live")).to_contain_text("One")
    world.stub.is_speaking = False
    for tab in (other, world):
        await expect(tab.at(".c-rating")).to_have_count(1)
    await world.page.wait_for_timeout(300)
    for tab in (other, world):
        await expect(tab.at(".c-bot")).to_have_count(2)
        await expect(tab.at(".c-bot p").last).to_have_text("One two three four.")


async def test_a_second_tab_follows_into_a_new_conversation(world: World) -> None:
    await begin(world)
    other = await beside(world)
    await world.ask("Size 9?")
    await expect(other.at(".c-you")).to_have_text(["Size 9?"])
    world.stub.conversation = "c2"
    await world.choose("Start a new conversation")
    await expect(world.at(".c-you")).to_have_count(0)
    await world.ask("Something else")
    await expect(other.at(".c-you")).to_have_text(["Something else"])
    await expect(other.at(".c-rating")).to_have_count(1)
    assert (await other.page.evaluate("pb('status')"))["conversationId"] == "c2"
