"""One chatbot on one page: from its id to a window, and away again."""

from collections.abc import Callable
from typing import Any

from widget_py.browser import JSON, Object, document, parseInt, spawn
from widget_py.widget.client import Client, Failure
from widget_py.widget.emitter import Emitter
from widget_py.widget.look import UNKNOWN, Look
from widget_py.widget.options import Options, warn
from widget_py.widget.shapes import HasId, Status
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
        base = self.options.texts.get("baseurl", "") or self.base
        self.client = Client(base, bot_id, Store(bot_id), self.emitter)
        self.client.language = self.options.language()
        self.begin()

    def begin(self) -> None:
        """Without consent nothing is sent, and nothing kept in the browser is read or written."""
        client = self.client
        if client and self.has_consent():
            look = Look(self.options, JSON.parse(client.store.read("config") or UNKNOWN))
            if look.get("color"):
                self.draw(look, client)
            spawn(self.configure(look, client))

    def has_consent(self) -> bool:
        return self.options.texts.get("consent", "") != "pending"

    def update(self, options: Any) -> None:
        had = self.has_consent()
        self.options.take(options)
        if not self.has_consent():
            self.withdraw()
        elif not had:
            self.begin()
        elif self.view and self.client:
            self.view.refresh()
            if self.client.language != self.options.language():
                self.client.language = self.options.language()
                spawn(self.fetch(self.view.look, self.client))

    def withdraw(self) -> None:
        """Everything that was kept is removed, and whatever is on its way is dropped."""
        self.hide()
        if self.client:
            self.client.leave_session()
            self.client.remember("")
            self.client.store.write("config", "")

    def identify(self, given: Any) -> None:
        """Who the visitor is; another one than before gets a conversation of their own. Nothing is nobody."""
        client = self.client
        who: HasId = Object.assign([], given)
        identity = JSON.stringify(given if who.get("id") is not None else None)
        if client and identity != client.identity:
            client.identity = identity
            client.leave_session()
            if self.view:
                self.view.renew()

    def tell(self, facts: Any) -> None:
        """What the page is about, beside what it told before."""
        if self.client:
            Object.assign(self.client.context, facts)

    def draw(self, look: Look, client: Client) -> None:
        """Needs a body to stand in; a script in the head may run before there is one."""
        if not document.body:
            document.addEventListener("DOMContentLoaded", lambda event: self.draw(look, client))
        elif self.client is client and not self.view:
            view = View(look, client)
            self.view = view
            for work in self.waiting:
                work(view)
            self.waiting = []
            seconds = parseInt(look.get("autoopen"))
            if seconds >= 0:  # not so for "never", nor for nothing
                view.open_later(seconds)

    async def fetch(self, look: Look, client: Client) -> bool:
        """What the owner set in the dashboard, in the visitor's language; False where nobody wants it any more."""
        try:
            look.config = await client.config()
        except Exception as error:
            warn(error)
            if isinstance(error, Failure) and error.status == 404 and self.client is client:
                self.destroy()
            return False
        if self.client is not client or not self.has_consent():
            return False
        client.store.write("config", JSON.stringify(look.config))
        if self.view:
            self.view.refresh()
        return True

    async def configure(self, look: Look, client: Client) -> None:
        """Drawn at once if the colour was known, else now."""
        if not await self.fetch(look, client):
            return
        self.draw(look, client)
        self.emitter.emit("ready", None)
        await client.count("widget_loaded")
        if client.conversation and self.view:
            await self.view.restore()

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
            "mode": view.mode if view else "bubble",
        }

    def destroy(self) -> None:
        """No node, no listener, no request is left; another chatbot may start."""
        self.hide()
        self.client = None
        self.waiting = []
        self.emitter = Emitter()

    def hide(self) -> None:
        if self.view:
            self.view.destroy()
        if self.client:
            self.client.stop()
        self.view = None
