"""The root of all states that need a session; `ui/session.py` lets nobody else run their handlers."""

from dataclasses import dataclass

import reflex as rx

from privexbot_app.errors import Unauthorized
from privexbot_app.services import accounts, chatbots, people_inbox
from privexbot_app.services.accounts import Viewer
from privexbot_app.ui.cookies import token_in


@dataclass(frozen=True)
class ChatbotLink:
    """A chatbot in the sidebar."""

    name: str
    color: str
    href: str


class SignedInState(rx.State):
    """Who is signed in, and what the frame around every page shows."""

    email: str = ""
    workspace_name: str = ""
    chatbot_links: list[ChatbotLink] = []
    waiting: int = 0

    _user_id: str = ""
    _cookies: str = ""
    _checked_at: float = 0.0

    async def _viewer(self) -> Viewer:
        """Asked anew for every piece of work, so that a session that has ended can do nothing more."""
        if viewer := await accounts.find_viewer(token_in(self.router.headers.cookie)):
            return viewer
        raise Unauthorized("Your session has ended. Please sign in again.")

    async def _fill_sidebar(self, viewer: Viewer) -> None:
        found = await chatbots.list_chatbots(viewer)
        self.chatbot_links = [ChatbotLink(bot.name, bot.color, f"/chatbots/{bot.id}") for bot in found]
        self.waiting = await people_inbox.count_waiting(viewer)
