"""The chatbot whose pages are open: its head line, and the root of the states of its pages."""

from uuid import UUID

import reflex as rx

from privexbot_app.errors import NotFound
from privexbot_app.services import chatbots
from privexbot_app.services.chatbots import Chatbot
from privexbot_app.ui.problems import parse_id
from privexbot_app.ui.states.signed_in import SignedInState


class ChatbotState(SignedInState):
    """Forgets everything, its pages' states included, when another chatbot is opened."""

    bot_id: str = ""
    bot_name: str = ""
    bot_public_id: str = ""
    bot_color: str = ""
    bot_state: str = ""

    @rx.event
    async def load_chatbot(self):
        """First event of every page of a chatbot."""
        viewer = await self._viewer()
        try:
            chatbot = await chatbots.get_chatbot(viewer, self._asked_id())
        except NotFound as gone:
            return [rx.redirect("/chatbots", replace=True), rx.toast.error(gone.message, id="problem")]
        if self.bot_id != str(chatbot.id):
            self.reset()
        self._show(chatbot)
        await self._fill_sidebar(viewer)
        return None

    def _show(self, chatbot: Chatbot) -> None:
        self.bot_id, self.bot_public_id = str(chatbot.id), chatbot.public_id
        self.bot_name, self.bot_color, self.bot_state = chatbot.name, chatbot.color, str(chatbot.state)

    def _asked_id(self) -> UUID:
        """Of the page's address, which the browser may have made up: services check who may see it."""
        return parse_id(self.chatbot_id)
