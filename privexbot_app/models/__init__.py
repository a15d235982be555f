"""The tables, one file per family; importing this package registers them all."""

from privexbot_app.models.accounts import Member, Role, SignIn, User, Workspace
from privexbot_app.models.base import now
from privexbot_app.models.chatbots import AnswerLength, Chatbot, ChatbotState, Grounding, Tone
from privexbot_app.models.conversations import (
    Channel,
    Conversation,
    ConversationState,
    DailyCount,
    Lead,
    Message,
    MessageRole,
    MessageState,
    Visitor,
)
from privexbot_app.models.jobs import Executor
from privexbot_app.models.knowledge import (
    Document,
    KnowledgeBase,
    Passage,
    Source,
    SourceContent,
    SourceKind,
    SourceState,
)

__all__ = [
    "AnswerLength",
    "Channel",
    "Chatbot",
    "ChatbotState",
    "Conversation",
    "ConversationState",
    "DailyCount",
    "Document",
    "Executor",
    "Grounding",
    "KnowledgeBase",
    "Lead",
    "Member",
    "Message",
    "MessageRole",
    "MessageState",
    "Passage",
    "Role",
    "SignIn",
    "Source",
    "SourceContent",
    "SourceKind",
    "SourceState",
    "Tone",
    "User",
    "Visitor",
    "Workspace",
    "now",
]
