"""How it looks: what the owner set reaches the page, what the page itself wants wins, and the script tag may say it."""

from typing import Any

import pytest
from playwright.async_api import expect

from tests.widget.stub_server import PICTURE
from tests.widget.world import EMPTY, ONE_LINE, WITH, World

pytestmark = pytest.mark.e2e

OWNERS = {
    "offset-x": "40px", "offset-y": "30px", "width": "360px", "height": "480px", "radius": "3px",
    "font": "Georgia, serif", "launcher_text": "Ask us", "launcher_icon": "?", "theme": "dark",
}  # fmt: skip
PAGES = "{offset: [50, 60], width: 300, height: '400px', radius: 0, font: 'Courier', launcherIcon: '!', theme: 'light'}"
TAG = """<script async src="{api}/api/v1/widget.js" data-chatbot="shoe-store-k3f9" data-color="#0f766e"
data-position="top-left" data-offset-x="33" data-offset-y="44" data-width="350px" data-launcher-text="Ask"
data-radius="2" data-show-branding="false" data-bot-name="Bo" data-language="de" data-auto-open="0"></script>"""
STANDS = """node => { const box = node.getBoundingClientRect();
  return [box.left, box.top, innerWidth - box.right, innerHeight - box.bottom].map(Math.round) }"""


async def look(world: World, config: dict[str, Any], options: str) -> None:
    world.stub.config = config
    await world.page.emulate_media(reduced_motion="reduce")
    await world.visit(EMPTY)
    await world.page.evaluate(f"pb('init', {{id: 'shoe-store-k3f9', options: {options}}})")
    await expect(world.at(".c-root")).to_have_attribute("lang", "en")


async def sizes(world: World) -> tuple[float, float]:
    box = await world.at(".c-window").bounding_box()
    assert box is not None
    return box["width"], box["height"]


async def test_what_the_owner_set_reaches_the_page(world: World) -> None:
    await look(world, OWNERS, "{}")
    launcher = world.at(".c-launcher")
    await expect(launcher.locator("> span")).to_have_text(["?", "Ask us", ""])
    await expect(launcher).to_have_attribute("aria-label", "Ask us")
    assert (await launcher.evaluate(STANDS))[2:] == [40, 30]
    await world.open()
    assert await sizes(world) == (360, 480)
    await expect(world.at(".c-window")).to_have_css("border-radius", "3px")
    await expect(world.at(".c-root")).to_have_css("font-family", "Georgia, serif")
    await expect(world.at(".c-root")).to_have_css("color-scheme", "dark")


async def test_what_the_page_wants_wins(world: World) -> None:
    await look(world, OWNERS, PAGES)
    await expect(world.at(".c-launcher > span").first).to_have_text("!")
    assert (await world.at(".c-launcher").evaluate(STANDS))[2:] == [50, 60]
    await world.open()
    assert await sizes(world) == (300, 400)
    await expect(world.at(".c-window")).to_have_css("border-radius", "0px")
    await expect(world.at(".c-root")).to_have_css("font-family", "Courier")
    await expect(world.at(".c-root")).to_have_css("color-scheme", "light")
    assert world.complaints == []


async def test_the_script_tag_says_it_too(world: World) -> None:
    await world.page.emulate_media(reduced_motion="reduce")
    await world.visit(WITH + TAG)
    await expect(world.page.get_by_role("dialog", name="Bo")).to_be_visible()
    assert (await world.at(".c-launcher").evaluate(STANDS))[:2] == [33, 44]
    assert (await sizes(world))[0] == 350
    await expect(world.page.locator("pb-widget")).to_have_css("--pb-color", "#0f766e")
    await expect(world.at(".c-window")).to_have_css("border-radius", "2px")
    await expect(world.at(".c-brand")).to_be_hidden()
    await expect(world.at(".c-root")).to_have_attribute("lang", "de")
    assert world.complaints == []


@pytest.mark.parametrize(
    ("position", "left", "top"),
    [
        ("bottom-right", False, False),
        ("bottom-left", True, False),
        ("top-right", False, True),
        ("top-left", True, True),
    ],
)
async def test_it_stands_in_the_corner_the_owner_chose(world: World, position: str, left: bool, top: bool) -> None:
    await look(world, {"position": position}, "{}")
    stands = await world.at(".c-launcher").evaluate(STANDS)
    assert (stands[0 if left else 2], stands[1 if top else 3]) == (20, 20)
    await world.open()
    window, launcher = await world.at(".c-window").evaluate(STANDS), await world.at(".c-launcher").evaluate(STANDS)
    assert window[0 if left else 2] == 20
    assert window[1 if top else 3] == launcher[1 if top else 3] + 56 + 16
    assert min(window) >= 0


@pytest.mark.parametrize(("given", "shown"), [("true", True), ("false", False)])
async def test_whose_widget_it_is_is_told_unless_the_page_says_otherwise(world: World, given: str, shown: bool) -> None:
    await look(world, {"show_branding": not shown}, f"{{showBranding: {given}}}")
    await world.open()
    await expect(world.at(".c-brand")).to_have_text("Powered by PrivexBot" if shown else "")


async def test_an_uploaded_picture_takes_the_place_of_the_drawing_and_of_the_letter(world: World) -> None:
    await world.page.route("**/picture/*", lambda route: route.fulfill(body=PICTURE, content_type="image/png"))
    await look(world, {}, "{}")
    await expect(world.at(".c-launcher svg")).to_be_visible()
    await expect(world.at(".c-title")).to_be_hidden()
    path = "/api/v1/chatbots/shoe-store-k3f9/picture/"
    await world.page.reload()
    await look(world, {"launcher_icon": path + "launcher", "avatar_url": path + "avatar"}, "{}")
    await expect(world.at(".c-launcher img")).to_have_attribute("src", world.stub.origin + path + "launcher")
    await world.open()
    await expect(world.at("header img")).to_have_attribute("src", world.stub.origin + path + "avatar")
    await expect(world.at(".c-face").first).to_have_text("")


async def test_a_picture_that_cannot_be_had_leaves_the_letter(world: World) -> None:
    await look(world, {"avatar_url": "/api/v1/nothing/there"}, "{}")
    await world.open()
    await expect(world.at("header img")).to_have_count(0)
    await expect(world.at("header")).to_contain_text("S")


async def test_options_can_be_changed_and_taken_back_live(world: World) -> None:
    await look(world, {}, "{}")
    await world.open()
    await world.page.evaluate("pb('update', {width: '320px', position: 'bottom-left', launcherText: 'Talk'})")
    assert (await sizes(world))[0] == 320
    assert (await world.at(".c-window").evaluate(STANDS))[0] == 20
    await world.page.evaluate("pb('update', {width: '', position: ''})")
    assert (await sizes(world))[0] == 392
    assert (await world.at(".c-window").evaluate(STANDS))[2] == 20


async def test_what_was_remembered_is_drawn_before_the_answer_comes(world: World) -> None:
    await look(world, OWNERS | {"name": "Nora"}, "{}")
    world.stub.config_delay_seconds = 5
    await world.visit(ONE_LINE)
    await expect(world.at(".c-launcher > span").nth(1)).to_have_text("Ask us", timeout=2000)
