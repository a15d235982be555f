"""The widget as a module: imported by a page, by React, and where there is no page at all."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from playwright.async_api import Route, expect

from tests.widget.embedding import SERVER, bundled, examples, run_node, section
from tests.widget.test_modes import COUNT
from tests.widget.world import WITH, World
from widget_py.build import ASSETS, MODULE, WORK, build

pytestmark = pytest.mark.e2e

STARTED = (
    WITH + "<script type='module'>import { pb } from '{api}/api/v1/widget.mjs';pb('init', 'shoe-store-k3f9');</script>"
)
APP = """
import { StrictMode, useState } from "react";
import { createRoot } from "react-dom/client";
import { Chat } from "./Chat.jsx";

function App() {
  const [state, setState] = useState({ id: "shoe-store-k3f9", color: "#0f766e" });
  window.setState = setState;
  return state && <Chat id={state.id} options={{ color: state.color }} />;
}
createRoot(document.getElementById("app")).render(<StrictMode><App /></StrictMode>);
"""
ON_A_SERVER = """
import { renderToString } from "react-dom/server";
import { Chat } from "./Chat.jsx";
console.log(JSON.stringify(renderToString(<Chat id="shoe-store-k3f9" />)));
"""


@pytest.fixture
async def shop(world: World) -> AsyncIterator[World]:
    """Its server hands out the module, too."""

    await serve(world, f"{world.stub.origin}/api/v1/widget.mjs", (ASSETS / MODULE.file).read_text("utf-8"))
    yield world
    assert world.complaints == []


async def serve(world: World, address: str, code: str, after: asyncio.Event | None = None) -> None:
    """A script of that address, as soon as it may arrive."""

    async def answer(route: Route) -> None:
        if after:
            await after.wait()
        headers = {"Access-Control-Allow-Origin": "*", "Content-Type": "text/javascript; charset=utf-8"}
        await route.fulfill(body=code, headers=headers)

    await world.page.route(address, answer)


@pytest.fixture
def component() -> Iterator[Path]:
    """A folder with the component of the documentation, where React is found."""
    build(ASSETS)
    with TemporaryDirectory(dir=WORK) as name:
        [code] = [example for example in examples("jsx") if "export function Chat" in example]
        Path(name, "Chat.jsx").write_text(code, "utf-8")
        yield Path(name)


async def test_a_page_that_imports_it_asks_and_is_answered_and_has_no_global(shop: World) -> None:
    await shop.visit(STARTED)
    await shop.open()
    await shop.ask("Size 9?")
    await expect(shop.at(".c-sources")).to_be_visible()
    assert shop.stub.asked[0]["message"] == "Size 9?"
    assert await shop.page.evaluate("'pb' in window || 'privexbot' in window") is False


async def import_it(shop: World) -> None:
    """As `chat`, into a page that counts listeners and timers; whoever waits for a function there adds his own."""
    await shop.page.add_init_script(COUNT)
    await shop.visit(WITH)
    await shop.page.evaluate(f"import('{shop.stub.origin}/api/v1/widget.mjs').then(all => {{ window.chat = all.pb }})")


async def test_nothing_happens_before_it_is_called(shop: World) -> None:
    await import_it(shop)
    assert await shop.page.evaluate("document.querySelectorAll('pb-widget').length + left.size + timers.size") == 0
    assert await shop.page.evaluate("chat('status')") == {
        "initialized": False,
        "isOpen": False,
        "conversationId": None,
        "unread": 0,
        "mode": "bubble",
    }


async def test_ten_rounds_of_init_and_destroy_leave_nothing(shop: World) -> None:
    await import_it(shop)
    for _ in range(10):
        await shop.page.evaluate("chat('init', 'shoe-store-k3f9'); chat('open')")
        await expect(shop.at(".c-window")).to_be_visible()
        await shop.page.evaluate("chat('destroy')")
        assert await shop.page.locator("pb-widget").count() == 0
    assert await shop.page.evaluate("left.size + timers.size") == 0
    await shop.page.evaluate("chat('init', 'shoe-store-k3f9')")
    await shop.open()
    await shop.ask("Size 9?")
    await expect(shop.at(".c-sources")).to_be_visible()


@pytest.mark.parametrize("say", ["window.PRIVEXBOT_API_URL = '{api}/';", "const baseURL = '{api}';"])
async def test_a_copy_of_it_on_the_page_s_own_server_is_told_where_the_api_is(shop: World, say: str) -> None:
    await serve(shop, f"{shop.shop}/own.mjs", (ASSETS / MODULE.file).read_text("utf-8"))
    options = "{baseURL}" if "baseURL" in say else "{}"
    code = f"import pb from '/own.mjs'; {say} pb('init', 'shoe-store-k3f9', {options});"
    await shop.visit(WITH + f"<script type='module'>{code}</script>")
    await shop.open()
    await shop.ask("Size 9?")
    await expect(shop.at(".c-sources")).to_be_visible()


async def test_the_policy_of_the_documentation_is_enough(shop: World) -> None:
    [policy] = re.findall(r"^```\n(.*?)\n```$", section("Content security policy"), re.MULTILINE)
    own = policy.replace(SERVER, shop.stub.origin).replace("script-src", "script-src 'nonce-x'")
    shop.stub.headers = {"Content-Security-Policy": f"default-src 'none'; {own}; require-trusted-types-for 'script'"}
    await shop.visit(STARTED.replace("<script ", "<script nonce='x' "))
    await shop.open()
    await shop.ask("Size 9?")
    await expect(shop.at(".c-sources")).to_be_visible()
    assert await shop.at(".c-window").evaluate("node => getComputedStyle(node).display") == "flex"


def test_where_there_is_no_page_it_is_imported_and_does_nothing() -> None:
    build(ASSETS)
    address = (ASSETS / MODULE.file).as_uri()
    code = f"""const before = Object.keys(globalThis).length;
const all = await import({json.dumps(address)});
console.warn = (...words) => console.log(words.join(" "));
console.log(Object.keys(all).join(), all.default === all.pb, Object.keys(globalThis).length - before);
all.pb("init", "shoe-store-k3f9");
console.log(all.pb("status").initialized);"""
    said = run_node("--input-type=module", "--eval", code).splitlines()
    assert said == ["default,pb true 0", "PrivexBot: init needs a page: call it in the browser only", "false"]


async def test_the_component_of_the_documentation_starts_one_widget_and_takes_it_away(
    shop: World, component: Path
) -> None:
    await visit_app(shop, component)
    await shop.open()
    await shop.ask("Size 9?")
    await expect(shop.at(".c-sources")).to_be_visible()
    assert await shop.page.locator("pb-widget").count() == 1

    await shop.page.evaluate("setState(state => ({...state}))")  # drawn anew, with the same words
    await shop.page.wait_for_timeout(100)
    await expect(shop.at(".c-window")).to_be_visible()

    await shop.page.evaluate("setState(state => ({...state, color: '#b91c1c'}))")
    await expect(shop.at(".c-window")).to_be_hidden()
    assert await shop.page.locator("pb-widget").count() == 1

    await shop.page.evaluate("setState(null)")
    await expect(shop.page.locator("pb-widget")).to_have_count(0)


async def test_a_component_that_is_gone_before_the_module_has_arrived_starts_nothing(
    world: World, component: Path
) -> None:
    arrived = asyncio.Event()
    code = "export const pb = () => { window.wasCalled = true; };"
    await serve(world, f"{world.stub.origin}/api/v1/widget.mjs", code, after=arrived)
    await visit_app(world, component)
    await world.page.wait_for_function("'setState' in window")
    await world.page.evaluate("setState(null)")
    arrived.set()
    await world.page.evaluate("import('{api}/api/v1/widget.mjs')".replace("{api}", world.stub.origin))
    await world.page.wait_for_timeout(100)
    assert await world.page.evaluate("window.wasCalled") is None


async def visit_app(world: World, component: Path) -> None:
    """As developers see it: there StrictMode starts and ends every effect once more."""
    (component / "app.jsx").write_text(APP, "utf-8")
    code = bundled(component / "app.jsx", '--define:process.env.NODE_ENV="development"')
    await serve(world, f"{world.shop}/app.js", code.replace(SERVER, world.stub.origin))
    await world.visit(WITH + "<div id='app'></div><script src='/app.js'></script>")


def test_the_component_can_be_drawn_on_a_server(component: Path) -> None:
    (component / "server.jsx").write_text(ON_A_SERVER, "utf-8")
    bundled(component / "server.jsx", "--platform=node", f"--outfile={component / 'server.cjs'}")
    assert json.loads(run_node(str(component / "server.cjs"))) == ""
