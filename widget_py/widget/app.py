"""One chatbot on one page: from its id to a window, and away again."""

from collections.abc import Callable
from typing import Any

from widget_py.browser import JSON, document, parseInt, spawn
from widget_py.widget.client import Client, Failure
from widget_py.widget.emitter import Emitter
from widget_py.widget.look import UNKNOWN, Look
from widget_py.widget.options import Options, warn
from widget_py.widget.shapes import Status
from widget_py.widget.store import Store
from widget_py.widget.view import View


class App:
    def __init__(self) -> None:
        self.emitter = Emitter()
        self.options = Options()
        self.client: Client | None = None
        self.view: View | None = None
        self.waiting: list[Callable[[View], None]] = []
        self.base = ""

    def start(self, bot_id: str, options: Any) -> None:
        self.options = Options()
        self.options.take(options)
        store = Store(bot_id)
        base = self.options.texts.get("baseurl", "") or self.base
        client = Client(base, bot_id, store)
        self.client = client
        look = Look(self.options, JSON.parse(store.read("config") or UNKNOWN))
        if look.get("color"):
            self.draw(look, client)
        spawn(self.configure(look, client, store))

    def draw(self, look: Look, client: Client) -> None:
        """Needs a body to stand in; a script in the head may run before there is one."""
        if not document.body:
            document.addEventListener("DOMContentLoaded", lambda event: self.draw(look, client))
        elif self.client is client and not self.view:
            view = View(look, client, self.emitter)
            self.view = view
            for work in self.waiting:
                work(view)
            self.waiting = []
            seconds = parseInt(look.get("autoopen"))
            if seconds >= 0:  # not so for "never", nor for nothing
                view.open_later(seconds)

    async def configure(self, look: Look, client: Client, store: Store) -> None:
        """What the owner set in the dashboard; drawn at once if the colour was known, else now."""
        try:
            look.config = await client.config()
        except Exception as error:
            warn(error)
            if isinstance(error, Failure) and error.status == 404 and self.client is client:
                self.destroy()
            return
        if self.client is not client:
            return
        store.write("config", JSON.stringify(look.config))
        if self.view:
            self.view.refresh()
        self.draw(look, client)
        self.emitter.emit("ready", None)
        await client.count("widget_loaded")

    def do(self, work: Callable[[View], None]) -> None:
        """Now, or as soon as there is a window."""
        if self.view:
            work(self.view)
        else:
            self.waiting.append(work)

    def status(self) -> Status:
        client = self.client
        view = self.view
        return {
            "initialized": client is not None,
            "isOpen": view is not None and view.is_open,
            "conversationId": client.conversation if client else None,
            "unread": view.unread if view else 0,
            "mode": "bubble",
        }

    def destroy(self) -> None:
        """No node, no listener, no request is left; another chatbot may start."""
        if self.view:
            self.view.destroy()
        if self.client:
            self.client.stop()
        self.client = None
        self.view = None
        self.waiting = []
        self.emitter = Emitter()
