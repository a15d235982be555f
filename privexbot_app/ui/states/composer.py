"""Writing in a conversation: to the visitor, or a note for colleagues; with replies that were written before."""

from dataclasses import dataclass
from uuid import UUID

import reflex as rx
from pydantic import BaseModel
from reflex.event import EventSpec

from privexbot_app.errors import AppError, Invalid
from privexbot_app.services import canned_replies, people
from privexbot_app.services.canned_replies import CannedReply
from privexbot_app.ui.problems import parse, parse_id
from privexbot_app.ui.states.thread import ThreadState

MODES = ("reply", "note")
SHOWN_REPLIES = 8
FIELD = "composer-text"


class ComposerForm(BaseModel):
    """The input."""

    text: str


@dataclass(frozen=True)
class ReplyChoice:
    """A canned reply as the menu shows it."""

    id: str
    shortcut: str
    text: str

    @classmethod
    def of(cls, reply: CannedReply) -> "ReplyChoice":
        return cls(str(reply.id), reply.shortcut, " ".join(reply.text.split())[:120])


class ComposerState(ThreadState):
    """The text itself stays in the browser until it is sent."""

    mode: str = "reply"
    problem: str = ""
    is_menu_open: bool = False
    choices: list[ReplyChoice] = []

    @rx.event
    def set_mode(self, mode: str):
        if mode not in MODES:
            raise Invalid("There is no such mode.")
        self.mode, self.problem, self.is_menu_open = mode, "", False
        return rx.set_focus(FIELD)

    @rx.event
    async def tell_typing(self, text: str):
        """To the visitor, unless it is a note or the name of a canned reply."""
        if self.mode == "reply" and isinstance(text, str) and text and not text.startswith("/"):
            await people.set_typing(await self._viewer(), self._conversation())

    @rx.event
    async def look_up(self, text: str):
        """Canned replies, for what begins with a slash."""
        self.is_menu_open = isinstance(text, str) and text.startswith("/") and len(text.split()) <= 1
        if self.is_menu_open:
            await self._offer(text[1:].strip())

    @rx.event
    async def toggle_menu(self):
        self.is_menu_open = not self.is_menu_open
        await self._offer("")

    @rx.event
    async def pick(self, reply_id: str):
        return await self._put_in(parse_id(reply_id))

    @rx.event
    async def send(self, form: dict):
        """The browser has emptied the input already: what could not be sent goes back there."""
        text, self.problem, self.is_menu_open = parse(ComposerForm, form).text, "", False
        try:
            if named := await self._find_named(text):
                return await self._put_in(named)
            await self._say(text)
        except AppError as problem:
            self.problem = problem.message
            return rx.set_value(FIELD, text)
        await self._look()

    async def _say(self, text: str) -> None:
        say = people.add_note if self.mode == "note" else people.reply_as_operator
        await say(await self._viewer(), self._conversation(), text)

    async def _find_named(self, text: str) -> UUID | None:
        """The canned reply whose shortcut is all that was typed."""
        name = text.strip().casefold()
        if not name.startswith("/"):
            return None
        replies = await canned_replies.list_canned_replies(await self._viewer())
        return next((reply.id for reply in replies if f"/{reply.shortcut}" == name), None)

    async def _offer(self, start: str) -> None:
        replies = await canned_replies.list_canned_replies(await self._viewer())
        found = [reply for reply in replies if reply.shortcut.startswith(start.casefold())]
        self.choices = [ReplyChoice.of(reply) for reply in found[:SHOWN_REPLIES]]

    async def _put_in(self, reply_id: UUID) -> list[EventSpec]:
        """Into the input, to be looked at before it is sent."""
        text = await canned_replies.fill_canned_reply(await self._viewer(), reply_id, self._conversation())
        self.is_menu_open = False
        return [rx.set_value(FIELD, text), rx.set_focus(FIELD)]
