"""Replies that quoted a source, and the texts that it has today."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import String, cast
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from privexbot_app.models import Conversation, Document, Message, MessageRole, Passage
from privexbot_app.store.scope import Scope


class Readable(NamedTuple):
    """A passage without its vectors; `sentences` are [start, end) offsets into `text`."""

    document_id: UUID
    title: str
    heading: str
    text: str
    sentences: list[list[int]]

    def said(self) -> list[str]:
        return [self.text[start:end] for start, end in self.sentences]


def list_quoting(
    session: Session, scope: Scope, source_id: UUID, since: datetime, most: int
) -> list[tuple[Message, Conversation]]:
    """Replies of the workspace with a citation of the source, newest first."""
    quotes = cast(col(Message.citations), String).contains(str(source_id))  # JSON is text on both databases
    query = (
        select(Message, Conversation)
        .join(Conversation, col(Conversation.id) == Message.conversation_id)
        .where(Conversation.workspace_id == scope.workspace_id, Message.role == MessageRole.BOT)
        .where(Message.created_at >= since, quotes)
    )
    return list(session.exec(query.order_by(col(Message.created_at).desc()).limit(most)))


def list_questions(session: Session, ids: list[UUID]) -> dict[UUID, str]:
    """The texts of these messages."""
    rows = session.exec(select(Message.id, Message.text).where(col(Message.id).in_(ids)))
    return dict(rows.all())


def list_passages(session: Session, source_id: UUID) -> list[Readable]:
    """Every passage of a source."""
    columns = (col(Passage.document_id), col(Document.title), col(Passage.heading), col(Passage.text))
    query = select_columns(*columns, col(Passage.sentences)).join(Document, col(Document.id) == Passage.document_id)
    return [Readable(*row) for row in session.execute(query.where(col(Document.source_id) == source_id))]
