"""The tables, one file per family; importing this package registers them all."""

from privexbot_app.models.accounts import Member, Role, SignIn, User, Workspace
from privexbot_app.models.actions import Action, ActionCall, CallKind, CallState, Method
from privexbot_app.models.base import now
from privexbot_app.models.chatbots import AnswerLength, Chatbot, ChatbotPicture, ChatbotState, Grounding, Tone
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
from privexbot_app.models.facts import DocumentFact
from privexbot_app.models.identity import IdentityRules
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
from privexbot_app.models.knowledge_links import KnowledgeLink
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
from privexbot_app.models.overrides import PassageOverride
from privexbot_app.models.people import (
    CannedReply,
    MemberAvatar,
    MemberProfile,
    Note,
    Notice,
    NoticeKind,
    NoticeState,
    NoticeWebhook,
)
from privexbot_app.models.sites import ChangeKind, ChangeState, PageState, Site, SiteChange, SitePage
from privexbot_app.models.usage import BudgetCount, ModelUse
from privexbot_app.models.visiting import ConversationRating, UploadContent, VisitorUpload

__all__ = [
    "Action",
    "ActionCall",
    "AnswerLength",
    "BudgetCount",
    "CallKind",
    "CallState",
    "CannedReply",
    "ChangeKind",
    "ChangeState",
    "Channel",
    "Chatbot",
    "ChatbotPicture",
    "ChatbotState",
    "ChatbotVersion",
    "Conversation",
    "ConversationRating",
    "ConversationState",
    "Credential",
    "DailyCount",
    "Document",
    "DocumentFact",
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
    "IdentityRules",
    "KnowledgeBase",
    "KnowledgeLink",
    "Lead",
    "Member",
    "MemberAvatar",
    "MemberProfile",
    "Message",
    "MessageRole",
    "MessageState",
    "Method",
    "ModelTrouble",
    "ModelUse",
    "Note",
    "Notice",
    "NoticeKind",
    "NoticeState",
    "NoticeWebhook",
    "PageState",
    "Passage",
    "PassageOverride",
    "QaPair",
    "Rating",
    "Role",
    "SignIn",
    "Site",
    "SiteChange",
    "SitePage",
    "Source",
    "SourceContent",
    "SourceKind",
    "SourceState",
    "Sweep",
    "Tone",
    "UploadContent",
    "User",
    "Visitor",
    "VisitorUpload",
    "Workspace",
    "now",
]
