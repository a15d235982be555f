"""What a document's page states for machines, as it stands in the document's text too."""

from datetime import date
from uuid import UUID

from sqlalchemy import Column, Text
from sqlmodel import Field

from privexbot_app.models.base import Row


class DocumentFact(Row, table=True):
    """One fact of a document, in the page's order; the owner may say that a wrong one is not to be told."""

    __tablename__ = "facts"

    document_id: UUID = Field(foreign_key="documents.id", index=True, ondelete="CASCADE")
    knowledge_base_id: UUID = Field(foreign_key="knowledge_bases.id", index=True, ondelete="CASCADE")
    position: int
    subject: str = Field(sa_column=Column(Text, nullable=False))
    name: str = Field(sa_column=Column(Text, nullable=False))
    value: str = Field(sa_column=Column(Text, nullable=False))
    valid_from: date | None = None
    valid_until: date | None = None
    is_hidden: bool = False
