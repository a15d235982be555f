"""Which knowledge bases a chatbot searches beside its own: only its workspace's, and the database sees to it."""

from uuid import UUID

from sqlalchemy import ForeignKeyConstraint
from sqlmodel import Field, SQLModel


class KnowledgeLink(SQLModel, table=True):
    """One more knowledge base of a chatbot; `position` is its place among them, from 1."""

    __tablename__ = "knowledge_links"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "chatbot_id"], ["chatbots.workspace_id", "chatbots.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["workspace_id", "knowledge_base_id"],
            ["knowledge_bases.workspace_id", "knowledge_bases.id"],
            ondelete="CASCADE",
        ),
    )

    chatbot_id: UUID = Field(primary_key=True)
    knowledge_base_id: UUID = Field(primary_key=True, index=True)
    workspace_id: UUID
    position: int
