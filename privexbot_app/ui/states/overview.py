"""How a chatbot is doing, and what its owner could do next."""

import reflex as rx

from privexbot_app.services import analytics, first_steps
from privexbot_app.ui.states.chatbot import ChatbotState


class OverviewState(ChatbotState):
    """The first page of a chatbot."""

    is_loaded: bool = False
    conversations: int = 0
    messages: int = 0
    leads: int = 0
    unanswered: int = 0
    widget_opened: int = 0
    helped: int = 0
    did_not_help: int = 0
    rating: str = ""
    ratings: int = 0
    has_knowledge: bool = False
    was_tried: bool = False
    is_live: bool = False

    @rx.event
    async def load(self):
        viewer, asked_id = await self._viewer(), self._asked_id()
        counts = await analytics.get_counts(viewer, asked_id)
        self.conversations, self.messages, self.leads = counts.conversations, counts.messages, counts.leads
        self.unanswered, self.widget_opened = counts.unanswered, counts.widget_opened
        self.helped, self.did_not_help = counts.helped, counts.did_not_help
        self.rating = f"{counts.stars:.1f}" if counts.ratings else "–"
        self.ratings = counts.ratings
        steps = await first_steps.get_first_steps(viewer, asked_id)
        self.has_knowledge, self.was_tried, self.is_live = steps.has_knowledge, steps.was_tried, steps.is_live
        self.is_loaded = True
