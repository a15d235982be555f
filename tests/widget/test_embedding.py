"""docs/embedding.md: its snippets work, its tables name what the widget has, and the types say the same."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Route, expect

from tests.widget.embedding import SERVER, TYPESCRIPT, examples, first_column, run_node, section
from tests.widget.world import WITH, World
from widget_py.build import ASSETS, MODULE, SOURCES, TYPES, build

CODE = "\n".join(path.read_text("utf-8") for path in sorted(SOURCES.glob("*.py")))
DECLARED = TYPES.read_text("utf-8")
ENQUEUED, FILTERED, ECHOED = (
    r"wp_enqueue_script\( '(\w+)', '([^']+)', array\(\), null, array\( 'strategy' => 'async' \) \)",
    r"return '(\w+)' === \$handle \? str_replace\( '([^']+)', '([^']+)', \$tag \) : \$tag;",
    r"echo '([^']+)';",
)
RIGHT = """
import pb, { type Options, type Pb } from "./widget";
const options: Options = { position: "top-left", offset: [20, "2rem"], autoOpen: 5, consent: "pending" };
pb("init", { id: "shoe-store-k3f9", options });
pb("init", "shoe-store-k3f9", { mode: "inline", container: document.body });
pb("on", "citation", (citations) => citations.map((each) => each.title.trim()));
pb("on", "unread", (count) => count.toFixed());
pb("off", "reply");
pb("identify", { id: 7, hash: "abc" });
pb("identify");
pb("context", { plan: "gold", product: null });
const open: boolean = pb("isOpen") && pb("status").isOpen;
const global: Pb | undefined = window.pb;
window.PRIVEXBOT_API_URL = "https://chat.example.com";
"""
WRONG = [
    'pb("opne")',
    'pb("init", {})',
    'pb("init", { id: "a", options: { colour: "red" } })',
    'pb("update", { position: "middle" })',
    'pb("send")',
    'pb("on", "replied", () => {})',
    'pb("on", "unread", (count: string) => count)',
    'pb("status").open',
    'pb("identify", { name: "Ada" })',
]


@pytest.fixture
async def shop(world: World) -> World:
    async def answer(route: Route) -> None:
        headers = {"Access-Control-Allow-Origin": "*", "Content-Type": "text/javascript"}
        await route.fulfill(body=(ASSETS / MODULE.file).read_bytes(), headers=headers)

    await world.page.route(f"{world.stub.origin}/api/v1/widget.mjs", answer)
    return world


@pytest.mark.e2e
@pytest.mark.parametrize("snippet", examples("html"), ids=["one line", "two scripts", "loader", "module"])
async def test_each_snippet_brings_a_chatbot_that_answers(shop: World, snippet: str) -> None:
    await answers(shop, snippet)


@pytest.mark.e2e
@pytest.mark.parametrize(
    "printed",
    [
        '<script src="{}" id="{}-js" async data-wp-strategy="async"></script>',
        "<script type='text/javascript' src='{}' id='{}-js'></script>",  # before WordPress 6.3
    ],
)
async def test_the_tag_that_wordpress_prints_brings_a_chatbot_that_answers(shop: World, printed: str) -> None:
    """WordPress itself is not asked: what it prints is written out above, and the filter does no more than replace."""
    [[handle, address]] = re.findall(ENQUEUED, examples("php")[0])
    [[filtered, old, new]] = re.findall(FILTERED, examples("php")[0])
    assert handle == filtered
    tag = printed.format(address, handle).replace(old, new)
    assert tag.count("data-chatbot=") == 1
    await answers(shop, tag)


def test_what_the_shorter_php_prints_is_the_one_line() -> None:
    [echoed] = re.findall(ECHOED, examples("php")[1])
    assert echoed in examples("html")[0]


async def answers(shop: World, html: str) -> None:
    await shop.visit(WITH + html.replace(SERVER, shop.stub.origin))
    await shop.open()
    await shop.ask("Size 9?")
    await expect(shop.at(".c-sources")).to_be_visible()
    assert shop.complaints == []


@pytest.mark.e2e
async def test_the_page_s_own_css_reaches_what_is_open(shop: World) -> None:
    [css] = examples("css")
    await shop.visit(WITH + f"<style>{css}</style>" + examples("html")[0].replace(SERVER, shop.stub.origin))
    launcher = shop.at(".c-launcher")
    await expect(launcher).to_have_css("border-top-width", "2px")
    box = await launcher.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] == 760 - 96


def test_the_properties_and_parts_are_those_of_the_widget() -> None:
    [properties, parts] = re.findall(r"^- \*\*\w+\*\* (.+)\.$", section("Your own CSS"), re.MULTILINE)
    [styles] = re.findall(r"^STYLES = \[(.+)\]", CODE, re.MULTILINE)
    assert sorted(re.findall(r"--pb-([\w-]+)", properties)) == sorted(re.findall(r"[\w-]+", styles))
    assert set(re.findall(r"`([\w-]+)`", parts)) == set(re.findall(r'"part": "([\w-]+)"', CODE))


def test_the_events_are_those_that_the_widget_tells() -> None:
    told = set(re.findall(r'emit\("(\w+)"', CODE))
    assert set(first_column("Events")) == told == set(members("Events"))


def test_the_commands_are_those_that_the_types_know() -> None:
    calls = re.findall(r"pb\(\'(\w+)\'|`(sendMessage|setUser)`", section("Commands"))
    called = {one or other for one, other in calls}
    declared = DECLARED.partition("export interface Pb")[2].partition("\n}")[0]
    listed = {name for line in re.findall(r"command: ([^,)]+)", declared) for name in re.findall(r'"(\w+)"', line)}
    code = (SOURCES / "commands.py").read_text("utf-8")
    known = set(re.findall(r'^    "(\w+)": lambda', code, re.MULTILINE))
    known |= {name for line in re.findall(r"name (?:==|in) (.+):", code) for name in re.findall(r'"(\w+)"', line)}
    assert called == listed == known


def test_the_options_are_those_that_the_types_know() -> None:
    assert sorted(first_column("Options")) == sorted(members("Options"))


def members(interface: str) -> list[str]:
    body = DECLARED.partition(f"export interface {interface} {{")[2].partition("\n}")[0]
    return re.findall(r"^  (\w+)\??:", body, re.MULTILINE)


def test_right_calls_have_the_right_types(tmp_path: Path) -> None:
    check_types(tmp_path, RIGHT)


def test_wrong_calls_are_refused_by_the_types(tmp_path: Path) -> None:
    """One compilation for all: an expected error that does not come is itself one."""
    lines = ['import pb from "./widget";', *[f"// @ts-expect-error\n{wrong};" for wrong in WRONG]]
    check_types(tmp_path, "\n".join(lines))
    with pytest.raises(RuntimeError, match="TS2578"):
        check_types(tmp_path, 'import pb from "./widget";\n// @ts-expect-error\npb("open");')


def check_types(folder: Path, code: str) -> None:
    """Raises RuntimeError with what TypeScript said."""
    build(ASSETS)
    (folder / "widget.d.ts").write_text(DECLARED, "utf-8")
    (folder / "page.ts").write_text(code, "utf-8")
    strict = ["--noEmit", "--strict", "--lib", "es2022,dom"]
    run_node(str(TYPESCRIPT), *strict, "--module", "esnext", "--moduleResolution", "bundler", str(folder / "page.ts"))
