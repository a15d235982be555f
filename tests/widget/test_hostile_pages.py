"""On a page that makes it hard, the bubble stands where it should, and the way from a question to an answer works."""

from typing import Any

import pytest
from playwright.async_api import expect

from tests.widget.hostile_pages import HOSTILE, PLAIN, HostilePage
from tests.widget.world import World

pytestmark = pytest.mark.e2e

LOOKS = """(() => {
  const root = document.querySelector('pb-widget').shadowRoot, found = {};
  const styles = ['color', 'backgroundColor', 'fontFamily', 'fontSize', 'fontStyle', 'fontWeight', 'lineHeight',
    'letterSpacing', 'textAlign', 'textTransform', 'textIndent', 'whiteSpace', 'visibility', 'opacity', 'cursor',
    'pointerEvents', 'userSelect', 'wordSpacing'];
  for (const part of ['launcher', 'window', 'header', 'message', 'input']) {
    const node = [...root.querySelectorAll(`[part~=${part}]`)].pop();
    if (!node) continue;
    const box = node.getBoundingClientRect(), style = getComputedStyle(node);
    found[`${part} stands`] = [box.x, box.y, box.width, box.height].map(Math.round).join();
    for (const name of styles) found[`${part} ${name}`] = style[name];
  }
  return found;
})()"""


async def looks(world: World) -> dict[str, str]:
    """Where the parts stand and how they look; asked from outside the page's own scripts, which may have been bent."""
    session = await world.page.context.new_cdp_session(world.page)
    frame = (await session.send("Page.getFrameTree"))["frameTree"]["frame"]["id"]
    aside = await session.send("Page.createIsolatedWorld", {"frameId": frame})
    asked = {"expression": LOOKS, "contextId": aside["executionContextId"], "returnByValue": True}
    told: dict[str, Any] = (await session.send("Runtime.evaluate", asked))["result"]
    await session.detach()
    found: dict[str, str] = told["value"]
    return found


async def walk(world: World, hostile: HostilePage) -> list[dict[str, str]]:
    """Open, ask, read, close; how it looked when closed and when answered."""
    world.stub.headers = hostile.headers(world.stub.origin)
    await world.page.emulate_media(reduced_motion="reduce")
    await world.visit(hostile.html())
    window, launcher = world.page.locator("pb-widget [part~=window]"), world.page.locator("pb-widget [part~=launcher]")
    await expect(launcher).to_be_visible()
    await settle(world)
    seen = [await looks(world)]
    await launcher.click(timeout=5000)
    await expect(world.page.locator("pb-widget textarea")).to_be_focused()
    await world.page.keyboard.insert_text("Size 9?")
    await world.page.keyboard.press("Enter")
    answer = world.page.locator("pb-widget [part~=message]").last
    await expect(answer).to_contain_text("size 9 is in stock")
    await expect(answer.locator("summary").first).to_be_visible()
    await expect(answer.get_by_role("button").first).to_be_visible()
    await settle(world)
    seen.append(await looks(world))
    await world.page.keyboard.press("Escape")
    await expect(window).to_be_hidden()
    await expect(launcher).to_be_focused()
    return seen


async def settle(world: World) -> None:
    """Whatever moves has come to rest."""
    await world.page.mouse.move(0, 0)
    await world.page.wait_for_timeout(300)


def differences(seen: list[dict[str, str]], plain: list[dict[str, str]]) -> list[str]:
    pairs = zip(seen, plain, strict=True)
    return [f"{key}: {now[key]}, not {then[key]}" for now, then in pairs for key in then if now.get(key) != then[key]]


@pytest.fixture(scope="module")
def plain() -> list[dict[str, str]]:
    return []


@pytest.mark.parametrize("name", HOSTILE)
async def test_the_whole_way_works_and_looks_as_on_a_plain_page(world: World, plain: list[Any], name: str) -> None:
    if not plain:
        plain += await walk(world, PLAIN)
        await world.page.context.clear_cookies()
        await world.page.evaluate("localStorage.clear()")
        world.stub.__dict__.update(type(world.stub)(origin=world.stub.origin).__dict__)
    seen = await walk(world, HOSTILE[name])
    assert not (wrong := differences(seen, plain)), "\n".join(wrong)
    [asked] = world.stub.asked
    assert (asked["message"], asked["context"], asked["files"]) == ("Size 9?", {}, "")
    assert [each for each in world.complaints if "of the page" not in each] == []


async def test_on_a_plain_page_the_bubble_and_the_window_have_the_sizes_they_should(world: World) -> None:
    closed, opened = await walk(world, PLAIN)
    assert closed["launcher stands"] == "924,684,56,56"
    x, y, width, height = map(int, opened["window stands"].split(","))
    assert (x + width, width) == (980, 392)
    assert y >= 12
    assert y + height <= 684
