"""One chatbot on one page: from its id to a window, and away again."""

from typing import Any

from widget_py.browser import JSON, AbortController, Object, requestAnimationFrame, spawn
from widget_py.widget.client import Failure, begin, client, drop, forget, leave_session, send
from widget_py.widget.emitter import emit, unlisten
from widget_py.widget.look import UNKNOWN, look, wish
from widget_py.widget.options import take, warn
from widget_py.widget.shapes import HasId, Status
from widget_py.widget.store import read, write
from widget_py.widget.view import View


class App:
    def __init__(self) -> None:
        self.view: View | None = None
        self.is_ready = False
        self.base = ""  # the API's origin, unless the page says another

    def start(self, bot_id: str, options: Any) -> None:
        look.options = {}
        take(look.options, options)
        begin(wish("baseurl") or self.base, bot_id)
        self.draw()

    def draw(self) -> None:
        """At once, as it looked last time; without consent nothing is drawn, sent, or read from the browser."""
        if has_consent():
            look.config = JSON.parse(read("config") or UNKNOWN)
            self.view = View()
            requestAnimationFrame(lambda: requestAnimationFrame(self.painted))

    def painted(self) -> None:
        spawn(self.configure())

    def update(self, options: Any) -> None:
        had = has_consent()
        take(look.options, options)
        if not has_consent():
            self.withdraw()
        elif not had:
            self.draw()
        elif self.view:
            self.view.refresh()
            spawn(self.configure())

    def withdraw(self) -> None:
        """What was kept of the visitor is removed, and whatever is on its way is dropped."""
        self.hide()
        forget()
        write("config", "")
        write("queue", "")

    def identify(self, given: Any) -> None:
        """Who the visitor is; another one than before gets a conversation of their own. Nothing is nobody."""
        who: HasId = Object.assign([], given)
        identity = JSON.stringify(given if who.get("id") is not None else None)
        if identity != client.identity:
            client.identity = identity
            leave_session()
            if self.view:
                self.view.renew()

    async def configure(self) -> None:
        """What the owner set in the dashboard, in the visitor's language; where nobody wants it any more, nothing."""
        view = self.view
        if not view:
            return
        try:
            response = await send("/config?language=" + wish("language"), None, "", "")
            text = await response.text()
            if view is self.view:
                look.config = JSON.parse(text)
                write("config", text)
                view.refresh()
                if not self.is_ready:
                    self.is_ready = True
                    emit("ready", None)
        except Exception as error:
            if view is self.view:
                warn(error)
                if isinstance(error, Failure) and error.status == 404:
                    self.destroy()

    def status(self) -> Status:
        view = self.view
        return {
            "initialized": client.id != "",
            "isOpen": view is not None and view.is_open,
            "conversationId": client.conversation,
            "unread": view.unread if view else 0,
            "mode": view.mode if view else "bubble",
        }

    def destroy(self) -> None:
        """No node, no listener, no request is left; another chatbot may start."""
        self.hide()
        self.is_ready = False
        begin("", "")
        unlisten("", None)

    def hide(self) -> None:
        if self.view:
            self.view.destroy()
        self.view = None
        client.life.abort()
        client.life = AbortController()
        drop()


app = App()


def has_consent() -> bool:
    return wish("consent") != "pending"
