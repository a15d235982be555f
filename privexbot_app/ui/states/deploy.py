"""Letting visitors talk to a chatbot, and what to paste into a website."""

import reflex as rx

from privexbot_app.errors import Unavailable
from privexbot_app.services import chatbots, snippets
from privexbot_app.ui.states.chatbot import ChatbotState


class DeployState(ChatbotState):
    """The snippets, filled in for the address that the owner sees."""

    is_loaded: bool = False
    one_line: str = ""
    two_scripts: str = ""
    loader: str = ""
    pinned: str = ""
    module: str = ""
    unavailable: str = ""
    has_origins: bool = False

    @rx.event
    async def load(self):
        chatbot = await chatbots.get_chatbot(await self._viewer(), self._asked_id())
        try:
            self._fill(snippets.embed_snippets(chatbot, self.router.headers.origin))
        except Unavailable as missing:
            self.unavailable = missing.message
        self.has_origins, self.is_loaded = bool(chatbot.allowed_origins), True

    @rx.event
    async def deploy(self):
        self._show(await chatbots.deploy_chatbot(await self._viewer(), self._asked_id()))
        return rx.toast.success("Deployed: visitors can talk to it now.")

    @rx.event
    async def pause(self):
        self._show(await chatbots.pause_chatbot(await self._viewer(), self._asked_id()))
        return rx.toast.success("Paused: the widget stays away from your pages.")

    def _fill(self, found: snippets.Snippets) -> None:
        self.one_line, self.two_scripts = found.one_line, found.two_scripts
        self.loader, self.pinned, self.module = found.loader, found.pinned, found.module
        self.unavailable = ""
