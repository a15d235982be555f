"""Messages of its own accord: at the moment the owner chose, once per visitor, and never over a conversation."""

from typing import Any

import pytest
from playwright.async_api import expect

from tests.widget.world import EMPTY, ONE_LINE, World

pytestmark = pytest.mark.e2e

TEXT = "Need help with **sizes**?"
LONG_PAGE = ONE_LINE + "<p style='height:4000px'>Shoes</p>"
LEAVE = "document.documentElement.dispatchEvent(new MouseEvent('mouseleave'))"


def rule(name: str = "r1", **more: Any) -> dict[str, Any]:
    told = {"id": name, "text": TEXT, "seconds": 0, "scroll": 0, "pattern": "", "exit": False, "open": False}
    return told | more


async def begin(world: World, *rules: dict[str, Any], html: str = ONE_LINE, **config: Any) -> None:
    world.stub.config = {"rules": list(rules)} | config
    await world.visit(html)
    await expect(world.at(".c-launcher")).to_have_attribute("aria-label", "Open chat")


async def is_silent(world: World, seconds: float = 1.6) -> bool:
    """Nothing is said, though more than one look is taken."""
    await world.page.wait_for_timeout(seconds * 1000)
    return not await world.at(".c-teaser button").count() and not await world.at(".c-window").is_visible()


async def test_it_speaks_after_the_seconds_the_owner_chose_and_not_before(world: World) -> None:
    await begin(world, rule(seconds=3))
    assert await is_silent(world)
    await expect(world.at(".c-teaser button").first).to_have_text(TEXT)


async def test_it_speaks_when_enough_of_the_page_was_read(world: World) -> None:
    await begin(world, rule(scroll=60), html=LONG_PAGE)
    assert await is_silent(world)
    await world.page.evaluate("scrollTo(0, 3000)")
    await expect(world.at(".c-teaser")).to_be_visible()


async def test_it_speaks_when_the_pointer_leaves(world: World) -> None:
    await begin(world, rule(exit=True))
    assert await is_silent(world)
    await world.page.evaluate(LEAVE)
    await expect(world.at(".c-teaser")).to_be_visible()


@pytest.mark.parametrize(("pattern", "shown"), [("^/pages/.*$", True), ("^/shoes/.*$", False), ("", True)])
async def test_it_speaks_on_the_pages_the_owner_chose(world: World, pattern: str, shown: bool) -> None:
    await begin(world, rule(pattern=pattern))
    assert await is_silent(world) is not shown


async def test_every_condition_has_to_hold(world: World) -> None:
    await begin(world, rule(exit=True, scroll=60, seconds=1), html=LONG_PAGE)
    await world.page.evaluate(LEAVE)
    assert await is_silent(world)
    await world.page.evaluate("scrollTo(0, 3000)")
    await expect(world.at(".c-teaser")).to_be_visible()


async def test_the_first_rule_that_holds_is_told_first(world: World) -> None:
    await begin(world, rule("r1", exit=True), rule("r2", text="Second"), rule("r3", text="Third", seconds=60))
    await expect(world.at(".c-teaser button").first).to_have_text("Second")


async def test_a_visitor_hears_a_rule_once(world: World) -> None:
    await begin(world, rule())
    await expect(world.at(".c-teaser")).to_be_visible()
    await world.page.reload()
    await expect(world.at(".c-launcher")).to_have_attribute("aria-label", "Open chat")
    assert await is_silent(world)


async def test_a_teaser_leads_into_the_conversation(world: World) -> None:
    await begin(world, rule())
    await world.at(".c-teaser button").first.click()
    await expect(world.at(".c-window")).to_be_visible()
    await expect(world.at(".c-teaser")).to_be_hidden()
    await expect(world.at(".c-bot").last).to_have_text("Need help with sizes?")
    await expect(world.at(".c-bot strong").last).to_have_text("sizes")
    await world.ask("Yes")
    await expect(world.at(".c-rating")).to_have_count(1)


async def test_a_teaser_can_be_put_away(world: World) -> None:
    await begin(world, rule())
    await world.at(".c-teaser").get_by_role("button", name="Close chat").click()
    await expect(world.at(".c-teaser")).to_be_hidden()
    assert await is_silent(world)


async def test_a_rule_that_opens_the_window_says_it_there(world: World) -> None:
    world.stub.config = {"rules": [rule(open=True)]}
    await world.visit(ONE_LINE)
    await expect(world.at(".c-window")).to_be_visible()
    await expect(world.at(".c-bot").last).to_have_text("Need help with sizes?")
    await expect(world.at(".c-teaser")).to_be_hidden()


async def test_who_has_asked_already_is_left_alone(world: World) -> None:
    await begin(world, rule(exit=True))
    await world.open()
    await world.ask("Size 9?")
    await expect(world.at(".c-rating")).to_have_count(1)
    await world.page.keyboard.press("Escape")
    await world.page.evaluate(LEAVE)
    assert await is_silent(world)


async def test_nobody_is_told_anything_before_they_agree(world: World) -> None:
    pending = "<script>pb('init', {id: 'shoe-store-k3f9', options: {consent: 'pending'}})</script>"
    world.stub.config = {"rules": [rule(open=True)], "auto_open": "0"}
    await world.visit(EMPTY + pending)
    await world.page.wait_for_timeout(1600)
    await expect(world.at("pb-widget")).to_have_count(0)
    await world.page.evaluate("pb('update', {consent: 'granted'})")
    await expect(world.at(".c-window")).to_be_visible()


@pytest.mark.parametrize(("seconds", "opened"), [("0", True), ("1", True), ("never", False), ("60", False)])
async def test_the_window_opens_by_itself_when_the_owner_wants_that(world: World, seconds: str, opened: bool) -> None:
    await begin_quietly(world, seconds)
    await world.page.wait_for_timeout(2200)
    assert await world.at(".c-window").is_visible() is opened


async def begin_quietly(world: World, seconds: str) -> None:
    world.stub.config = {"auto_open": seconds}
    await world.visit(ONE_LINE)
    await expect(world.at(".c-root")).to_have_attribute("lang", "en")


async def test_a_window_that_opened_by_itself_and_was_closed_stays_closed(world: World) -> None:
    await begin_quietly(world, "0")
    await expect(world.at(".c-window")).to_be_visible()
    await world.page.keyboard.press("Escape")
    await expect(world.at(".c-window")).to_be_hidden()
    assert await is_silent(world)
