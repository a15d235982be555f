"""The one door: who answers which path, and two lifespans that start and stop together."""

import pytest
from starlette.responses import PlainTextResponse

from privexbot_app.asgi import Door


def named(name, log=None, fail=False):
    async def app(scope, receive, send):
        if scope["type"] != "lifespan":
            return await PlainTextResponse(name)(scope, receive, send)
        await receive()
        if fail:
            raise RuntimeError("no database")
        log.append(f"{name} up")
        await send({"type": "lifespan.startup.complete"})
        await receive()
        log.append(f"{name} down")
        await send({"type": "lifespan.shutdown.complete"})

    return app


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/api/v1/widget.js", "api"),
        ("/auth/sign-in", "api"),
        ("/livez", "api"),
        ("/chatbots/shoe-store-k3f9/message", "api"),
        ("/chatbots/1/deploy", "pages"),
        ("/chatbots", "pages"),
        ("/sign-in", "pages"),
        ("/_event/", "pages"),
        ("/livezz", "pages"),
    ],
)
async def test_each_path_has_one_answerer(path, name):
    sent = []

    async def send(message):
        sent.append(message)

    await Door(named("api"), named("pages"))({"type": "http", "path": path, "method": "GET"}, None, send)

    assert sent[1]["body"].decode() == name


async def live(door):
    """Start and stop a door as a server does; what it said."""
    said, heard = [], iter([{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}])

    async def receive():
        return next(heard)

    async def send(message):
        said.append(message["type"])

    await door({"type": "lifespan"}, receive, send)
    return said


async def test_both_start_in_order_and_stop_in_reverse():
    log = []

    said = await live(Door(named("api", log), named("pages", log)))

    assert said == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
    assert log == ["api up", "pages up", "pages down", "api down"]


async def test_one_that_cannot_start_keeps_the_server_from_starting():
    assert await live(Door(named("api", [], fail=True), named("pages", []))) == ["lifespan.startup.failed"]
