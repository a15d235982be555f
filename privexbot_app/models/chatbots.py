"""The chatbots of a workspace: how they look, how they speak, and whether visitors may talk to them."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Column, Index, LargeBinary, Text, false, true
from sqlmodel import Field, UniqueConstraint

from privexbot_app.models.base import Row
from privexbot_app.models.columns import words


class ChatbotState(StrEnum):
    """`draft`: only the owner's playground; `live`: visitors too; `paused`: the widget stays away."""

    DRAFT = "draft"
    LIVE = "live"
    PAUSED = "paused"


class Tone(StrEnum):
    """How a model is asked to speak."""

    NEUTRAL = "neutral"
    FRIENDLY = "friendly"
    FORMAL = "formal"
    PLAYFUL = "playful"


class Grounding(StrEnum):
    """What no passage supports is not said (`strict`), marked for the owner (`guided`), or allowed (`open`)."""

    STRICT = "strict"
    GUIDED = "guided"
    OPEN = "open"


class AnswerLength(StrEnum):
    """How much a model is asked to say."""

    SHORT = "short"
    MEDIUM = "medium"
    LONG = "long"


class Chatbot(Row, table=True):
    """A chatbot; `public_id` is what stands in pages, and is no secret."""

    __tablename__ = "chatbots"
    __table_args__ = (Index("uq_chatbots_workspace_id_id", "workspace_id", "id", unique=True),)  # links point at both

    workspace_id: UUID = Field(foreign_key="workspaces.id", index=True, ondelete="CASCADE")
    knowledge_base_id: UUID = Field(foreign_key="knowledge_bases.id")
    public_id: str = Field(unique=True, max_length=80)
    name: str = Field(max_length=60)
    state: ChatbotState = words(ChatbotState, ChatbotState.DRAFT)
    deployed_at: datetime | None = None
    color: str = Field(default="#6d4aff", max_length=7)
    greeting: str = Field(default="", sa_column=Column(Text, nullable=False))
    suggestions: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    fallback: str = Field(default="", sa_column=Column(Text, nullable=False))
    instructions: str = Field(default="", sa_column=Column(Text, nullable=False))
    persona: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    tone: Tone = words(Tone, Tone.FRIENDLY)
    language: str = Field(default="", max_length=2, sa_column_kwargs={"server_default": ""})
    grounding: Grounding = words(Grounding, Grounding.GUIDED)
    answer_length: AnswerLength = words(AnswerLength, AnswerLength.MEDIUM)
    least_sure: int = Field(default=40, sa_column_kwargs={"server_default": "40"})  # percent; for quote mode
    model: str = Field(default="", max_length=120)
    model_options: dict[str, Any] = Field(
        default_factory=dict, sa_column=Column(JSON, nullable=False, server_default="{}")
    )
    allowed_origins: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    lead_form: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    masks_personal: bool = Field(default=True, sa_column_kwargs={"server_default": true()})
    masks_passages: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    retention_days: int = Field(default=0, sa_column_kwargs={"server_default": "0"})  # 0: for ever
    retention_covers_leads: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    handoff: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False, server_default="{}"))
    texts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False, server_default="{}"))
    widget: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False, server_default="{}"))
    visitor_menu: dict[str, Any] = Field(
        default_factory=dict, sa_column=Column(JSON, nullable=False, server_default="{}")
    )
    publish_gate: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


class ChatbotPicture(Row, table=True):
    """A picture that the widget shows; `hash` is the start of its SHA-256, and stands in its address."""

    __tablename__ = "chatbot_pictures"
    __table_args__ = (UniqueConstraint("chatbot_id", "hash"),)

    chatbot_id: UUID = Field(foreign_key="chatbots.id", ondelete="CASCADE")
    hash: str = Field(max_length=16)
    media_type: str = Field(max_length=20)
    image: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
