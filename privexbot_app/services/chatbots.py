"""Making, changing and deploying chatbots."""

import re
import unicodedata
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from sqlmodel import Session

from privexbot_app import security
from privexbot_app.db import reading, transaction
from privexbot_app.errors import AppError, Invalid, NotFound
from privexbot_app.models import AnswerLength, Chatbot, ChatbotState, Grounding, KnowledgeBase, Tone, now
from privexbot_app.services.accounts import Viewer
from privexbot_app.services.lead_forms import LeadField, LeadForm
from privexbot_app.services.publish_gate import check_gate
from privexbot_app.services.roles import require_editor
from privexbot_app.services.spaces import space_of_new_base
from privexbot_app.services.versions import keep_version
from privexbot_app.store import chatbots as store
from privexbot_app.store.knowledge_links import list_users

LONGEST_NAME = 60
LEAST_SURE = range(10, 91)  # percent
WEBSITE = re.compile(
    r"((?P<scheme>https?)://)?(?P<host>localhost|\[[0-9a-f:.]+\]|[\w-]+(\.[\w-]+)+)(?P<port>:\d{1,5})?([/?#].*)?"
)
Language = Literal[
    "", "en", "de", "fr", "es", "it", "pt", "nl", "pl", "tr", "ru", "ar", "zh"
]  # "" is the visitor's own
GREETING = "Hello! How can I help you today?"
FALLBACK = "I’m sorry, I don’t know that. Leave your contact details and somebody will answer you."
LEAD_FORM = LeadForm(
    fields=[LeadField(name="name", label="Name"), LeadField(name="email", label="E-mail", type="email")]
)


def _origin(text: str) -> str:
    """`https://shop.example` out of whatever address of that site was typed."""
    found = WEBSITE.fullmatch(text.strip().lower())
    if found is None:
        raise ValueError(f"“{text}” is not a web address such as https://shop.example.")
    return f"{found['scheme'] or 'https'}://{found['host']}{found['port'] or ''}"


class ChatbotChanges(BaseModel):
    """What an owner may change; a field that is left out stays as it is."""

    model_config = ConfigDict(extra="forbid", strict=True, str_strip_whitespace=True)

    name: str | None = Field(None, min_length=1, max_length=LONGEST_NAME)
    color: str | None = Field(None, pattern=r"^#[0-9a-fA-F]{6}$")
    greeting: str | None = Field(None, max_length=500)
    fallback: str | None = Field(None, min_length=1, max_length=500)
    instructions: str | None = Field(None, max_length=4000)
    persona: str | None = Field(None, max_length=1000)
    tone: Tone | None = Field(None, strict=False)
    language: Language | None = None
    grounding: Grounding | None = Field(None, strict=False)
    answer_length: AnswerLength | None = Field(None, strict=False)
    least_sure: int | None = Field(None, ge=LEAST_SURE[0], le=LEAST_SURE[-1])
    suggestions: list[Annotated[str, Field(max_length=80)]] | None = Field(None, max_length=6)
    allowed_origins: list[Annotated[str, AfterValidator(_origin)]] | None = Field(None, max_length=50)


async def create_chatbot(viewer: Viewer, name: str) -> Chatbot:
    """A draft with an empty knowledge base of its own; raises Invalid for an empty or overlong name."""
    require_editor(viewer)
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise Invalid(f"A chatbot needs a name of at most {LONGEST_NAME} characters.", field="name")
    return await _add_chatbot(viewer, name)


@transaction
def _add_chatbot(session: Session, viewer: Viewer, name: str) -> Chatbot:
    knowledge = KnowledgeBase(workspace_id=viewer.workspace_id, name=name, space_id=space_of_new_base(session))
    session.add(knowledge)
    session.flush()
    chatbot = Chatbot(
        workspace_id=viewer.workspace_id,
        knowledge_base_id=knowledge.id,
        public_id=_free_public_id(session, name),
        name=name,
        greeting=GREETING,
        fallback=FALLBACK,
        lead_form=LEAD_FORM.model_dump(mode="json"),
    )
    session.add(chatbot)
    return chatbot


def _free_public_id(session: Session, name: str) -> str:
    """The name as a slug with random letters behind it, more of them should that id be taken."""
    for letters in (4, 6, 8, 12):
        public_id = f"{slug(name)}-{security.random_letters(letters)}"
        if store.find_public(session, public_id) is None:
            return public_id
    raise AppError("No free id was found for this name. Please try again.")


def slug(name: str) -> str:
    """Lower-case ASCII words joined by hyphens, at most 40 characters; `chatbot` when nothing is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:40].strip("-") or "chatbot"


@reading
def list_chatbots(session: Session, viewer: Viewer) -> list[Chatbot]:
    """All of the workspace, oldest first."""
    return store.list_chatbots(session, viewer.scope)


@reading
def get_chatbot(session: Session, viewer: Viewer, chatbot_id: UUID) -> Chatbot:
    """Raises NotFound for one the viewer cannot see."""
    return store.get_chatbot(session, viewer.scope, chatbot_id)


@transaction
def update_chatbot(session: Session, viewer: Viewer, chatbot_id: UUID, changes: ChatbotChanges) -> Chatbot:
    """Change what is given; raises NotFound and Forbidden."""
    require_editor(viewer)
    chatbot = store.get_chatbot(session, viewer.scope, chatbot_id)
    for field, value in changes.model_dump(exclude_none=True).items():
        setattr(chatbot, field, value)
    if chatbot.state is ChatbotState.LIVE:
        keep_version(session, viewer, chatbot, "Changed while live")
    return chatbot


@transaction
def deploy_chatbot(session: Session, viewer: Viewer, chatbot_id: UUID) -> Chatbot:
    """Visitors may talk to it from now on. Raises Conflict while its publish gate is shut."""
    require_editor(viewer)
    chatbot = store.get_chatbot(session, viewer.scope, chatbot_id)
    check_gate(session, chatbot)
    chatbot.state, chatbot.deployed_at = ChatbotState.LIVE, now()
    keep_version(session, viewer, chatbot, "Deployed")
    return chatbot


@transaction
def pause_chatbot(session: Session, viewer: Viewer, chatbot_id: UUID) -> Chatbot:
    """The widget stays away from pages until the chatbot is deployed again."""
    require_editor(viewer)
    chatbot = store.get_chatbot(session, viewer.scope, chatbot_id)
    chatbot.state = ChatbotState.PAUSED
    return chatbot


@transaction
def delete_chatbot(session: Session, viewer: Viewer, chatbot_id: UUID) -> None:
    """The chatbot and everything that was said to it are gone; and what it knows, unless others search it too."""
    require_editor(viewer)
    chatbot = store.get_chatbot(session, viewer.scope, chatbot_id)
    knowledge = store.get_knowledge_base(session, viewer.scope, chatbot.knowledge_base_id)
    session.delete(chatbot)
    session.flush()
    if not list_users(session, viewer.scope, knowledge.id):
        session.delete(knowledge)


@reading
def get_live(session: Session, public_id: str) -> Chatbot:
    """For visitors: raises NotFound unless the chatbot is live."""
    chatbot = store.find_public(session, public_id)
    if chatbot is None or chatbot.state is not ChatbotState.LIVE:
        raise NotFound("There is no such chatbot, or it is not deployed.")
    return chatbot
