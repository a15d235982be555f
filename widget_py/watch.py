"""`python -m widget_py.build --watch`: a test page that builds anew and reloads whenever the widget's sources change.

It talks to the stub of the API that the tests use, listens on loopback only, and shows what the compiler refuses in the
page as well as in the terminal.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import web

from widget_py.build import ASSETS, BuildFailed, build, inputs
from widget_py.compiler import Refused

PAGE = """<!doctype html><meta name="viewport" content="width=device-width"><title>Widget</title>
<h1>The widget, as it is now</h1><p>Save a file in widget_py/widget/ and this page reloads.</p>
<pre id="problem" style="white-space:pre-wrap;color:#b91c1c"></pre>
<script async src="/api/v1/widget.js" data-chatbot="shoe-store-k3f9"></script>
<script>new EventSource("/changes").onmessage = (event) => {
  const change = JSON.parse(event.data);
  if (change.build !== %d) location.reload();
  else document.getElementById("problem").textContent = change.problem;
};</script>"""
LOOK_EVERY_SECONDS = 0.4


@dataclass
class Watched:
    """What the page is told: which build it should show, and what is wrong with the newest sources."""

    assets: Path = ASSETS
    builds: int = 0
    problem: str = ""
    news: asyncio.Condition = field(default_factory=asyncio.Condition)


def watch(port: int) -> int:
    """Serve until interrupted."""
    web.run_app(make_app(Watched()), host="127.0.0.1", port=port, shutdown_timeout=1)
    return 0


def make_app(watched: Watched) -> web.Application:
    from tests.widget import stub_server

    app = stub_server.make_app(stub_server.Stub())
    app[WATCHED] = watched
    app.add_routes([web.get("/", page), web.get("/changes", changes)])
    app.cleanup_ctx.append(_looking)
    return app


WATCHED = web.AppKey("watched", Watched)


async def page(request: web.Request) -> web.Response:
    return web.Response(text=PAGE % request.app[WATCHED].builds, content_type="text/html")


async def changes(request: web.Request) -> web.StreamResponse:
    """An event for every build and every failure, beginning with how things are."""
    watched = request.app[WATCHED]
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
    await response.prepare(request)
    with suppress(ConnectionResetError):  # the page was closed or reloaded
        while True:
            news = json.dumps({"build": watched.builds, "problem": watched.problem})
            await response.write(f"data: {news}\n\n".encode())
            async with watched.news:
                await watched.news.wait()
    return response


async def _looking(app: web.Application) -> AsyncIterator[None]:
    task = asyncio.create_task(look(app[WATCHED]))
    yield
    task.cancel()


async def look(watched: Watched) -> None:
    """Build whenever a source is younger than before, for ever."""
    seen: dict[Path, int] = {}
    while True:
        now = {path: path.stat().st_mtime_ns for path in inputs() if path.exists()}
        if now != seen:
            seen = now
            await _rebuild(watched)
        await asyncio.sleep(LOOK_EVERY_SECONDS)


async def _rebuild(watched: Watched) -> None:
    try:
        built = await asyncio.to_thread(build, watched.assets)
    except (BuildFailed, Refused) as error:
        watched.problem = str(error)
        print(f"The widget was not built.\n{error}")
    else:
        print("The widget was built." if built else "The widget is up to date.")
        watched.builds, watched.problem = watched.builds + built, ""
    async with watched.news:
        watched.news.notify_all()
