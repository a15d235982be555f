"""The workspace's chatbots with what their cards show."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from privexbot_app.db import reading
from privexbot_app.models import ChatbotState
from privexbot_app.services.accounts import Viewer
from privexbot_app.store import chatbot_counts as counts
from privexbot_app.store.chatbots import list_chatbots
from privexbot_app.store.knowledge_links import list_base_ids_of_all


@dataclass(frozen=True)
class ChatbotOverview:
    """Conversations and leads are visitors' only: what the owner tries in the playground does not count."""

    id: UUID
    public_id: str
    name: str
    color: str
    state: ChatbotState
    sources: int
    conversations: int
    leads: int


@reading
def list_overviews(session: Session, viewer: Viewer) -> list[ChatbotOverview]:
    """All of the workspace, oldest first."""
    chatbots = list_chatbots(session, viewer.scope)
    searched = list_base_ids_of_all(session, chatbots)
    sources = counts.count_sources(session, viewer.scope)
    conversations = counts.count_conversations(session, viewer.scope)
    leads = counts.count_leads(session, viewer.scope)
    return [
        ChatbotOverview(
            chatbot.id,
            chatbot.public_id,
            chatbot.name,
            chatbot.color,
            chatbot.state,
            sum(sources.get(base_id, 0) for base_id in searched[chatbot.id]),
            conversations.get(chatbot.id, 0),
            leads.get(chatbot.id, 0),
        )
        for chatbot in chatbots
    ]
