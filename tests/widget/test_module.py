"""The widget as a module: imported by a page, by React, and where there is no page at all."""

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
from widget_py.build import ASSETS, MODULE, WORK

pytestmark = pytest.mark.e2e

IMPORT = "import { pb } from '{api}/api/v1/widget.mjs'; window.chat = pb;"
STARTED = WITH + f"<script type='module'>{IMPORT} pb('init', {{id: 'shoe-store-k3f9'}});</script>"
WAITING = WITH + f"<script>{COUNT}</script><script type='module'>{IMPORT}</script>"
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

    async def answer(route: Route) -> None:
        headers = {"Access-Control-Allow-Origin": "*", "Content-Type": "text/javascript"}
        await route.fulfill(body=(ASSETS / MODULE.file).read_bytes(), headers=headers)

    await world.page.route(f"{world.stub.origin}/api/v1/widget.mjs", answer)
    yield world
    assert world.complaints == []


@pytest.fixture
def component() -> Iterator[Path]:
    """A folder with the component of the documentation, where React is found."""
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


async def test_nothing_happens_before_it_is_called(shop: World) -> None:
    await shop.visit(WAITING)
    await shop.page.wait_for_function("window.chat")
    assert await shop.page.evaluate("[...document.querySelectorAll('pb-widget')].length + left.size + timers.size") == 0
    assert await shop.page.evaluate("chat('status')") == {
        "initialized": False,
        "isOpen": False,
        "conversationId": None,
        "unread": 0,
        "mode": "bubble",
    }


async def test_ten_rounds_of_init_and_destroy_leave_nothing(shop: World) -> None:
    await shop.visit(WAITING)
    await shop.page.wait_for_function("window.chat")
    for _ in range(10):
        await shop.page.evaluate("chat('init', 'shoe-store-k3f9'); chat('open')")
        await expect(shop.at(".c-window")).to_be_visible()
        await shop.page.evaluate("chat('destroy')")
        assert await shop.page.locator("pb-widget").count() == 0
    await shop.page.evaluate("chat('init', 'shoe-store-k3f9')")
    await shop.open()
    await shop.ask("Size 9?")
    await expect(shop.at(".c-sources")).to_be_visible()


@pytest.mark.parametrize("say", ["window.PRIVEXBOT_API_URL = '{api}/';", "const baseURL = '{api}';"])
async def test_a_copy_of_it_on_the_page_s_own_server_is_told_where_the_api_is(shop: World, say: str) -> None:
    async def answer(route: Route) -> None:
        await route.fulfill(body=(ASSETS / MODULE.file).read_bytes(), content_type="text/javascript")

    await shop.page.route(f"{shop.shop}/own.mjs", answer)
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
    (component / "app.jsx").write_text(APP, "utf-8")
    code = bundled(component / "app.jsx", '--define:process.env.NODE_ENV="development"')

    async def answer(route: Route) -> None:
        await route.fulfill(body=code.replace(SERVER, shop.stub.origin), content_type="text/javascript")

    await shop.page.route(f"{shop.shop}/app.js", answer)
    await shop.visit(WITH + "<div id='app'></div><script src='/app.js'></script>")
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
    shop: World, component: Path
) -> None:
    (component / "app.jsx").write_text(APP, "utf-8")
    code = bundled(component / "app.jsx", '--define:process.env.NODE_ENV="production"')
    early = "addEventListener('load', () => setState(null));"
    await shop.page.add_init_script(early)
    await shop.page.route(
        f"{shop.shop}/app.js",
        lambda route: route.fulfill(body=code.replace(SERVER, shop.stub.origin), content_type="text/javascript"),
    )
    arrived: list[Route] = []
    await shop.page.route(f"{shop.stub.origin}/api/v1/widget.mjs", arrived.append)
    await shop.visit(WITH + "<div id='app'></div><script src='/app.js'></script>")
    await shop.page.wait_for_timeout(100)
    headers = {"Access-Control-Allow-Origin": "*", "Content-Type": "text/javascript"}
    await arrived[0].fulfill(body=(ASSETS / MODULE.file).read_bytes(), headers=headers)
    await shop.page.wait_for_timeout(200)
    assert await shop.page.locator("pb-widget").count() == 0


def test_the_component_can_be_drawn_on_a_server(component: Path) -> None:
    (component / "server.jsx").write_text(ON_A_SERVER, "utf-8")
    bundled(component / "server.jsx", "--platform=node", f"--outfile={component / 'server.cjs'}")
    assert json.loads(run_node(str(component / "server.cjs"))) == ""
