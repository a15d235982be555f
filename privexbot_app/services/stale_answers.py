"""Answers that quoted what a website does not say any more, so that its owner may tell those who were told."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlmodel import Session

from privexbot_app.db import reading
from privexbot_app.models import Conversation, Message, now
from privexbot_app.rag.fact_section import is_fact_section, numbers_told, text_told
from privexbot_app.services.accounts import Viewer
from privexbot_app.store import facts as fact_store
from privexbot_app.store import quoted as store
from privexbot_app.store.sites import get_site

DAYS = 90
MOST_REPLIES = 2000
SHOWN = 50


@dataclass(frozen=True)
class StaleAnswer:
    """A reply, the question, and the sentence that it quoted."""

    message_id: UUID
    conversation_id: UUID
    chatbot_id: UUID
    question: str
    quote: str
    title: str
    at: datetime


@reading
def list_stale_answers(session: Session, viewer: Viewer, source_id: UUID) -> list[StaleAnswer]:
    """Of the last 90 days, newest first; raises NotFound for a website the viewer cannot see."""
    get_site(session, viewer.scope, source_id)
    since = now() - timedelta(days=DAYS)
    replies = store.list_quoting(session, viewer.scope, source_id, since, MOST_REPLIES)
    today = {sha256(text.encode()).hexdigest() for text in _texts_told(session, source_id)} if replies else set()
    stale = []
    for message, conversation in replies:
        if (citation := next(_stale_citations(message, str(source_id), today), None)) is not None:
            stale.append((message, conversation, citation))
    questions = store.list_questions(
        session, [message.answers_id for message, *_ in stale[:SHOWN] if message.answers_id]
    )
    return [_answer(message, conversation, citation, questions) for message, conversation, citation in stale[:SHOWN]]


def _texts_told(session: Session, source_id: UUID) -> Iterator[str]:
    """Every passage of the source as it is told today, without facts that are over or hidden."""
    found = store.list_passages(session, source_id)
    documents = {passage.document_id for passage in found if is_fact_section(passage.heading)}
    untold = fact_store.list_untold(session, documents, now().date()) if documents else {}
    for passage in found:
        said = passage.said()
        told = numbers_told(passage.title, passage.heading, said, untold.get(passage.document_id, ()))
        yield passage.text if len(told) == len(said) else text_told([said[number] for number in told])


def _stale_citations(message: Message, source_id: str, today: set[str]) -> Iterator[dict[str, Any]]:
    """Citations of the source whose passage, as the receipt has it, is not among the texts of today."""
    for citation in message.citations:
        if citation.get("source") == source_id and not _quoted_hashes(message, citation) & today:
            yield citation


def _quoted_hashes(message: Message, citation: dict[str, Any]) -> set[str]:
    """Of the passage with the quoted sentence; where the receipt's excerpt ends before it, of those of its page."""
    passages = message.receipt.get("passages", ())
    quoting = {passage["sha256"] for passage in passages if citation["quote"] in passage.get("excerpt", "")}
    return quoting or {passage["sha256"] for passage in passages if _is_titled(citation, passage.get("title", ""))}


def _is_titled(citation: dict[str, Any], title: str) -> bool:
    """The number of a page stands behind the title of its document."""
    shown = str(citation["title"])
    return shown.startswith(title) if "page" in citation else shown == title


def _answer(
    message: Message, conversation: Conversation, citation: dict[str, Any], questions: dict[UUID, str]
) -> StaleAnswer:
    return StaleAnswer(
        message_id=message.id,
        conversation_id=conversation.id,
        chatbot_id=conversation.chatbot_id,
        question=questions.get(message.answers_id, "") if message.answers_id else "",
        quote=citation["quote"],
        title=citation["title"],
        at=message.created_at,
    )
