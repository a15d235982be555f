"""One door in front of everything: the API's paths go to the API, the rest to the dashboard."""

import asyncio
import re
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager

from starlette.types import ASGIApp, Message, Receive, Scope, Send

API_PATH = re.compile(r"/(api|auth)/|/(livez|readyz)$|/chatbots/[^/]+/message$")  # other /chatbots/ are pages

SWITCH_SECONDS = 0.0005  # by default a worker thread waits ten times as long for a busy loop to let it go on


def build_api() -> ASGIApp:
    """The API alone, without Reflex: `granian --interface asgi --factory privexbot_app.asgi:build_api`."""
    from privexbot_app.api.app import make_api

    return make_api(_living)


@asynccontextmanager
async def _living(_app: object) -> AsyncGenerator[None, None]:
    """What runs beside the requests: jobs (unless `RUN_JOBS=false`), and a model that is loaded before it is asked."""
    from privexbot_app.adapters.llm import close_shared, warm_up
    from privexbot_app.db import close_engine
    from privexbot_app.jobs.runner import running_jobs
    from privexbot_app.services.speaking import end_all
    from privexbot_app.settings import settings

    sys.setswitchinterval(SWITCH_SECONDS)
    async with AsyncExitStack() as stack:
        if settings().run_jobs:
            await stack.enter_async_context(running_jobs())
        warming = asyncio.create_task(warm_up())
        yield
        warming.cancel()
        await end_all()
        await close_shared()
    close_engine()


class Door:
    """Passes each request to the API or to the dashboard, and runs the lifespans of both."""

    def __init__(self, api: ASGIApp, dashboard: ASGIApp) -> None:
        self._api, self._dashboard = api, dashboard

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(scope, receive, send)
        elif API_PATH.match(scope["path"]):
            await self._api(scope, receive, send)
        else:
            await self._dashboard(scope, receive, send)

    async def _live(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Start both, wait for the server to stop, stop both in the reverse order."""
        await receive()
        lives = [Life(self._api, scope), Life(self._dashboard, scope)]
        try:
            for life in lives:
                await life.start()
        except Exception as reason:
            await send({"type": "lifespan.startup.failed", "message": repr(reason)})
            return
        await send({"type": "lifespan.startup.complete"})
        await receive()
        for life in reversed(lives):
            await life.stop()
        await send({"type": "lifespan.shutdown.complete"})


class Life:
    """The lifespan of one of the two, in a task of its own."""

    def __init__(self, app: ASGIApp, scope: Scope) -> None:
        self._started: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._messages: asyncio.Queue[Message] = asyncio.Queue()
        run: Callable[[Scope, Receive, Send], Awaitable[None]] = app
        self._task = asyncio.ensure_future(
            run({**scope, "state": scope.get("state", {})}, self._messages.get, self._heard)
        )
        self._task.add_done_callback(self._ended)

    async def start(self) -> None:
        await self._messages.put({"type": "lifespan.startup"})
        await self._started

    async def stop(self) -> None:
        await self._messages.put({"type": "lifespan.shutdown"})
        await self._task

    async def _heard(self, message: Message) -> None:
        if self._started.done():
            return
        if message["type"] == "lifespan.startup.failed":
            self._started.set_exception(RuntimeError(message.get("message", "start-up failed")))
        else:
            self._started.set_result(None)

    def _ended(self, task: "asyncio.Future[None]") -> None:
        """An app that dies before it has started must not leave the server waiting."""
        if not self._started.done():
            self._started.set_exception(task.exception() or RuntimeError("the app ended while it was starting"))
