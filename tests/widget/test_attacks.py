"""Nothing of what the widget is given to show ever runs, asks another host, or leaves the widget's own place."""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pytest
from playwright.async_api import Request, Route, expect

from tests.widget.attack import ADDRESSES, TEXTS, Attack, actions, citations, config, files, guard, history, operator
from tests.widget.stub_server import Script
from tests.widget.world import ONE_LINE, World, payloads
from widget_py.widget.links import safe_href

pytestmark = pytest.mark.e2e

SHORT = (0, 25, 50)
ALL = tuple(sorted(set(range(len(ADDRESSES))) - set(SHORT)))
SHOWN = (
    "name", "suggestions", "launcher text", "string placeholder", "string sources", "lead title", "lead choices",
    "lead text label", "lead text help", "citation title", "told confirm title", "told form title",
    "told form select label", "live operator", "history visitor", "kept confirm title", "refusal", "failure",
    "rule", "menu 0 label", "menu 1 label", "next 0", "kept next 0", "file name 0", "lead thanks", "lead go",
)  # fmt: skip
IDLE = "pb-widget [role=log][aria-busy=true]"
STYLES = ("color", "z-index", "font", "width", "height", "radius", "offset-x", "offset-y")
TAGS = "[...document.body.children].map(node => node.tagName).filter(name => name !== 'PB-WIDGET')"
OF_A_SCRIPTED_CLICK = ("File chooser dialog can only be shown", "PrivexBot: NotAllowedError")  # told by the browser
KNOWN_VISITOR = "localStorage.setItem('pb:shoe-store-k3f9:visitor', 'visitor-1')"
PATIENCE_MILLISECONDS = 20_000  # a machine may be busy
NASTY = "<>\"'`()[]:/=&;!*_ \n"


@dataclass
class Guard:
    """What must stay empty, and the texts that were seen in the widget."""

    world: World
    outside: list[str] = field(default_factory=list)
    texts: set[str] = field(default_factory=set)

    async def begin(self) -> None:
        page = self.world.page
        page.context.on("request", self.asked)
        page.on("dialog", lambda dialog: self.outside.append(f"dialog {dialog.message}"))
        page.on("popup", lambda popup: self.outside.append(f"popup {popup.url}"))
        page.on("download", lambda download: self.outside.append(f"download {download.url}"))
        await page.add_init_script(guard(self.world.stub.origin))

    def asked(self, request: Request) -> None:
        own = request.url.startswith((self.world.stub.origin + "/", "blob:"))
        if not own and not request.is_navigation_request() and not request.url.endswith("/favicon.ico"):
            self.outside.append(f"request {request.url}")
        elif request.is_navigation_request() and request.url != f"{self.world.shop}/pages/p":
            self.outside.append(f"went to {request.url}")

    async def check(self) -> None:
        await self.world.page.evaluate("__poke()")
        await self.world.page.wait_for_timeout(50)
        bad = await self.world.page.evaluate("[...__hits, ...new Set(__bad)]")
        self.texts |= set(await self.world.page.evaluate("[...__texts]"))
        assert (bad, self.outside) == ([], [])
        assert await self.world.page.evaluate("Object.keys(Object.prototype)") == []
        assert await self.world.page.evaluate(TAGS) == ["H1", "SCRIPT"]

    def saw(self, texts: Iterable[str]) -> bool:
        heap = "\0\0".join(self.texts)
        return all(text.strip() in heap for text in texts)


@pytest.fixture
async def watched(world: World) -> Guard:
    watched = Guard(world)
    await watched.begin()
    return watched


async def idle(world: World) -> None:
    await world.page.wait_for_timeout(50)
    await expect(world.page.locator(IDLE)).to_have_count(0)


async def ask(world: World, text: str, script: Script) -> None:
    world.stub.script = script
    await world.page.evaluate("text => { pb('send', text) }", text)
    await idle(world)


async def use_everything(watched: Guard, within: str, times: int) -> None:
    """Every button, then every form: left empty, refused by the server, and taken by it."""
    world = watched.world
    await world.page.evaluate(f"__click({within!r}, {times})")
    await watched.check()
    await world.page.evaluate("__fill()")
    await idle(world)
    await watched.check()


async def attack_live(watched: Guard, attack: Attack) -> None:
    """Everything that is told while the visitor looks on."""
    world = watched.world
    await world.visit(ONE_LINE)
    await expect(world.page.locator("pb-widget [part~=launcher]")).to_be_visible()
    await world.page.wait_for_timeout(1300)  # a rule of one second
    await world.page.evaluate("pb('open')")
    await watched.check()
    await use_everything(watched, ":host", 40)
    await world.page.evaluate("pb('reset'); pb('open')")
    told, next_ones = actions(attack, "told"), [attack.text(f"next {number}") for number in range(3)]
    pieces = ["Look [1] [2] [3].\n\n", attack.text("answer")]
    ending = {"grounded": False, "followups": next_ones}
    for action in told:
        script = Script(pieces=pieces, citations=citations(attack, "citation"), payload=ending, action=action)
        await ask(world, attack.text("question"), script)
    await watched.check()
    world.stub.lead_error = {"code": "invalid", "message": attack.text("lead refusal"), "field": attack.text("field")}
    await use_everything(watched, "[role=log]", 0)
    world.stub.lead_error = None
    await use_everything(watched, "[role=log]", 20)
    failure = {"message": attack.text("failure"), "retryable": True}
    await ask(world, "Fail", Script(ending="failed", pieces=[attack.text("failed half")], payload=failure))
    await be_refused(world, attack.text("refusal"))
    await hand_over(world, attack)
    await watched.check()


async def be_refused(world: World, text: str) -> None:
    async def refuse(route: Route) -> None:
        body = {"error": {"code": "no", "message": text, "field": text}}
        await route.fulfill(status=422, headers={"Access-Control-Allow-Origin": "*"}, json=body)

    await world.page.route("**/message", refuse)
    await ask(world, "Refuse", Script())
    await world.page.unroute("**/message")


async def hand_over(world: World, attack: Attack) -> None:
    where = {"state": "waiting", "queue": attack.text("queue"), "message": attack.text("notice")}
    for event in live_events(attack):
        world.stub.live.put_nowait(event)
    await ask(world, "A person", Script(handoff=where | {"away": attack.text("away")}))
    await world.page.wait_for_timeout(300)


def live_events(attack: Attack) -> list[tuple[str, Any]]:
    said = [
        ("message", {"id": f"o{seq}", "seq": seq, "text": text, "operator": operator(attack, "live"), "files": []})
        for seq, text in enumerate(attack.all("live message"), 1)
    ]
    typing = ("typing", {"name": attack.text("typist")})
    return [("state", {"state": "human", "queue": None, "operator": operator(attack, "state")}), *said, typing]


async def attack_history(watched: Guard, attack: Attack) -> None:
    """The same from before: nothing is trusted more for having been kept."""
    world = watched.world
    world.stub.history = history(attack)
    world.stub.state = {"state": "human", "queue": attack.text("kept queue"), "operator": operator(attack, "kept")}
    await come_back(world, len(TEXTS) * 3)
    await watched.check()
    await use_everything(watched, "[role=log]", 10)


@pytest.mark.parametrize("number", [*SHORT, *(pytest.param(number, marks=pytest.mark.long) for number in ALL)])
async def test_nothing_runs_from_any_field_live_or_kept(watched: Guard, number: int) -> None:
    world, attack = watched.world, Attack(number)
    world.stub.config = config(attack)
    files(attack)
    await attack_live(watched, attack)
    await attack_history(watched, attack)
    assert attack.pairs() > 1500
    assert [name for name in SHOWN if not watched.saw(attack.used[name])] == []
    assert [each for each in world.complaints if not each.startswith(OF_A_SCRIPTED_CLICK)] == []


@pytest.mark.parametrize("seed", [1, 2])
async def test_nothing_runs_from_a_stream_that_is_cut_where_it_hurts(watched: Guard, seed: int) -> None:
    chosen = random.Random(seed)
    pieces = [piece for text in payloads() for piece in (*cut(text, chosen), "\n\n")]
    await stream(watched, pieces, 0.02)


@pytest.mark.long
@pytest.mark.parametrize("at", range(0, len(TEXTS), 15))
async def test_nothing_runs_from_any_beginning_of_a_payload(watched: Guard, at: int) -> None:
    """Letter by letter, a frame or more for each: whatever may stand on the screen for a moment, stood there."""
    await stream(watched, list("\n\n".join(TEXTS[at : at + 15])), 0.018)


async def stream(watched: Guard, pieces: list[str], pause_seconds: float) -> None:
    world = watched.world
    await world.visit(ONE_LINE)
    await expect(world.page.locator("pb-widget [part~=launcher]")).to_be_visible()
    script = Script(pieces=pieces, pause_seconds=pause_seconds, citations=[])
    world.stub.script = script
    await world.page.evaluate("pb('send', 'Go on')")
    await expect(world.page.locator(IDLE)).to_have_count(1)
    await expect(world.page.locator(IDLE)).to_have_count(0, timeout=120_000)
    await watched.check()
    assert len(watched.texts) > len(TEXTS)
    assert world.complaints == []


def cut(text: str, chosen: random.Random) -> list[str]:
    """In two to four pieces, before or behind characters that mean something."""
    if "|" in text:
        return text.split("|")
    places = [at for at in range(1, len(text)) if text[at] in NASTY or text[at - 1] in NASTY] or [1]
    cuts = sorted({0, *chosen.sample(places, min(3, len(places))), len(text)})
    return [text[begin:end] for begin, end in pairwise(cuts)]


async def test_no_colour_of_the_page_reaches_beyond_its_property(watched: Guard) -> None:
    world = watched.world
    await world.visit(ONE_LINE)
    await expect(world.page.locator("pb-widget [part~=launcher]")).to_be_visible()
    css = "red;background:url(https://evil.test/?css)"
    hostile = [*TEXTS, css, f"{css};}} :host{{{css}", "url(https://evil.test/u)", "var(--x);}*{background:" + css]
    names = ("color", "font", "width", "height", "radius", "offset", "zIndex", "position", "theme", "launcherIcon")
    for name in names:
        await world.page.evaluate(
            "([name, texts]) => { for (const text of texts) pb('update', {[name]: text}) }", [name, hostile]
        )
    await world.page.evaluate("pb('open')")
    await watched.check()
    await expect(world.page.locator("pb-widget [part~=window]")).to_be_visible()


async def test_no_style_of_the_server_reaches_beyond_its_property(watched: Guard) -> None:
    css = "red;background:url(https://evil.test/?css)"
    world = watched.world
    for value in (css, f"{css};}} :host, .x, *{{{css}"):
        world.stub.config = dict.fromkeys(STYLES, value)
        await world.visit(ONE_LINE)
        await world.page.evaluate("pb('open')")
        await expect(world.page.locator("pb-widget [part~=window]")).to_be_visible()
        await world.page.wait_for_timeout(200)
        await watched.check()


ELSEWHERE = [*ADDRESSES[len(TEXTS) :], *(pytest.param(text, marks=pytest.mark.long) for text in TEXTS)]


@pytest.mark.parametrize("address", ELSEWHERE)
async def test_no_picture_of_a_message_comes_from_anywhere_but_our_own_address(watched: Guard, address: str) -> None:
    who = {"name": "Grace", "avatar": address}
    one = {"id": "f1", "name": "a.png", "type": "image/png", "size": 7, "url": address}
    said = {"id": "m1", "seq": 1, "text": f"![a]({address})", "state": "done", "citations": [], "files": [one]}
    rows = [said | {"role": "visitor"}, said | {"role": "operator", "operator": who, "id": "m2"}]
    watched.world.stub.history = [*rows, said | {"role": "bot", "id": "m3"}]
    await come_back(watched.world, 2)
    await watched.check()


async def test_a_history_with_a_picture_is_there_before_the_bots_own_settings_are(watched: Guard) -> None:
    address = "https://evil.test/a.png"
    said = {"id": "m1", "seq": 1, "text": f"![a]({address})", "state": "done", "citations": [], "files": []}
    watched.world.stub.config_delay_seconds = 3.0
    roles = ("visitor", "operator", "bot")
    watched.world.stub.history = [said | {"role": role, "id": role} for role in roles]
    await come_back(watched.world, 2)
    await watched.check()


async def test_a_picture_of_the_bot_has_an_address_of_ours_or_a_whole_one(watched: Guard) -> None:
    """A whole one is the page's own choice; the server names none."""
    for address in [each for each in ADDRESSES[len(TEXTS) :] if not safe_href(each)]:
        watched.world.stub.config = {"avatar_url": address, "launcher_icon": address}
        await watched.world.visit(ONE_LINE)
        await expect(watched.world.page.locator("pb-widget [part~=launcher]")).to_be_visible()
        await watched.world.page.evaluate("pb('open')")
        await watched.check()


async def come_back(world: World, last: int) -> None:
    """As a visitor who was here before; until so many messages and one are there again."""
    await world.page.add_init_script(KNOWN_VISITOR)
    await world.visit(ONE_LINE)
    await world.page.evaluate("pb('open')")
    await expect(world.page.locator("pb-widget [part~=message]").nth(last)).to_be_attached(
        timeout=PATIENCE_MILLISECONDS
    )
