"""The launcher and the window, in a shadow root of one host element; long, since each control is wired up here."""

from collections.abc import Callable
from typing import Any

from widget_py.browser import (
    CSSStyleSheet,
    Element,
    Event,
    Input,
    String,
    clearInterval,
    document,
    spawn,
    visualViewport,
)
from widget_py.widget.blank import trimmed
from widget_py.widget.chat import Chat
from widget_py.widget.client import client, forget, start
from widget_py.widget.dom import CHAT, CLIP, CLOSE, MORE, SEND, STOP, attrs, button, el, face, hear, icon, name
from widget_py.widget.emitter import emit
from widget_py.widget.look import get, has, look, paint, picture, say
from widget_py.widget.options import warn
from widget_py.widget.proactive import watch
from widget_py.widget.shapes import Rule, Task
from widget_py.widget.sound import beep, is_loud, toggle_sound
from widget_py.widget.style import STYLE


class View:
    def __init__(self) -> None:
        self.mode = get("mode") or "bubble"
        self.is_bubble = self.mode == "bubble"
        self.is_open = not self.is_bubble
        self.unread = 0
        self.restored = False
        self.has_menu = False
        self.chat = Chat(self.changed, self.replied)
        self.sheet = CSSStyleSheet()
        self.sheet.replaceSync(":host{}")
        self.badge: Element = el("span c-badge")
        self.launcher = button(" c-launcher", self.toggle)
        self.menu_button = button(" c-tool", self.toggle_menu, MORE)
        self.head: Element = attrs(el("header"), {"part": "header"})
        self.chips: Element = el("div c-chips")
        self.input: Input = el("textarea")
        self.clip_button = button(" c-tool", self.chat.pick, CLIP)
        self.send_button = button(" c-send", self.press)
        self.foot: Element = el("div c-foot", self.clip_button, self.input, self.send_button)
        self.brand: Element = el("div c-brand")
        self.teaser: Element = el("div c-teaser")
        chat = self.chat
        parts: list[Element] = [self.head, chat.list, chat.speech, chat.status, self.chips, self.foot, self.brand]
        self.window: Element = el("section c-window", *parts)
        self.root: Element = el("div c-root", self.window, self.teaser, self.launcher)
        self.host: Element = el("pb-widget")
        self.mount()
        self.timer = watch(self.propose, self.open)

    def mount(self) -> None:
        attrs(self.launcher, {"part": "launcher"})
        attrs(self.input, {"rows": "1", "maxlength": "4000", "part": "input"})
        attrs(self.window, {"role": "dialog" if self.is_bubble else "region", "part": "window"})
        self.window.hidden = self.is_bubble
        self.launcher.hidden = self.is_open
        shadow = self.host.attachShadow({"mode": "open"})
        shadow.adoptedStyleSheets = [STYLE, self.sheet]
        shadow.append(self.root)
        hear(self.root, "keydown", self.key)
        hear(self.input, "input", self.written)
        for event in ("resize", "scroll"):
            hear(visualViewport, event, self.fit_screen)
        self.refresh()
        place: Element | None = look.options.get("container")
        (place or document.documentElement).append(self.host)  # a body may be hidden, transformed, or not there yet
        if self.is_open:
            spawn(self.restore())

    def refresh(self) -> None:
        """Everything that options or configuration may change."""
        paint(self.sheet)
        attrs(
            self.root,
            {
                "data-position": get("position") if self.is_bubble else self.mode,
                "data-theme": get("theme"),
                "lang": get("language"),
                "dir": get("dir"),
            },
        )
        image = picture("launcher_icon", client.base)
        drawing = face(image, "") if "/" in image else image or get("launcher_icon") or icon(CHAT)
        self.launcher.replaceChildren(el("span", drawing), el("b", CLOSE), el("span", get("launcher_text")), self.badge)
        title = el("b c-title", get("name"))
        self.head.replaceChildren(face(picture("avatar_url", client.base), get("name")), title, self.menu_button)
        if self.is_bubble:
            self.head.append(self.closing(self.close))
        name(self.window, get("name"))
        self.brand.textContent = say("branding") if has("show_branding") else ""
        attrs(self.input, {"placeholder": say("placeholder")})
        name(self.chat.list, say("messages"))
        name(self.clip_button, say("attach"))
        if not self.chat.asked:
            self.chat.clear()
            if self.restored:
                self.chat.lead("before")
        self.changed()

    def closing(self, close: Callable[[], None]) -> Element:
        node = button(" c-tool", close, CLOSE)
        name(node, say("close"))
        return node

    def fit_screen(self, event: Event) -> None:
        """Above a phone's keyboard; who has zoomed in wants to see less of it, not a smaller one."""
        if visualViewport.scale == 1:
            style = self.root.style
            style.setProperty("--pb-view", String(visualViewport.height) + "px")
            style.setProperty("--pb-top", String(visualViewport.offsetTop) + "px")

    def changed(self) -> None:
        """After anything that decides what can be clicked."""
        chat = self.chat
        label = get("launcher_text") or say("close" if self.is_open else "open")
        attrs(self.launcher, {"aria-expanded": String(self.is_open), "aria-label": label})
        attrs(self.menu_button, {"aria-expanded": String(self.has_menu), "aria-label": say("menu")})
        self.wrote()
        name(self.send_button, say("stop" if chat.current else "send"))
        self.send_button.replaceChildren(STOP if chat.current else SEND)
        self.foot.hidden = chat.is_first
        self.clip_button.hidden = look.config["uploads"] is None
        self.badge.textContent = String(self.unread or "")
        self.chips.replaceChildren(*(self.menu() if self.has_menu else self.proposals()))
        chat.follow()

    def menu(self) -> list[Element]:
        sound = button(" c-chip", self.switch_sound, say("sound_off" if is_loud() else "sound_on"))
        tasks = [self.entry(task) for task in look.config["menu"]]
        return [button(" c-chip", self.reset, say("reset")), sound, *tasks]

    def entry(self, task: Task) -> Element:
        return button(" c-chip", lambda: self.run(task), task["label"])

    def run(self, task: Task) -> None:
        self.toggle_menu()
        spawn(self.chat.run(task))

    def toggle_menu(self) -> None:
        self.has_menu = not self.has_menu
        self.changed()

    def switch_sound(self) -> None:
        toggle_sound()
        self.changed()

    def proposals(self) -> list[Element]:
        """What is about to be sent along, else what might be asked."""
        chat = self.chat
        if len(chat.files):
            return chat.file_chips()
        return [] if chat.current or chat.is_first else [self.chip(text) for text in chat.followups]

    def chip(self, text: str) -> Element:
        return button(" c-chip", lambda: self.choose(text), text)

    def choose(self, text: str) -> None:
        self.send(text)
        self.input.focus()

    def replied(self) -> None:
        if is_loud():
            beep()
        if not self.is_open:
            self.count_unread(self.unread + 1)

    def count_unread(self, unread: int) -> None:
        if unread != self.unread:
            self.unread = unread
            emit("unread", unread)
        self.changed()

    def send(self, text: str) -> None:
        spawn(self.chat.ask(trimmed(text), self.chat.give()))

    def press(self) -> None:
        """One button: send, or stop what is being said."""
        if self.chat.current:
            self.chat.stop()
        else:
            self.submit()

    def submit(self) -> None:
        text = self.input.value
        if trimmed(text):
            self.input.value = ""
            self.choose(text)

    def written(self, event: Event) -> None:
        self.wrote()
        self.chat.typing()

    def wrote(self) -> None:
        current = self.chat.current
        self.send_button.disabled = not (current.id if current else trimmed(self.input.value))

    def key(self, event: Event) -> None:
        """Enter sends; in a bubble Escape closes, and behind the last control comes the first again."""
        first: Element = self.menu_button
        last: Element = self.input if self.send_button.disabled else self.send_button
        if event.key == "Escape":
            self.close()
        elif event.key != "Tab":
            event.stopPropagation()  # the page's own shortcuts are not meant
            if event.key == "Enter" and event.target is self.input and not event.shiftKey and not event.isComposing:
                event.preventDefault()
                self.submit()
        elif self.is_bubble and event.target is (first if event.shiftKey else last):
            event.preventDefault()
            (last if event.shiftKey else first).focus()

    def propose(self, rule: Rule) -> None:
        """Speak first: in the window, or beside the bubble."""
        text = rule["text"]
        if self.is_open or self.chat.asked:
            return
        if rule["open"]:
            self.accept(text)
        else:
            away = self.closing(self.teaser.replaceChildren)
            self.teaser.replaceChildren(button("", lambda: self.accept(text), text), away)

    def accept(self, text: str) -> None:
        self.open()
        self.chat.show_bot(text)

    def hide(self, away: bool) -> None:
        self.host.hidden = away

    def say(self, text: Any) -> None:
        """As if the visitor had written it."""
        if isinstance(text, str) and trimmed(text):
            self.open()
            self.send(text)
        else:
            warn("no text")

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
        self.teaser.replaceChildren()
        self.count_unread(0)
        self.input.focus()
        self.chat.follow()
        emit("open", None)
        spawn(self.restore())

    async def restore(self) -> None:
        """Bring back the conversation, once; without a connection the next question will say so."""
        if self.restored:
            return
        self.restored = True
        try:
            await start()
            await self.chat.sync()
            if not self.chat.asked:
                self.chat.lead("before")
            self.changed()
        except Exception:
            self.restored = False

    def close(self) -> None:
        if not self.is_open or not self.is_bubble:
            return
        self.is_open = False
        self.window.hidden = True
        self.changed()
        self.launcher.focus()
        emit("close", None)

    def reset(self) -> None:
        self.chat.keep([])
        forget()
        self.renew()
        self.input.focus()

    def renew(self) -> None:
        """Nothing of what was shown stays: for another conversation, or another visitor's."""
        self.restored = False
        self.has_menu = False
        self.chat.clear()
        self.changed()
        if self.is_open:
            spawn(self.restore())

    def destroy(self) -> None:
        clearInterval(self.timer)
        self.chat.leave()
        self.chat.tabs.close()
        self.host.remove()
