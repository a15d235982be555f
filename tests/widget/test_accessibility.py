"""For everybody: axe finds nothing in any state, the keyboard does all, and a screen reader hears sentences."""

from typing import Any

import pytest
from playwright.async_api import expect

from tests.widget.accessible import CONTRAST, violations
from tests.widget.stub_server import Script
from tests.widget.test_lead_forms import RATING, form
from tests.widget.test_people_and_actions import CONFIRM, FORM, GRACE, WAITING, spoken
from tests.widget.test_proactive import rule
from tests.widget.test_visitor_tools import FILES, MENU, TABLE, pick
from tests.widget.world import CLASSES, EMPTY, ONE_LINE, World
from widget_py.shorten import shorten_classes

pytestmark = pytest.mark.e2e

ACTIVE = "document.querySelector('pb-widget').shadowRoot.activeElement"
COLORS = [f"#{r:02x}{g:02x}{b:02x}" for r in (0, 102, 180, 255) for g in (0, 102, 180, 255) for b in (0, 102, 180, 255)]
LISTEN = """(name) => {
    window.heard = [];
    const region = document.querySelector('pb-widget').shadowRoot.querySelector(name);
    new MutationObserver((changes) => changes.forEach(change => change.addedNodes.forEach(
        node => heard.push(node.textContent.trim())))).observe(region, {childList: true, subtree: true}); }"""
NEITHER = {"grounded": False}


async def asked(world: World, **script: Any) -> None:
    """A window with one question and whatever came of it."""
    world.stub.script = Script(**script)
    await world.visit(ONE_LINE)
    await world.open()
    await world.ask("Size 9?")


async def closed(world: World) -> None:
    await world.visit(ONE_LINE)
    await expect(world.at(".c-launcher")).to_be_visible()


async def opened(world: World) -> None:
    await closed(world)
    await world.open()


async def answered(world: World) -> None:
    await asked(world)
    await expect(world.at(".c-sources summary")).to_be_visible()


async def rated(world: World) -> None:
    await answered(world)
    await world.page.get_by_role("button", name="This was not helpful").click()
    await expect(world.page.get_by_role("button", name="Not complete")).to_be_visible()


async def offered_the_form(world: World) -> None:
    await asked(world, payload=NEITHER)
    await expect(world.at(".c-lead")).to_be_visible()


async def wrong_in_the_form(world: World) -> None:
    await offered_the_form(world)
    await world.page.get_by_role("button", name="Send", exact=True).click()
    await expect(world.at(".c-problem").first).to_be_attached()


async def failed(world: World) -> None:
    await asked(world, mode="refuse")
    await expect(world.at(".c-error")).to_be_visible()


async def waiting_for_an_answer(world: World) -> None:
    await asked(world, pause_seconds=3)
    await expect(world.at(".c-bot i")).to_be_visible()


async def with_an_operator(world: World) -> None:
    await asked(world, handoff=WAITING)
    await expect(world.at(".c-status")).to_have_text("You are number 2 in line.")
    world.stub.live.put_nowait(("state", {"state": "human", "queue": None, "operator": GRACE}))
    world.stub.live.put_nowait(spoken("Hello, **Ada**"))
    await expect(world.at(".c-who")).to_be_visible()


async def asked_to_confirm(world: World) -> None:
    await asked(world, action=CONFIRM)
    await expect(world.page.get_by_role("button", name="Confirm")).to_be_visible()


async def asked_by_an_action(world: World) -> None:
    await asked(world, action=FORM)
    await expect(world.page.get_by_label("Order number")).to_be_visible()


async def menu_open(world: World) -> None:
    world.stub.config = {"menu": MENU, "uploads": FILES}
    await answered(world)
    await world.page.get_by_role("button", name="More options").click()
    await expect(world.page.get_by_role("button", name="Delete my data")).to_be_visible()


async def asked_before_deleting(world: World) -> None:
    await menu_open(world)
    await world.page.get_by_role("button", name="Delete my data").click()
    await expect(world.page.get_by_role("button", name="Delete", exact=True)).to_be_visible()


async def spoken_to_first(world: World) -> None:
    world.stub.config = {"rules": [rule()]}
    await closed(world)
    await expect(world.at(".c-teaser")).to_be_visible()


async def told_a_table(world: World) -> None:
    await asked(world, pieces=[TABLE, "\n```\npip install shoes\n```\n> quoted\n\n![a](https://x.test/a.png)"])
    await expect(world.page.get_by_role("button", name="Copy")).to_be_visible()


async def reading_a_source(world: World) -> None:
    await answered(world)
    await world.at("p .c-cite").click()
    await expect(world.at(".c-sources a")).to_be_visible()


async def asked_for_everything(world: World) -> None:
    world.stub.config = form(before=True)
    await world.visit(ONE_LINE)
    await expect(world.at(".c-launcher")).to_have_attribute("aria-label", "Open chat")
    await world.at(".c-launcher").click()
    await world.page.get_by_role("button", name="Send", exact=True).click()
    await expect(world.page.get_by_label("E-mail")).to_be_focused()


async def asked_for_stars(world: World) -> None:
    world.stub.config = {"rating": RATING}
    await asked(world, handoff=WAITING)
    world.stub.live.put_nowait(("state", {"state": "closed", "queue": None, "operator": None}))
    await expect(world.page.get_by_label("Stars")).to_be_visible()


async def with_files(world: World) -> None:
    world.stub.config = {"uploads": FILES}
    await opened(world)
    await pick(world, "a.txt", "virus.exe")
    await expect(world.at(".c-chip")).to_have_text(["a.txt ×"])
    await expect(world.at(".c-status")).to_have_text("Programs cannot be sent.")


async def without_a_network(world: World) -> None:
    await opened(world)
    await world.page.route("**/message", lambda route: route.abort())
    await world.ask("Size 9?")
    await expect(world.at(".c-status")).to_contain_text("No connection")


STATES = [
    closed,
    opened,
    answered,
    rated,
    offered_the_form,
    wrong_in_the_form,
    failed,
    waiting_for_an_answer,
    with_an_operator,
    asked_to_confirm,
    asked_by_an_action,
    menu_open,
    asked_before_deleting,
    spoken_to_first,
    told_a_table,
    reading_a_source,
    asked_for_everything,
    asked_for_stars,
    with_files,
    without_a_network,
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", STATES)
async def test_axe_finds_nothing(world: World, state: Any, scheme: Any) -> None:
    await world.page.emulate_media(color_scheme=scheme)
    await state(world)
    assert await violations(world) == []


@pytest.mark.parametrize("state", [opened, answered, wrong_in_the_form, menu_open, asked_for_everything])
async def test_axe_finds_nothing_on_a_phone(world: World, state: Any) -> None:
    await world.page.set_viewport_size({"width": 390, "height": 844})
    await state(world)
    assert await violations(world) == []


async def test_the_keyboard_alone_asks_rates_and_closes(world: World) -> None:
    await closed(world)
    await world.page.keyboard.press("Tab")
    await world.page.keyboard.press("Enter")
    await world.page.keyboard.type("Size 9?")
    await world.page.keyboard.press("Enter")
    await expect(world.at(".c-sources summary")).to_be_visible()
    await world.page.keyboard.press("Shift+Tab")
    await world.page.keyboard.press("Enter")
    await expect(world.page.get_by_role("button", name="Not complete")).to_be_visible()
    await world.page.keyboard.press("Tab")
    await world.page.keyboard.press("Enter")
    await expect(world.at(".c-more")).to_have_text("Thank you!")
    assert await world.page.evaluate(f"{ACTIVE}.getAttribute('aria-pressed')") == "true"
    await world.page.keyboard.press("Escape")
    await expect(world.at(".c-launcher")).to_be_focused()


async def test_the_focus_goes_round_in_the_window(world: World) -> None:
    await world.visit(ONE_LINE + "<a href='/'>elsewhere</a>")
    await world.open()
    await world.page.keyboard.type("Size")
    for key in ["Tab"] * 12 + ["Shift+Tab"] * 14:
        await world.page.keyboard.press(key)
        assert await world.page.evaluate(f"!!{ACTIVE}"), key


@pytest.mark.parametrize("name", ["No, thanks", "Send"])
async def test_a_form_that_goes_leaves_the_focus_in_the_window(world: World, name: str) -> None:
    await offered_the_form(world)
    await world.page.get_by_label("E-mail").fill("ada@example.com")
    await world.page.get_by_label("I agree").check()
    await world.page.get_by_role("button", name=name, exact=True).click()
    await expect(world.at(".c-list")).to_be_focused()


async def test_a_screen_reader_hears_sentences_and_never_pieces(world: World) -> None:
    await closed(world)
    await world.page.evaluate(LISTEN, shorten_classes(".c-say", CLASSES))
    pieces = ["Yes, **si", "ze** 9 is the", "re. It costs 3", ".50 in re", "d [1]. So", " be quick"]
    world.stub.script = Script(pieces=pieces, pause_seconds=0.05)
    await world.open()
    await world.ask("Size 9?")
    await expect(world.at(".c-sources summary")).to_be_visible()
    assert await world.page.evaluate("heard") == ["Yes, size 9 is there.", "It costs 3.50 in red [1].", "So be quick"]
    await expect(world.at(".c-list")).to_have_attribute("aria-live", "off")


async def test_a_screen_reader_hears_who_joins_and_what_they_say(world: World) -> None:
    await with_an_operator(world)
    await expect(world.at(".c-say")).to_contain_text("Grace joined the conversation.")
    await expect(world.at(".c-say")).to_contain_text("Hello, Ada")


async def test_nothing_moves_for_those_who_asked_for_that(world: World) -> None:
    await world.page.emulate_media(reduced_motion="reduce")
    await waiting_for_an_answer(world)
    assert (
        await world.page.evaluate(
            "document.querySelector('pb-widget').shadowRoot.getAnimations({subtree: true}).length"
        )
        == 0
    )


async def test_forced_colours_keep_edges(world: World) -> None:
    await world.page.emulate_media(forced_colors="active")
    await answered(world)
    for name in (".c-window", ".c-you", ".c-bot", ".c-send"):
        await expect(world.at(name).first).to_have_css("border-top-width", "1px")


@pytest.mark.parametrize(("width", "height"), [(640, 400), (320, 256)], ids=["200 %", "400 %"])
async def test_a_zoomed_page_shows_all_that_is_needed(world: World, width: int, height: int) -> None:
    await world.page.set_viewport_size({"width": width, "height": height})
    await world.page.emulate_media(reduced_motion="reduce")
    await opened(world)
    for name in (".c-send", "textarea", "header button >> nth=1"):
        await expect(world.at(name)).to_be_in_viewport(ratio=1)
    box = await world.at(".c-list").bounding_box()
    assert box is not None
    assert box["height"] >= 40
    assert await world.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_any_colour_of_the_owners_can_be_read(world: World, scheme: Any) -> None:
    await world.page.emulate_media(color_scheme=scheme)
    await world.visit(EMPTY)
    await world.page.evaluate("pb('init', {id: 'shoe-store-k3f9', options: {color: '#000'}})")
    await world.open()
    await world.ask("Size 9?")
    await expect(world.at(".c-sources summary")).to_be_visible()
    names = {name: shorten_classes(name, CLASSES) for name in (".c-you", ".c-cite", ".c-bot", ".c-window")}
    found = await world.page.evaluate(
        """async ([names, colors, contrast]) => {
        const ratio = contrast(), root = document.querySelector('pb-widget').shadowRoot, low = [];
        const look = (name) => getComputedStyle(root.querySelector(names[name]));
        const [you, cite, bot, shell] = ['.c-you', '.c-cite', '.c-bot', '.c-window'].map(look);
        for (const color of colors) {
          pb('update', {color});
          await new Promise(requestAnimationFrame);
          const found = [ratio(you.color, you.backgroundColor),
            ratio(cite.color, shell.backgroundColor, bot.backgroundColor, cite.backgroundColor),
            ratio(cite.color, shell.backgroundColor)];
          if (Math.min(...found) < 4.5) low.push([color, ...found.map(each => each.toFixed(2))]);
        }
        return low; }""".replace("contrast()", f"({CONTRAST})()"),
        [names, COLORS, ""],
    )
    assert found == []
