"""The test set of a chatbot: questions with known answers, asked of its present settings, one run against the last.

A run asks without a conversation, so it is nobody's question: it counts nowhere and fills no gap.
"""

import re
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator
from sqlmodel import Session

from privexbot_app.db import reading, transaction
from privexbot_app.errors import Conflict, Invalid
from privexbot_app.models import Chatbot, GoldenQuestion, GoldenResult, GoldenRun, MessageState, now
from privexbot_app.rag.citations import MARKER
from privexbot_app.services.accounts import Viewer
from privexbot_app.services.answer import Question, Said, Verdict, find_answer
from privexbot_app.services.publish_gate import fingerprint_of
from privexbot_app.services.roles import require_editor
from privexbot_app.store import golden as store
from privexbot_app.store.chatbots import get_chatbot
from privexbot_app.store.knowledge_links import list_base_ids
from privexbot_app.store.sources import get_source, list_sources

MOST_QUESTIONS = 200
KEPT_RUNS = 10

_MARKERS = re.compile(rf"\s*{MARKER.pattern}")


class GoldenForm(BaseModel):
    """A test question as the owner writes it; each line of the expected text must be in the answer."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    question: str = Field(min_length=1, max_length=2000)
    expected_text: str = Field("", max_length=2000)
    expected_source_id: UUID | None = None

    @model_validator(mode="after")
    def _expects_something(self) -> "GoldenForm":
        if not self.expected_text and self.expected_source_id is None:
            raise ValueError("Say what the answer must contain, or which source it must come from.")
        return self


@dataclass(frozen=True)
class GoldenOverview:
    """A test question with its last result; `has_passed` is None before its first run, `before` in the run before."""

    id: UUID
    question: str
    expected_text: str
    expected_source: str
    said: str
    problem: str
    has_passed: bool | None
    before: bool | None


@dataclass(frozen=True)
class GoldenSet:
    """The whole set; `is_current` when the last run was on what is there now."""

    questions: list[GoldenOverview]
    finished_at: datetime | None
    is_current: bool


@dataclass(frozen=True)
class Progress:
    """How far a run has come."""

    done: int
    total: int


@transaction
def add_question(session: Session, viewer: Viewer, chatbot_id: UUID, form: GoldenForm) -> GoldenQuestion:
    """Raises NotFound for a chatbot or source the viewer cannot see, Conflict when the set is full."""
    require_editor(viewer)
    chatbot = get_chatbot(session, viewer.scope, chatbot_id)
    if len(store.list_questions(session, chatbot.id)) >= MOST_QUESTIONS:
        raise Conflict(f"A test set has at most {MOST_QUESTIONS} questions.")
    if form.expected_source_id is not None:
        get_source(session, viewer.scope, form.expected_source_id)
    question = GoldenQuestion(chatbot_id=chatbot.id, **form.model_dump())
    session.add(question)
    return question


@transaction
def delete_question(session: Session, viewer: Viewer, golden_id: UUID) -> None:
    """With its results; raises NotFound."""
    require_editor(viewer)
    session.delete(store.get_question(session, viewer.scope, golden_id))


@transaction
def set_gate(session: Session, viewer: Viewer, chatbot_id: UUID, is_on: bool) -> Chatbot:
    """Whether a deployment needs a passed test set."""
    require_editor(viewer)
    chatbot = get_chatbot(session, viewer.scope, chatbot_id)
    chatbot.publish_gate = is_on
    return chatbot


@reading
def read_set(session: Session, viewer: Viewer, chatbot_id: UUID) -> GoldenSet:
    """The questions with the results of the last two finished runs; raises NotFound."""
    chatbot = get_chatbot(session, viewer.scope, chatbot_id)
    bases = list_base_ids(session, chatbot)
    titles = {source.id: source.title for base_id in bases for source in list_sources(session, viewer.scope, base_id)}
    runs = store.list_finished_runs(session, chatbot.id, 2)
    results = [store.list_results(session, run.id) for run in runs] + [{}, {}]
    questions = [
        _overview(one, titles.get(one.expected_source_id, "") if one.expected_source_id else "", results)
        for one in store.list_questions(session, chatbot.id)
    ]
    is_current = bool(runs) and runs[0].fingerprint == fingerprint_of(session, chatbot)
    return GoldenSet(questions, runs[0].finished_at if runs else None, is_current)


def _overview(one: GoldenQuestion, source: str, results: list[dict[UUID, GoldenResult]]) -> GoldenOverview:
    last, before = results[0].get(one.id), results[1].get(one.id)
    return GoldenOverview(
        id=one.id,
        question=one.question,
        expected_text=one.expected_text,
        expected_source=source,
        said=last.said if last else "",
        problem=last.problem if last else "",
        has_passed=not last.problem if last else None,
        before=not before.problem if before else None,
    )


async def run_set(viewer: Viewer, chatbot_id: UUID) -> AsyncGenerator[Progress, None]:
    """Ask every question of the present settings. Each answer is kept as it comes, but only a run that came to its
    end counts. Raises NotFound, and Invalid for an empty set."""
    require_editor(viewer)
    chatbot, run, questions = await _open_run(viewer, chatbot_id)
    for done, question in enumerate(questions):
        yield Progress(done, len(questions))
        said, verdict = await _ask(chatbot, question.question)
        await _keep(
            GoldenResult(run_id=run.id, golden_id=question.id, said=said, problem=judge(question, said, verdict))
        )
    await _finish(run.id)
    yield Progress(len(questions), len(questions))


def judge(expected: GoldenQuestion, said: str, verdict: Verdict) -> str:
    """What is wrong with an answer, in a sentence; empty when nothing is. Case, blanks and [1] do not matter."""
    if not verdict.grounded:
        return "It did not know."
    if verdict.state is not MessageState.DONE:
        return "The answer did not come to its end."
    if not expected.expected_text and expected.expected_source_id is None:
        return "The source it should come from was deleted: test this question anew."
    for line in filter(str.strip, expected.expected_text.splitlines()):
        if _plain(line) not in _plain(said):
            return f"The answer does not contain “{line.strip()}”."
    cited = {str(citation["source"]) for citation in verdict.citations}
    if expected.expected_source_id is not None and str(expected.expected_source_id) not in cited:
        return "It does not come from the expected source."
    return ""


def _plain(text: str) -> str:
    return " ".join(_MARKERS.sub("", text).casefold().split())


async def _ask(chatbot: Chatbot, question: str) -> tuple[str, Verdict]:
    said, verdict = "", Verdict(MessageState.FAILED)
    async with aclosing(find_answer(Question(chatbot, question))) as pieces:
        async for piece in pieces:
            if isinstance(piece, Said):
                said += piece.text
            elif isinstance(piece, Verdict):
                verdict = piece
    return said, verdict


@transaction
def _open_run(session: Session, viewer: Viewer, chatbot_id: UUID) -> tuple[Chatbot, GoldenRun, list[GoldenQuestion]]:
    chatbot = get_chatbot(session, viewer.scope, chatbot_id)
    questions = store.list_questions(session, chatbot.id)
    if not questions:
        raise Invalid("There are no test questions yet.")
    run = GoldenRun(chatbot_id=chatbot.id, fingerprint=fingerprint_of(session, chatbot), total=len(questions))
    session.add(run)
    session.flush()
    store.delete_older_runs(session, chatbot.id, KEPT_RUNS)
    return chatbot, run, questions


@transaction
def _keep(session: Session, result: GoldenResult) -> None:
    """Unless its question or its run was deleted meanwhile."""
    if session.get(GoldenQuestion, result.golden_id) and session.get(GoldenRun, result.run_id):
        session.add(result)


@transaction
def _finish(session: Session, run_id: UUID) -> None:
    if run := session.get(GoldenRun, run_id):
        run.finished_at = now()
