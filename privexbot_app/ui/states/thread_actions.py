"""What an operator does with the conversation that is open; whoever was faster is named by the service."""

import reflex as rx

from privexbot_app.services import people
from privexbot_app.ui.problems import parse_id
from privexbot_app.ui.states.thread import ThreadState


class ThreadActionsState(ThreadState):
    """Each of them shows at once what came of it."""

    @rx.event
    async def take_over(self):
        await people.take_over(await self._viewer(), self._conversation())
        await self._look()

    @rx.event
    async def assign(self, member_id: str):
        await people.assign(await self._viewer(), self._conversation(), parse_id(member_id))
        await self._look()

    @rx.event
    async def hand_back(self):
        await people.hand_back(await self._viewer(), self._conversation())
        await self._look()

    @rx.event
    async def close(self):
        await people.close(await self._viewer(), self._conversation())
        await self._look()

    @rx.event
    async def reopen(self):
        await people.reopen(await self._viewer(), self._conversation())
        await self._look()
