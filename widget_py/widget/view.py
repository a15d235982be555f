"""The launcher and the window, in a shadow root of one host element."""

from collections.abc import Callable
from typing import Any

from widget_py.browser import (
    CSSStyleSheet,
    Element,
    Event,
    Input,
    String,
    clearTimeout,
    document,
    setTimeout,
    spawn,
    visualViewport,
)
from widget_py.widget.blank import trimmed
from widget_py.widget.chat import Chat
from widget_py.widget.client import Client
from widget_py.widget.dom import CHAT, CLOSE, RESET, SEND, STOP, attrs, button, el, face, icon
from widget_py.widget.look import Look
from widget_py.widget.options import warn
from widget_py.widget.style import STYLE


class View:
    def __init__(self, look: Look, client: Client) -> None:
        self.look = look
        self.client = client
        self.fit: Callable[[Event], None] = lambda event: self.fit_screen()
        self.mode = look.get("mode") or "bubble"
        self.is_open = self.mode != "bubble"
        self.unread = 0
        self.timer = 0
        self.restored = False
        self.sheet = CSSStyleSheet()
        self.chat = Chat(look, client, self.changed, self.replied)
        self.label = el("span", "")
        self.badge = el("span", "c-badge")
        self.launcher = button("c-launcher", self.toggle, icon(CHAT), icon(CLOSE), self.label, self.badge)
        self.title = el("b", "c-title")
        self.face = el("span", "")
        self.reset_button = button("c-tool", self.reset, icon(RESET))
        self.close_button = button("c-tool", self.close, icon(CLOSE))
        self.chips = el("div", "c-chips")
        self.input: Input = document.createElement("textarea")
        self.send_button = button("c-send", self.press, icon(SEND))
        self.brand = el("div", "c-brand")
        self.window = self.build()
        self.root = el("div", "c-root", self.window, self.launcher)
        self.host: Element = document.createElement("pb-widget")
        self.mount()

    def build(self) -> Element:
        attrs(self.launcher, {"part": "launcher"})
        attrs(self.input, {"rows": "1", "maxlength": "4000", "part": "input", "enterkeyhint": "send"})
        self.input.addEventListener("keydown", self.typed)
        self.input.addEventListener("input", self.written)
        head = attrs(el("header", "", self.face, self.title, self.reset_button, self.close_button), {"part": "header"})
        foot = el("div", "c-foot", self.input, self.send_button)
        chat = self.chat
        window = el(
            "section",
            "c-window",
            head,
            chat.thread.list,
            chat.thread.speech,
            chat.live.node,
            self.chips,
            foot,
            self.brand,
        )
        window.hidden = not self.is_open
        return attrs(window, {"role": "region" if self.is_open else "dialog", "part": "window"})

    def mount(self) -> None:
        shadow = self.host.attachShadow({"mode": "open"})
        sheet = CSSStyleSheet()
        sheet.replaceSync(STYLE)
        shadow.adoptedStyleSheets = [sheet, self.sheet]
        shadow.append(self.root)
        self.root.addEventListener("keydown", self.key)
        self.refresh()
        for node in (self.launcher, self.close_button):
            node.hidden = self.is_open
        for name in ("resize", "scroll"):
            visualViewport.addEventListener(name, self.fit)
        place: Element | None = self.look.options.container or document.body
        if place:
            place.append(self.host)
        if self.is_open:
            spawn(self.opened())

    def refresh(self) -> None:
        """Everything that options or configuration may change."""
        look = self.look
        self.sheet.replaceSync(look.sheet())
        place = look.get("position") if self.mode == "bubble" else self.mode
        attrs(self.root, {"data-position": place, "data-theme": look.get("theme")})
        for node in (self.window, self.launcher):
            attrs(node, {"lang": look.get("language"), "dir": look.get("dir")})
        self.label.textContent = look.get("launchertext")
        self.title.textContent = look.get("name")
        attrs(self.window, {"aria-label": look.get("name")})
        self.brand.textContent = look.branding()
        attrs(self.input, {"placeholder": look.say("placeholder")})
        self.name(self.chat.thread.list, "messages")
        self.name(self.input, "placeholder")
        self.name(self.reset_button, "reset")
        self.name(self.close_button, "close")
        self.face.replaceChildren(face(look.get("avatar_url"), look.get("name")))
        if not self.chat.asked:
            self.chat.clear()
        self.changed()

    def fit_screen(self) -> None:
        """Above a phone's keyboard; who has zoomed in wants to see less of it, not a smaller one."""
        if visualViewport.scale == 1:
            style = self.root.style
            style.setProperty("--pb-view", String(visualViewport.height) + "px")
            style.setProperty("--pb-top", String(visualViewport.offsetTop) + "px")

    def name(self, node: Element, key: str) -> None:
        attrs(node, {"aria-label": self.look.say(key)})

    def changed(self) -> None:
        """After anything that decides what can be clicked."""
        chat = self.chat
        label = self.look.say("close" if self.is_open else "open")
        name = self.look.get("launchertext") or label or self.look.get("name")
        attrs(self.launcher, {"aria-label": name, "aria-expanded": String(self.is_open)})
        self.wrote()
        self.name(self.send_button, "stop" if chat.current else "send")
        self.send_button.replaceChildren(icon(STOP if chat.current else SEND))
        self.badge.textContent = str(self.unread) if self.unread else ""
        chips = [] if chat.asked else self.look.suggestions()
        self.chips.replaceChildren(*[self.chip(text) for text in chips])

    def chip(self, text: str) -> Element:
        return button("c-chip", lambda: self.choose(text), text)

    def choose(self, text: str) -> None:
        self.send(text)
        self.input.focus()

    def replied(self) -> None:
        if not self.is_open:
            self.count_unread(self.unread + 1)

    def count_unread(self, unread: int) -> None:
        if unread != self.unread:
            self.unread = unread
            self.client.emitter.emit("unread", unread)
        self.changed()

    def send(self, text: str) -> None:
        spawn(self.chat.ask(trimmed(text)))

    def press(self) -> None:
        """One button: send, or stop what is being said."""
        if self.chat.current:
            self.chat.stop()
        else:
            self.submit()

    def submit(self) -> None:
        text = self.input.value
        if not self.chat.current and trimmed(text):
            self.input.value = ""
            self.send(text)
            self.input.focus()

    def typed(self, event: Event) -> None:
        if event.key == "Enter" and not event.shiftKey and not event.isComposing:
            event.preventDefault()
            self.submit()
        if event.key not in ("Escape", "Tab"):
            event.stopPropagation()  # the page's own shortcuts are not meant

    def written(self, event: Event) -> None:
        self.wrote()
        self.chat.live.typing()

    def wrote(self) -> None:
        current = self.chat.current
        self.send_button.disabled = not (current.id if current else trimmed(self.input.value))

    def key(self, event: Event) -> None:
        if self.mode != "bubble":
            return
        if event.key == "Escape":
            self.close()
        elif event.key == "Tab":
            self.keep_focus(event)

    def keep_focus(self, event: Event) -> None:
        """In the window: behind the last control comes the first again."""
        ends = [self.reset_button, self.input if self.send_button.disabled else self.send_button]
        if event.shiftKey:
            ends.reverse()
        if event.target is ends[1]:
            event.preventDefault()
            ends[0].focus()

    def obey(self, name: str, value: Any) -> None:
        """The page's commands."""
        if name == "open":
            self.open()
        elif name == "close":
            self.close()
        elif name == "toggle":
            self.toggle()
        elif name == "reset":
            self.reset()
        elif name.startswith("send"):
            self.say(value)
        else:
            self.host.hidden = name == "hide"

    def say(self, text: Any) -> None:
        """As if the visitor had written it."""
        if not isinstance(text, str) or not trimmed(text):
            warn("send needs a text")
        else:
            self.open()
            self.send(text)

    def toggle(self) -> None:
        if self.is_open:
            self.close()
        else:
            self.open()

    def open(self) -> None:
        if self.is_open:
            return
        self.is_open = True
        self.host.hidden = False
        self.window.hidden = False
        self.count_unread(0)
        self.input.focus()
        self.chat.thread.follow()
        self.client.emitter.emit("open", None)
        spawn(self.opened())

    async def opened(self) -> None:
        await self.restore()
        await self.client.count("widget_opened")

    async def restore(self) -> None:
        """Bring back the conversation, once; without a connection the next question will say so."""
        if self.restored:
            return
        self.restored = True
        try:
            await self.client.start()
            await self.chat.restore()
            self.changed()
        except Exception:
            self.restored = False

    def close(self) -> None:
        if not self.is_open or self.mode != "bubble":
            return
        self.is_open = False
        self.window.hidden = True
        self.changed()
        self.launcher.focus()
        self.client.emitter.emit("close", None)

    def reset(self) -> None:
        self.client.forget()
        self.renew()
        self.input.focus()

    def renew(self) -> None:
        """Nothing of what was shown stays: for another conversation, or another visitor's."""
        self.restored = False
        self.chat.clear()
        self.changed()
        if self.is_open:
            spawn(self.restore())

    def open_later(self, seconds: int) -> None:
        self.timer = setTimeout(self.open, seconds * 1000)

    def destroy(self) -> None:
        clearTimeout(self.timer)
        for name in ("resize", "scroll"):
            visualViewport.removeEventListener(name, self.fit)
        self.chat.leave()
        self.host.remove()
