"""The test set of a chatbot, its runs and their results."""

from uuid import UUID

from sqlmodel import Session, col, delete, select

from privexbot_app.errors import NotFound
from privexbot_app.models import Chatbot, GoldenQuestion, GoldenResult, GoldenRun
from privexbot_app.store.scope import Scope


def list_questions(session: Session, chatbot_id: UUID) -> list[GoldenQuestion]:
    """Oldest first, for callers that were allowed to see the chatbot."""
    query = select(GoldenQuestion).where(GoldenQuestion.chatbot_id == chatbot_id)
    return list(session.exec(query.order_by(col(GoldenQuestion.created_at), col(GoldenQuestion.id))))


def get_question(session: Session, scope: Scope, golden_id: UUID) -> GoldenQuestion:
    query = (
        select(GoldenQuestion)
        .join(Chatbot, col(Chatbot.id) == GoldenQuestion.chatbot_id)
        .where(Chatbot.workspace_id == scope.workspace_id, GoldenQuestion.id == golden_id)
    )
    if question := session.exec(query).one_or_none():
        return question
    raise NotFound("There is no such test question.")


def list_finished_runs(session: Session, chatbot_id: UUID, limit: int) -> list[GoldenRun]:
    """Latest first."""
    query = select(GoldenRun).where(GoldenRun.chatbot_id == chatbot_id, col(GoldenRun.finished_at).is_not(None))
    return list(session.exec(query.order_by(col(GoldenRun.finished_at).desc()).limit(limit)))


def list_results(session: Session, run_id: UUID) -> dict[UUID, GoldenResult]:
    """By question; one that was deleted since has none."""
    query = select(GoldenResult).where(GoldenResult.run_id == run_id)
    return {result.golden_id: result for result in session.exec(query)}


def delete_older_runs(session: Session, chatbot_id: UUID, kept: int) -> None:
    """All but the latest; one that is still running, or broke off, counts by when it began."""
    latest = select(GoldenRun.id).where(GoldenRun.chatbot_id == chatbot_id)
    keep = session.exec(latest.order_by(col(GoldenRun.created_at).desc()).limit(kept)).all()
    session.exec(delete(GoldenRun).where(col(GoldenRun.chatbot_id) == chatbot_id, col(GoldenRun.id).not_in(keep)))
