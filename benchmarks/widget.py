"""`python -m benchmarks.widget`: what the widget costs the page that embeds it, in Chromium on a slow phone's terms.

Three pages of the same text take turns, each in a fresh context: bare; with a script of a few hundred bytes that draws
an equal bubble (the floor: nobody can be faster); with the widget, against a stub of the API on another origin.
"""

import argparse
import asyncio
import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler
from playwright.async_api import Browser, CDPSession, Page

from benchmarks.widget_pages import FLOOR, PAGES, PROBE, SETTLED
from tests.browser import open_browser
from tests.widget.stub_server import ASSETS, Stub, make_app
from widget_py.build import build

CPU_SLOWDOWN = 4
LATENCY_MS = 150
BYTES_PER_SECOND = 1.6e6 / 8
WATCHED_MS = 1500  # after the bubble, or the bare page's load: long tasks and requests are counted until then
WORK = ("v8.compile", "EvaluateScript", "FunctionCall", "ParseHTML", "UpdateLayoutTree", "Layout", "Paint", "V8.GC")


@dataclass
class Run:
    """Times in milliseconds since the page was asked for, `heap` in bytes, `asked`: requests before any click."""

    bubble: float = 0.0
    blocked: float = 0.0
    click: float = 0.0
    heap: float = 0.0
    asked: list[str] = field(default_factory=list)


@web.middleware
async def packed(request: web.Request, handler: Handler) -> web.StreamResponse:
    """The script as the server sends it, in brotli."""
    if not request.path.endswith("widget.js"):
        return await handler(request)
    headers = {"Content-Encoding": "br", "Access-Control-Allow-Origin": "*"}
    body = (ASSETS / "widget.js.br").read_bytes()
    return web.Response(body=body, content_type="application/javascript", headers=headers)


async def floor(_request: web.Request) -> web.Response:
    return web.Response(text=FLOOR, content_type="application/javascript")


@asynccontextmanager
async def serve() -> AsyncIterator[str]:
    """The address of the pages; the scripts and the API have another port, and so another origin."""
    stub = Stub()
    runners = []
    for _ in range(2):
        app = make_app(stub)
        app.middlewares.insert(0, packed)
        app.router.add_get("/floor.js", floor)
        runners.append(web.AppRunner(app))
        await runners[-1].setup()
        await web.TCPSite(runners[-1], "127.0.0.1", 0).start()
    stub.origin, shop = (f"http://127.0.0.1:{runner.addresses[0][1]}" for runner in runners)
    stub.pages = dict(PAGES)
    yield f"{shop}/pages"
    for runner in runners:
        await runner.cleanup()


async def run(browser: Browser, address: str, name: str) -> Run:
    """One visit with an empty cache."""
    context = await browser.new_context(viewport={"width": 1000, "height": 760})
    page, found, asked = await context.new_page(), Run(), list[str]()
    page.on("request", lambda request: asked.append(told(request.method, request.url)))
    await page.add_init_script(PROBE)
    session = await slow_down(page)
    await page.goto(f"{address}/{name}")
    found.bubble = await page.evaluate("bubble") if name != "bare" else 0.0
    found.blocked = await page.evaluate(SETTLED, WATCHED_MS)
    found.asked = asked[1:]  # without the page itself
    if name == "widget":
        found.click = await open_window(page)
    found.heap = await heap(session)
    await context.close()
    return found


def told(method: str, url: str) -> str:
    return f"{method} {urlsplit(url).path}"


async def slow_down(page: Page) -> CDPSession:
    session = await page.context.new_cdp_session(page)
    network = {"offline": False, "latency": LATENCY_MS}
    rates = {"downloadThroughput": BYTES_PER_SECOND, "uploadThroughput": BYTES_PER_SECOND}
    await session.send("Network.enable")
    await session.send("Network.emulateNetworkConditions", network | rates)
    await session.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWDOWN})
    return session


async def open_window(page: Page) -> float:
    """From the click's own time until one could write: visible, enabled, on top, painted."""
    box = await page.evaluate("box()")
    await page.mouse.click(*box)
    return float(await page.evaluate("usable"))


async def heap(session: CDPSession) -> float:
    for _ in range(2):
        await session.send("HeapProfiler.collectGarbage")
    return float((await session.send("Runtime.getHeapUsage"))["usedSize"])


def show(name: str, values: list[float], unit: str) -> float:
    middle = median(values)
    print(f"{name:<34}{middle:>8,.0f} {unit:<3} ({min(values):,.0f}–{max(values):,.0f})")
    return middle


def report(runs: dict[str, list[Run]]) -> None:
    bare, floors, own = runs["bare"], runs["floor"], runs["widget"]
    bubble = show("bubble painted, widget", [each.bubble for each in own], "ms")
    lowest = show("bubble painted, floor", [each.bubble for each in floors], "ms")
    ratios = [mine.bubble / other.bubble for mine, other in zip(own, floors, strict=True)]
    print(f"{'  ratio':<34}{bubble / lowest:>8.2f}     ({min(ratios):.2f}–{max(ratios):.2f}); at most 1.25")
    blocked = show("total blocking time, widget", [each.blocked for each in own], "ms")
    others = show("total blocking time, bare page", [each.blocked for each in bare], "ms")
    show("total blocking time, floor", [each.blocked for each in floors], "ms")
    print(f"{'  above the bare page':<34}{blocked - others:>8.0f} ms  at most 60")
    show("click until one can write", [each.click for each in own], "ms")
    print(f"{'':<34}{'':>8}     at most 100")
    more = median(each.heap for each in own) - median(each.heap for each in bare)
    print(f"{'heap above the bare page, open':<34}{more / 1000:>8.0f} kB  at most 350")
    for asked in sorted({", ".join(each.asked) for each in own}):
        print(f"requests before a click: {asked}")


async def measure(rounds: int) -> None:
    build(ASSETS)
    sizes = json.loads((ASSETS / "widget.json").read_text("utf-8"))["bytes"]
    print(f"widget {sizes['raw']:,} bytes, in brotli {sizes['brotli']:,}; floor {len(FLOOR)} bytes; {rounds} rounds;")
    print(f"processor {CPU_SLOWDOWN} times slower, 1.6 Mbit/s, {LATENCY_MS} ms; load before {os.getloadavg()[0]:.1f}\n")
    runs: dict[str, list[Run]] = {name: [] for name in PAGES}
    async with serve() as address, open_browser() as browser:
        await run(browser, address, "widget")  # the browser's own first time
        for _ in range(rounds):
            for name in PAGES:
                runs[name].append(await run(browser, address, name))
    report(runs)


async def trace(path: Path) -> None:
    """One visit, recorded for chrome://tracing; prints what the page's main thread did, and when files came."""
    build(ASSETS)
    async with serve() as address, open_browser() as browser:
        for name in PAGES:
            context = await browser.new_context(viewport={"width": 1000, "height": 760})
            page = await context.new_page()
            await page.add_init_script(PROBE)
            await slow_down(page)
            categories = ["devtools.timeline", "disabled-by-default-v8.compile", "v8", "blink.user_timing"]
            await browser.start_tracing(page=page, categories=categories)
            await page.goto(f"{address}/{name}")
            with suppress(TimeoutError):
                await asyncio.wait_for(page.evaluate("bubble"), 5)
            recorded = await browser.stop_tracing()
            files = await page.evaluate("performance.getEntriesByType('resource').map(each => each.toJSON())")
            target = path.with_name(f"{path.stem}-{name}.json")
            await asyncio.to_thread(target.write_bytes, recorded)
            await context.close()
            print(f"{name}: {spent(json.loads(recorded)['traceEvents'])}")
            for each in files:
                print(f"    {each['startTime']:>6.0f}–{each['responseEnd']:.0f} ms {each['name'].split('/', 3)[3]}")


def spent(events: list[dict[str, Any]]) -> str:
    sums = dict.fromkeys(WORK, 0.0)
    for event in events:
        if event.get("ph") == "X" and event["name"] in sums:
            sums[event["name"]] += event["dur"] / 1000
    return ", ".join(f"{name} {milliseconds:.0f} ms" for name, milliseconds in sums.items() if milliseconds >= 1)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.widget", description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--trace", type=Path, help="record one visit of each page instead, into NAME-page.json")
    arguments = parser.parse_args()
    asyncio.run(trace(arguments.trace) if arguments.trace else measure(arguments.rounds))


if __name__ == "__main__":
    main()
