"""Gaps, and the visitors' questions in them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, delete, func, or_, select, update

from privexbot_app.errors import NotFound
from privexbot_app.models import (
    Channel,
    Chatbot,
    Conversation,
    Gap,
    GapQuestion,
    GapReason,
    GapState,
    KnowledgeLink,
    Message,
)
from privexbot_app.store.scope import Scope


@dataclass(frozen=True)
class Waiting:
    """A question that no gap has been found for yet."""

    message_id: UUID
    text: str


@dataclass(frozen=True)
class GapFigures:
    """How many questions a gap has, how many of them because of a down-vote, and when the last was asked."""

    questions: int
    down_voted: int
    last_at: datetime


def note_question(session: Session, conversation_id: UUID, message_id: UUID, reason: GapReason) -> None:
    """Have a visitor's question join the gaps, in the transaction that found it unanswered; twice is once.

    What the owner tries in the playground is nobody's question.
    """
    conversation = session.get_one(Conversation, conversation_id)
    if conversation.channel is Channel.PLAYGROUND:
        return
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    row = GapQuestion(message_id=message_id, chatbot_id=conversation.chatbot_id, reason=reason)
    session.exec(dialect.insert(GapQuestion).values(row.model_dump()).on_conflict_do_nothing())


def list_waiting_chatbots(session: Session, limit: int = 20) -> list[UUID]:
    """Of all workspaces: the chatbots with questions that belong to no gap yet."""
    query = select(GapQuestion.chatbot_id).where(col(GapQuestion.gap_id).is_(None))
    return list(session.exec(query.distinct().limit(limit)))


def list_waiting(session: Session, chatbot_id: UUID, limit: int) -> list[Waiting]:
    """Oldest first."""
    query = (
        select(Message.id, Message.text)
        .join(GapQuestion, col(GapQuestion.message_id) == Message.id)
        .where(GapQuestion.chatbot_id == chatbot_id, col(GapQuestion.gap_id).is_(None))
    )
    rows = session.exec(query.order_by(col(GapQuestion.asked_at), col(Message.id)).limit(limit))
    return [Waiting(message_id, text) for message_id, text in rows]


def list_of_chatbot(session: Session, chatbot_id: UUID) -> list[Gap]:
    """For callers that were allowed to see the chatbot."""
    return list(session.exec(select(Gap).where(Gap.chatbot_id == chatbot_id).order_by(col(Gap.created_at))))


def list_open(session: Session, knowledge_base_id: UUID) -> list[Gap]:
    """Of every chatbot that answers from it; for callers that were allowed to see it."""
    linked = select(KnowledgeLink.chatbot_id).where(KnowledgeLink.knowledge_base_id == knowledge_base_id)
    answers = or_(col(Chatbot.knowledge_base_id) == knowledge_base_id, col(Chatbot.id).in_(linked))
    query = select(Gap).join(Chatbot, col(Chatbot.id) == Gap.chatbot_id)
    return list(session.exec(query.where(answers, Gap.state == GapState.OPEN)))


def find_question(session: Session, message_id: UUID) -> GapQuestion | None:
    return session.get(GapQuestion, message_id)


def get_gap(session: Session, scope: Scope, gap_id: UUID) -> Gap:
    query = (
        select(Gap)
        .join(Chatbot, col(Chatbot.id) == Gap.chatbot_id)
        .where(Chatbot.workspace_id == scope.workspace_id, Gap.id == gap_id)
    )
    if gap := session.exec(query).one_or_none():
        return gap
    raise NotFound("There is no such gap.")


def count_figures(session: Session, chatbot_id: UUID) -> dict[UUID, GapFigures]:
    """By gap; one whose questions are all gone is left out."""
    query = (
        select(
            GapQuestion.gap_id,
            func.count(),
            func.count().filter(col(GapQuestion.reason) == GapReason.DOWN_VOTED),
            func.max(GapQuestion.asked_at),
        )
        .where(GapQuestion.chatbot_id == chatbot_id, col(GapQuestion.gap_id).is_not(None))
        .group_by(col(GapQuestion.gap_id))
    )
    return {gap_id: GapFigures(count, down, last_at) for gap_id, count, down, last_at in session.exec(query) if gap_id}


def list_examples(session: Session, gap_ids: Collection[UUID], each: int) -> dict[UUID, list[Message]]:
    """The first questions of each gap, oldest first."""
    place = func.row_number().over(
        partition_by=col(GapQuestion.gap_id), order_by=(col(GapQuestion.asked_at), col(Message.id))
    )
    numbered = (
        select(col(GapQuestion.gap_id).label("gap_id"), col(Message.id).label("message_id"), place.label("place"))
        .join(Message, col(Message.id) == GapQuestion.message_id)
        .where(col(GapQuestion.gap_id).in_(gap_ids))
        .subquery()
    )
    query = (
        select(numbered.c.gap_id, Message)
        .join(Message, col(Message.id) == numbered.c.message_id)
        .where(numbered.c.place <= each)
        .order_by(numbered.c.gap_id, numbered.c.place)
    )
    found: dict[UUID, list[Message]] = {}
    for gap_id, message in session.exec(query):
        found.setdefault(gap_id, []).append(message)
    return found


def reopen_forgotten(session: Session, chatbot_id: UUID) -> None:
    """Gaps whose answer was deleted are open again."""
    forgotten = update(Gap).where(col(Gap.chatbot_id) == chatbot_id, col(Gap.state) == GapState.ANSWERED)
    session.exec(forgotten.where(col(Gap.pair_id).is_(None)).values(state=GapState.OPEN))


def delete_those_empty(session: Session, gap_ids: Collection[UUID]) -> None:
    """Those of these whose last question has just been erased."""
    asked = select(GapQuestion.gap_id).where(col(GapQuestion.gap_id) == Gap.id)
    session.exec(delete(Gap).where(col(Gap.id).in_(gap_ids), ~asked.exists()))


def delete_empty(session: Session, chatbot_id: UUID) -> None:
    """Gaps all of whose questions were erased go too, with what their vectors remember of them."""
    asked = select(GapQuestion.gap_id).where(col(GapQuestion.gap_id) == Gap.id)
    session.exec(delete(Gap).where(col(Gap.chatbot_id) == chatbot_id, ~asked.exists()))
