"""The tables, one file per family; importing this package registers them all."""

from privexbot_app.models.accounts import Member, Role, SignIn, User, Workspace
from privexbot_app.models.base import now
from privexbot_app.models.chatbots import AnswerLength, Chatbot, ChatbotState, Grounding, Tone
from privexbot_app.models.conversations import (
    Channel,
    Conversation,
    ConversationState,
    DailyCount,
    Feedback,
    Lead,
    Message,
    MessageRole,
    MessageState,
    Rating,
    Sweep,
    Visitor,
)
from privexbot_app.models.credentials import Credential, ModelTrouble
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
from privexbot_app.models.learning import (
    ChatbotVersion,
    Gap,
    GapQuestion,
    GapReason,
    GapState,
    GoldenQuestion,
    GoldenResult,
    GoldenRun,
    QaPair,
)
from privexbot_app.models.usage import BudgetCount, ModelUse

__all__ = [
    "AnswerLength",
    "BudgetCount",
    "Channel",
    "Chatbot",
    "ChatbotState",
    "ChatbotVersion",
    "Conversation",
    "ConversationState",
    "Credential",
    "DailyCount",
    "Document",
    "Executor",
    "Feedback",
    "Gap",
    "GapQuestion",
    "GapReason",
    "GapState",
    "GoldenQuestion",
    "GoldenResult",
    "GoldenRun",
    "Grounding",
    "KnowledgeBase",
    "Lead",
    "Member",
    "Message",
    "MessageRole",
    "MessageState",
    "ModelTrouble",
    "ModelUse",
    "Passage",
    "QaPair",
    "Rating",
    "Role",
    "SignIn",
    "Source",
    "SourceContent",
    "SourceKind",
    "SourceState",
    "Sweep",
    "Tone",
    "User",
    "Visitor",
    "Workspace",
    "now",
]
