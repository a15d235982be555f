"""Choosing among a chatbot's knowledge bases, and which others of the workspace it searches too."""

import reflex as rx

from privexbot_app.services import knowledge_bases
from privexbot_app.ui.problems import parse_id
from privexbot_app.ui.states.bot_bases import BaseChoice
from privexbot_app.ui.states.knowledge import KnowledgeState


class BaseChoiceState(KnowledgeState):
    """`others` are filled when the dialog opens."""

    others: list[BaseChoice] = []
    is_dialog_open: bool = False

    @rx.event
    async def choose(self, base_id: str):
        self.base_id = str(parse_id(base_id))
        await self._look()
        return KnowledgeState.watch

    @rx.event
    async def show_dialog(self, is_open: bool):
        self.is_dialog_open = is_open is True
        if self.is_dialog_open:
            used = {base.id for base in self.bases}
            found = await knowledge_bases.list_bases(await self._viewer())
            self.others = [BaseChoice(str(base.id), base.name, False) for base in found if str(base.id) not in used]

    @rx.event
    async def use(self, base_id: str):
        await knowledge_bases.link_base(await self._viewer(), self._asked_id(), parse_id(base_id))
        self.is_dialog_open = False
        return [BaseChoiceState.choose(base_id), rx.toast.success("The chatbot searches it from now on.")]

    @rx.event
    async def leave(self):
        await knowledge_bases.unlink_base(await self._viewer(), self._asked_id(), parse_id(self.base_id))
        self.base_id = ""
        await self._look()
        return rx.toast.success("The chatbot does not search it any more.")
