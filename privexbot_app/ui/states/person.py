"""Whoever had the conversation that is open: a copy of everything about them, or the end of it."""

import reflex as rx

from privexbot_app.services import privacy
from privexbot_app.ui.problems import parse_id
from privexbot_app.ui.states.chatbot import ChatbotState


class PersonState(ChatbotState):
    """Keeps nothing: what is asked for goes to the browser as a file."""

    @rx.event
    async def download(self):
        export = await privacy.export_person(await self._viewer(), parse_id(self.conversation_id))
        return rx.download(data=export.text, filename=export.filename, mime_type="application/json")

    @rx.event
    async def erase(self):
        await privacy.erase_person(await self._viewer(), parse_id(self.conversation_id))
        there = f"/chatbots/{self._asked_id()}/conversations"
        return [rx.redirect(there, replace=True), rx.toast.success("The visitor was erased.")]
