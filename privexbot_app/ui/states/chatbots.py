"""The list of the workspace's chatbots, and making a new one."""

from dataclasses import dataclass

import reflex as rx
from pydantic import BaseModel

from privexbot_app.errors import Invalid
from privexbot_app.services import chatbot_overviews, chatbots
from privexbot_app.services.chatbot_overviews import ChatbotOverview
from privexbot_app.ui.problems import parse
from privexbot_app.ui.states.signed_in import SignedInState


class NewChatbot(BaseModel):
    """The form of the dialog."""

    chatbot_name: str


@dataclass(frozen=True)
class ChatbotCard:
    """What a card shows."""

    name: str
    public_id: str
    color: str
    state: str
    href: str
    sources: int
    conversations: int
    leads: int

    @classmethod
    def of(cls, found: ChatbotOverview) -> "ChatbotCard":
        return cls(
            found.name,
            found.public_id,
            found.color,
            str(found.state),
            f"/chatbots/{found.id}",
            found.sources,
            found.conversations,
            found.leads,
        )


class ChatbotsState(SignedInState):
    """The page of all chatbots."""

    cards: list[ChatbotCard] = []
    is_loaded: bool = False
    is_dialog_open: bool = False
    name_problem: str = ""

    @rx.event
    async def load(self):
        viewer = await self._viewer()
        await self._fill_sidebar(viewer)
        self.cards = [ChatbotCard.of(found) for found in await chatbot_overviews.list_overviews(viewer)]
        self.is_loaded = True

    @rx.event
    def show_dialog(self, is_open: bool):
        self.is_dialog_open, self.name_problem = is_open is True, ""

    @rx.event
    async def create(self, form: dict):
        try:
            name = parse(NewChatbot, form).chatbot_name
            chatbot = await chatbots.create_chatbot(await self._viewer(), name)
        except Invalid as problem:
            self.name_problem = problem.message
            return None
        self.is_dialog_open = False
        return rx.redirect(f"/chatbots/{chatbot.id}")
