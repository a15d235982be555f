"""The workspace's canned replies: the list, and the form to write one or to change it."""

from dataclasses import dataclass

import reflex as rx

from privexbot_app.errors import AppError
from privexbot_app.services import canned_replies
from privexbot_app.services.canned_replies import CannedReply, CannedText
from privexbot_app.ui.problems import parse, parse_id
from privexbot_app.ui.states.signed_in import SignedInState


@dataclass(frozen=True)
class CannedRow:
    """One reply."""

    id: str
    shortcut: str
    text: str

    @classmethod
    def of(cls, reply: CannedReply) -> "CannedRow":
        return cls(str(reply.id), reply.shortcut, reply.text)


class CannedState(SignedInState):
    """`first_…` is what the form opens with."""

    is_loaded: bool = False
    rows: list[CannedRow] = []
    is_open: bool = False
    is_edit: bool = False
    first_shortcut: str = ""
    first_text: str = ""
    problem_field: str = ""
    problem: str = ""

    _reply_id: str = ""

    @rx.event
    async def load_replies(self):
        await self._look()
        self.is_loaded = True

    @rx.event
    def start(self):
        self._begin(CannedRow("", "", ""))

    @rx.event
    def start_edit(self, reply_id: str):
        if row := next((row for row in self.rows if row.id == reply_id), None):
            self._begin(row)

    @rx.event
    def set_open(self, is_open: bool):
        self.is_open = is_open is True

    @rx.event
    async def save(self, form: dict):
        self.problem_field = self.problem = ""
        try:
            await self._write(parse(CannedText, form))
        except AppError as problem:
            self.problem_field, self.problem = problem.field or "shortcut", problem.message
            return rx.set_focus(self.problem_field)
        self.is_open = False
        await self._look()

    @rx.event
    async def delete(self, reply_id: str):
        await canned_replies.delete_canned_reply(await self._viewer(), parse_id(reply_id))
        await self._look()
        return rx.toast.success("The reply was deleted.")

    async def _write(self, new: CannedText) -> None:
        viewer = await self._viewer()
        if self._reply_id:
            await canned_replies.change_canned_reply(viewer, parse_id(self._reply_id), new)
        else:
            await canned_replies.add_canned_reply(viewer, new)

    def _begin(self, row: CannedRow) -> None:
        self.first_shortcut, self.first_text, self._reply_id = row.shortcut, row.text, row.id
        self.problem_field, self.problem = "", ""
        self.is_edit, self.is_open = bool(row.id), True

    async def _look(self) -> None:
        self.rows = [CannedRow.of(reply) for reply in await canned_replies.list_canned_replies(await self._viewer())]
