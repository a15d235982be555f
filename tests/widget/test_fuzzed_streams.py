"""Whatever a server sends as an answer, the visitor sees one ending and may ask again, and the page sees no error."""

from dataclasses import asdict

import pytest
from playwright.async_api import expect

from tests.widget.fuzzed_streams import plan
from tests.widget.world import ONE_LINE, World

pytestmark = pytest.mark.e2e

SEED = 20_261_123
ROUND = 50
DRIVER = """(() => {
window.__wrong = [];
addEventListener('error', (event) => __wrong.push(`error: ${event.message} ${event.error?.stack?.slice(0, 300)}`));
addEventListener('unhandledrejection', (event) => __wrong.push(`rejection: ${event.reason?.stack || event.reason}`));
const attach = Element.prototype.attachShadow;
Element.prototype.attachShadow = function (how) { return window.__root = attach.call(this, how); };
const real = window.fetch, later = window.setTimeout, busy = {status: 503, type: 'text/html', pieces: []};
window.setTimeout = (work, wait) => later(work, wait === 5000 ? 50 : wait);
const waits = () => localStorage.getItem('pb:shoe-store-k3f9:queue');  // for the network, which is there again
const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
const give = (part) => {
  if (!part || !part.status) return Promise.reject(new TypeError('Failed to fetch'));
  const pieces = [...part.pieces];
  const body = new ReadableStream({async pull(to) {
    if (part.slow) await frame();
    if (pieces.length) to.enqueue(bytes(pieces.shift()));
    else if (part.breaks) to.error(new TypeError('network error'));
    else to.close();
  }});
  return Promise.resolve(new Response(body, {status: part.status, headers: {'content-type': part.type}}));
};
window.fetch = (address, init = {}) => {
  const path = new URL(address, location).pathname, plan = window.__plan;
  const wants = new Headers(init.headers).get('accept') || '';
  if (!plan) return real(address, init);
  if (path.endsWith('/live')) return give({status: 404, type: 'application/json', pieces: []});
  if (path.endsWith('/message')) {
    const part = plan.lost ? busy : wants.includes('event-stream') ? plan.parts[0] : plan.whole;
    plan.lost ||= !part.status;
    return give(part);
  }
  if (/messages.*stream$/.test(path)) return give(plan.parts[plan.next++ % plan.parts.length]);
  return real(address, init);
};
const wait = (milliseconds) => new Promise(done => setTimeout(done, milliseconds));
const frame = () => new Promise(requestAnimationFrame);
const log = () => __root.querySelector('[role=log]');
const mine = (text) => [...log().querySelectorAll('[part~=message]')].filter(node => node.textContent === text).pop();
window.__ask = async (plan) => {
  window.__plan = {...plan, next: 1};
  pb('send', plan.question);
  const end = performance.now() + 8000, is_under_way = () =>
    !mine(plan.question) || log().getAttribute('aria-busy') === 'true' || waits();
  do {  // between two attempts it is calm for a moment
    while (is_under_way()) {
      if (performance.now() > end) return ['it never came to an end'];
      await wait(2);
    }
    await frame(); await frame();
  } while (is_under_way());
  return judge(plan);
};
const judge = (plan) => {
  const wrong = window.__wrong.splice(0), after = [], question = mine(plan.question);
  for (let node = question.nextElementSibling; node; node = node.nextElementSibling) after.push(node);
  const said = after.filter(node => node.matches('[part~=message]'));
  const alerts = '[role=alert]', failed = after.filter(node => node.matches(alerts) ||
    (node.matches('[part~=message]') && node.querySelector(alerts)));
  const finished = said.filter(node => node.querySelector('[aria-pressed]'));
  const endings = new Set([...failed, ...finished]).size + failed.filter(node => finished.includes(node)).length;
  if (endings > 1 || (!endings && !plan.may_be_silent)) wrong.push(`${endings} endings: ${log().lastChild.outerHTML}`);
  if (said.some(node => node.querySelector('[role=img]'))) wrong.push('it still types');
  const input = __root.querySelector('textarea');
  if (input.disabled || input.readOnly || !input.offsetWidth) wrong.push('one cannot write');
  const text = said.map(node => node.textContent).join(' ').replace(/\\s+/g, ' ');
  if (plan.text && !text.includes(plan.text.replace(/\\s+/g, ' ').trim())) wrong.push(`text: ${text}`);
  return wrong;
};
})();"""


async def fuzz(world: World, numbers: range) -> list[str]:
    """What went wrong, by the number of the plan."""
    found = []
    for begin in range(numbers.start, numbers.stop, ROUND):
        await world.page.evaluate("window.__plan = null; pb('reset')")
        await expect(world.page.locator("pb-widget [part~=message]")).to_have_count(1)
        for number in range(begin, min(begin + ROUND, numbers.stop)):
            wrong = await world.page.evaluate("plan => __ask(plan)", asdict(plan(SEED + number)))
            found += [f"{number}: {each}" for each in wrong]
    return found


@pytest.mark.parametrize(
    "numbers",
    [range(200), *(pytest.param(range(at, at + 400), marks=pytest.mark.long) for at in range(200, 5000, 400))],
    ids=str,
)
async def test_one_ending_is_shown_and_no_error_reaches_the_page(world: World, numbers: range) -> None:
    await world.page.add_init_script(DRIVER)
    await world.visit(ONE_LINE)
    await expect(world.page.locator("pb-widget [part~=launcher]")).to_be_visible()
    await world.page.evaluate("pb('open')")
    found = await fuzz(world, numbers)
    assert not found, "\n".join(found[:40])
    await world.page.evaluate("window.__plan = null; pb('reset')")
    await world.ask("Size 9?")
    await expect(world.page.locator("pb-widget [part~=message]").last).to_contain_text("size 9 is in stock")
