"""What a visitor does beside asking: rates a conversation, and sends files along with a message."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, LargeBinary, Text
from sqlmodel import Field, SQLModel

from privexbot_app.models.base import Row, now


class ConversationRating(SQLModel, table=True):
    """One to five stars for a conversation; a new rating takes the place of the old."""

    __tablename__ = "conversation_ratings"

    conversation_id: UUID = Field(primary_key=True, foreign_key="conversations.id", ondelete="CASCADE")
    stars: int
    comment: str = Field(default="", sa_column=Column(Text, nullable=False))
    changed_at: datetime = Field(default_factory=now, index=True)


class VisitorUpload(Row, table=True):
    """A file of a visitor's; without a message it was never sent, and goes after a day.

    `text` is the beginning of what can be read in it, empty for a picture and for what no parser understood.
    """

    __tablename__ = "visitor_uploads"

    chatbot_id: UUID = Field(foreign_key="chatbots.id", index=True, ondelete="CASCADE")
    visitor_id: UUID = Field(foreign_key="visitors.id", index=True, ondelete="CASCADE")
    message_id: UUID | None = Field(default=None, foreign_key="messages.id", index=True, ondelete="CASCADE")
    name: str = Field(max_length=120)
    media_type: str = Field(max_length=80)
    size_bytes: int
    sha256: str = Field(max_length=64)
    text: str = Field(default="", sa_column=Column(Text, nullable=False))


class UploadContent(SQLModel, table=True):
    """The bytes of a visitor's file; apart from its row, which is read far more often."""

    __tablename__ = "upload_contents"

    upload_id: UUID = Field(primary_key=True, foreign_key="visitor_uploads.id", ondelete="CASCADE")
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
