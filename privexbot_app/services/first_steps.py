"""What an owner has still to do before a chatbot answers visitors."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from privexbot_app.db import reading
from privexbot_app.models import ChatbotState
from privexbot_app.services.accounts import Viewer
from privexbot_app.store import chatbot_counts as counts
from privexbot_app.store.chatbots import get_chatbot
from privexbot_app.store.knowledge_links import list_base_ids


@dataclass(frozen=True)
class FirstSteps:
    """Each is true once it was done."""

    has_knowledge: bool
    was_tried: bool
    is_live: bool


@reading
def get_first_steps(session: Session, viewer: Viewer, chatbot_id: UUID) -> FirstSteps:
    """Raises NotFound for a chatbot the viewer cannot see."""
    chatbot = get_chatbot(session, viewer.scope, chatbot_id)
    return FirstSteps(
        has_knowledge=counts.has_ready_source(session, viewer.scope, list_base_ids(session, chatbot)),
        was_tried=counts.has_playground_conversation(session, viewer.scope, chatbot.id),
        is_live=chatbot.state is ChatbotState.LIVE,
    )
