"""Where the widget stands: in a bubble, in a place of the page, as the page; and that nothing is left of it."""

import pytest
from playwright.async_api import expect

from tests.widget.accessible import violations
from tests.widget.world import EMPTY, ONE_LINE, World

pytestmark = pytest.mark.e2e

INLINE = (
    EMPTY
    + """<div id="here" style="width:500px;height:600px"></div>
<script>pb('init', {id: 'shoe-store-k3f9', options: {mode: 'inline', container: '#here'}})</script>"""
)
PAGE = EMPTY + "<script>pb('init', {id: 'shoe-store-k3f9', options: {mode: 'page'}})</script>"
COUNT = """window.left = new Map(); window.timers = new Set(); window.channels = new Set(); window.heard = 0;
const add = EventTarget.prototype.addEventListener;
let number = 0;
EventTarget.prototype.addEventListener = function (name, work, how) {
  if (this instanceof AbortSignal) return add.call(this, name, work, how);
  const id = ++number;
  heard += 1;
  left.set(id, `${this.constructor.name} ${name}`);
  if (how?.signal) add.call(how.signal, 'abort', () => left.delete(id));
  return add.call(this, name, work, how);
};
for (const kind of ['Timeout', 'Interval']) {
  const [set, clear] = [window['set' + kind], window['clear' + kind]];
  window['set' + kind] = (work, wait) => {
    const id = set(() => { if (kind === 'Timeout') timers.delete(id); work(); }, wait);
    timers.add(id);
    return id;
  };
  window['clear' + kind] = (id) => { timers.delete(id); clear(id); };
}
window.BroadcastChannel = class extends BroadcastChannel {
  constructor(name) { super(name); channels.add(this); }
  close() { channels.delete(this); super.close(); }
};"""


async def test_inline_it_fills_its_container_open_and_without_a_bubble(world: World) -> None:
    await world.page.emulate_media(reduced_motion="reduce")
    await world.visit(INLINE)
    await expect(world.at(".c-window")).to_be_visible()
    box = await world.at(".c-window").bounding_box()
    assert box is not None
    assert (box["width"], box["height"]) == (500, 600)
    await expect(world.at(".c-launcher")).to_be_hidden()
    await world.ask("Size 9?")
    await expect(world.at(".c-sources summary")).to_be_visible()
    await world.page.keyboard.press("Escape")
    await world.page.evaluate("pb('close')")
    await expect(world.at(".c-window")).to_be_visible()
    assert (await world.page.evaluate("pb('status')"))["mode"] == "inline"
    assert await violations(world) == []


async def test_inline_does_not_take_the_focus_and_lets_it_go(world: World) -> None:
    await world.visit(INLINE + "<a href='#'>after</a>")
    await expect(world.at(".c-window")).to_be_visible()
    assert await world.page.evaluate("document.activeElement === document.body")
    await world.at("textarea").focus()
    await world.page.keyboard.press("Tab")
    assert await world.page.evaluate("document.activeElement.textContent") == "after"


async def test_as_a_page_it_fills_the_page(world: World) -> None:
    await world.page.emulate_media(reduced_motion="reduce")
    await world.visit(PAGE)
    await expect(world.at(".c-window")).to_be_visible()
    box = await world.at(".c-window").bounding_box()
    assert box == {"x": 0, "y": 0, "width": 1000, "height": 760}


async def test_hidden_and_shown_again(world: World) -> None:
    await world.visit(INLINE)
    await expect(world.at(".c-window")).to_be_visible()
    await world.page.evaluate("pb('hide')")
    await expect(world.at(".c-window")).to_be_hidden()
    await world.page.evaluate("pb('show')")
    await expect(world.at(".c-window")).to_be_visible()


async def test_ten_rounds_in_a_single_page_app_leave_nothing(world: World) -> None:
    await world.page.add_init_script(COUNT)
    await world.visit(EMPTY)
    nodes = await world.page.evaluate("document.querySelectorAll('*').length")
    for number in range(10):
        await world.page.evaluate(f"pb('init', 'bot-{number}', {{autoOpen: {number % 2 * 60 or repr('never')}}})")
        await world.open() if number % 2 == 0 else await expect(world.at(".c-launcher")).to_be_visible()
        assert await world.page.evaluate("left.size && timers.size && channels.size")
        await world.page.evaluate("pb('destroy')")
    assert await world.page.evaluate("[...left.values()]") == []
    assert await world.page.evaluate("[timers.size, channels.size]") == [0, 0]
    assert await world.page.evaluate("heard") > 100
    assert await world.page.evaluate("document.querySelectorAll('*').length") == nodes


async def test_it_is_not_printed(world: World) -> None:
    await world.visit(ONE_LINE)
    await world.open()
    await world.page.emulate_media(media="print")
    await expect(world.at(".c-window")).to_be_hidden()


async def test_on_a_phone_it_stays_above_the_keyboard(world: World) -> None:
    await world.page.set_viewport_size({"width": 390, "height": 800})
    await world.visit(ONE_LINE)
    await world.open()
    await expect(world.at(".c-window")).to_have_css("height", "800px")
    await world.page.evaluate("""() => {
        Object.defineProperty(visualViewport, 'height', {value: 420});
        Object.defineProperty(visualViewport, 'offsetTop', {value: 30});
        visualViewport.dispatchEvent(new Event('resize')); }""")
    await expect(world.at(".c-window")).to_have_css("height", "420px")
    await expect(world.at(".c-window")).to_have_css("top", "30px")
