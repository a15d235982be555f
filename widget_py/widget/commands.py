"""The page's one global: `pb(command, …)`. A mistake is named on the console and never thrown into the page."""

from typing import Any

from widget_py.browser import String
from widget_py.widget.app import App
from widget_py.widget.emitter import EVENTS
from widget_py.widget.options import warn
from widget_py.widget.shapes import InitShape

WINDOW_COMMANDS = ["open", "close", "toggle", "show", "hide", "reset", "send", "sendMessage"]
app = App()


def command(name: Any = None, first: Any = None, second: Any = None) -> Any:
    try:
        return obey(String(name), first, second)
    except Exception as error:
        warn(name, error)
        return None


def obey(name: str, first: Any, second: Any) -> Any:
    if name == "status":
        return app.status()
    if name == "isOpen":
        return app.status()["isOpen"]
    if name == "init":
        init(first, second)
    elif name in ("on", "off"):
        listen(name, first, second)
    elif name == "destroy":
        app.destroy()
    elif not app.client:
        warn(name, "needs init first")
    elif name == "update":
        app.update(first)
    elif name in ("identify", "setUser"):
        app.identify(first)
    elif name == "context":
        app.tell(first)
    elif name in WINDOW_COMMANDS:
        app.do(lambda view: view.obey(name, first))
    else:
        warn("unknown command:", name)
    return None


def init(first: Any, second: Any) -> None:
    bot_id, options = first, second
    if not isinstance(first, str):
        given: InitShape = first
        bot_id, options = given.get("id"), given.get("options")
    if not isinstance(bot_id, str) or not bot_id:
        warn("init needs {id: '…'}")
    elif app.client:
        warn("already here; destroy first")
    else:
        app.start(bot_id, options)


def listen(name: str, event: Any, heard: Any) -> None:
    if String(event) not in EVENTS:
        warn("unknown event:", event)
    elif name == "on":
        app.emitter.on(event, heard)
    else:
        app.emitter.off(event, heard)
