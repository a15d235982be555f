"""The page's one global: `pb(command, …)`. A mistake is named on the console and never thrown into the page."""

from collections.abc import Callable
from typing import Any

from widget_py.browser import Object, String
from widget_py.widget.app import app
from widget_py.widget.client import client
from widget_py.widget.emitter import listen, unlisten
from widget_py.widget.options import warn
from widget_py.widget.shapes import InitShape
from widget_py.widget.view import View

OF_WINDOW: dict[str, Callable[[View, Any], None]] = {
    "open": lambda view, value: view.open(),
    "close": lambda view, value: view.close(),
    "toggle": lambda view, value: view.toggle(),
    "show": lambda view, value: view.hide(False),
    "hide": lambda view, value: view.hide(True),
    "reset": lambda view, value: view.reset(),
    "send": lambda view, value: view.say(value),
    "sendMessage": lambda view, value: view.say(value),
}


def command(name: Any = None, first: Any = None, second: Any = None) -> Any:
    try:
        return obey(String(name), first, second)
    except Exception as error:
        warn(name, error)
        return None


def obey(name: str, first: Any, second: Any) -> Any:
    work = OF_WINDOW.get(name)
    if name == "status":
        return app.status()
    if name == "isOpen":
        return app.status()["isOpen"]
    if name == "init":
        init(first, second)
    elif name == "on":
        listen(first, second)
    elif name == "off":
        unlisten(first, second)
    elif name == "destroy":
        app.destroy()
    elif not client.id:
        warn(name, "needs init first")
    elif name == "update":
        app.update(first)
    elif name in ("identify", "setUser"):
        app.identify(first)
    elif name == "context":
        Object.assign(client.context, first)
    elif work and app.view:
        work(app.view, first)
    else:
        warn("unknown command:", name)
    return None


def init(first: Any, second: Any) -> None:
    bot_id, options = first, second
    if not isinstance(first, str):
        given: InitShape = first
        bot_id, options = given.get("id"), given.get("options")
    if isinstance(bot_id, str) and bot_id and not client.id:
        app.start(bot_id, options)
    else:
        warn("init needs an id, once")
