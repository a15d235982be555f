"""What visitors asked and the chatbot did not know, sorted by meaning, for the owner to answer.

A question is noted in the transaction that ends its reply, and sorted later by a job: no visitor waits for it, and none
is lost when a process dies. A question never moves from one gap to another, so a gap that was read stays what it was.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from anyio import to_thread
from sqlmodel import Session

from privexbot_app.adapters.embedder import embedder
from privexbot_app.db import reading, transaction
from privexbot_app.models import Gap, GapState, Message, now
from privexbot_app.rag import clusters
from privexbot_app.rag.clusters import Vector
from privexbot_app.rag.pairs import key_of
from privexbot_app.services.accounts import Viewer
from privexbot_app.services.roles import require_editor
from privexbot_app.store import conversations as conversation_store
from privexbot_app.store import gaps as store
from privexbot_app.store.chatbots import get_chatbot, lock_chatbot
from privexbot_app.store.gaps import Waiting

BATCH = 64
EXAMPLES = 20
LONGEST_QUESTION = 300  # as long as a pair's may be


@dataclass(frozen=True)
class Example:
    """A question as a visitor asked it, and where."""

    text: str
    conversation_id: UUID
    asked_at: datetime


@dataclass(frozen=True)
class GapOverview:
    """A gap as its card shows it; the title is the first question that came."""

    id: UUID
    title: str
    state: GapState
    questions: int
    down_voted: int
    last_at: datetime
    examples: list[Example]
    pair_id: UUID | None


@dataclass(frozen=True)
class Draft:
    """What the form for an answer begins with."""

    question: str
    phrasings: list[str]
    gap_id: UUID | None
    answer: str = ""


async def sort_new_questions() -> int:
    """Find a gap for every question that waits, of all chatbots; returns how many there were."""
    return sum([await sort_questions(chatbot_id) for chatbot_id in await _list_waiting_chatbots()])


async def sort_questions(chatbot_id: UUID) -> int:
    """The same for one chatbot."""
    done = 0
    while waiting := await _list_waiting(chatbot_id, BATCH):
        vectors = await to_thread.run_sync(embedder().embed, [one.text for one in waiting])
        await _sort(chatbot_id, waiting, list(vectors))
        done += len(waiting)
    return done


_list_waiting_chatbots = transaction(store.list_waiting_chatbots)
_list_waiting = transaction(store.list_waiting)


@transaction
def _sort(session: Session, chatbot_id: UUID, waiting: Sequence[Waiting], vectors: Sequence[Vector]) -> None:
    lock_chatbot(session, chatbot_id)  # two at once could make one gap twice
    store.delete_empty(session, chatbot_id)
    gaps = store.list_of_chatbot(session, chatbot_id)
    sums = [clusters.from_bytes(gap.vector) for gap in gaps]
    for one, vector in zip(waiting, vectors, strict=True):
        question = store.find_question(session, one.message_id)
        if question is None or question.gap_id is not None:
            continue  # erased meanwhile, or sorted by another process
        if (place := clusters.nearest(vector, sums)) is None:
            place = len(gaps)
            gaps.append(Gap(chatbot_id=chatbot_id, vector=clusters.to_bytes(vector)))
            sums.append(vector)
            session.add(gaps[place])
            session.flush()
        else:
            sums[place] = sums[place] + vector
            _join(gaps[place], sums[place])
        question.gap_id = gaps[place].id


def _join(gap: Gap, total: Vector) -> None:
    """An answered gap opens again: somebody asked it in a way that its answer does not reach."""
    gap.vector, gap.changed_at = clusters.to_bytes(total), now()
    if gap.state is GapState.ANSWERED:
        gap.state = GapState.OPEN


@transaction
def list_gaps(session: Session, viewer: Viewer, chatbot_id: UUID, state: GapState) -> list[GapOverview]:
    """Most asked first; raises NotFound for a chatbot the viewer cannot see."""
    get_chatbot(session, viewer.scope, chatbot_id)
    store.reopen_forgotten(session, chatbot_id)
    store.delete_empty(session, chatbot_id)
    figures = store.count_figures(session, chatbot_id)
    found = [gap for gap in store.list_of_chatbot(session, chatbot_id) if gap.state is state and gap.id in figures]
    examples = store.list_examples(session, [gap.id for gap in found], EXAMPLES)
    overviews = [_overview(gap, figures[gap.id], examples[gap.id]) for gap in found if gap.id in examples]
    return sorted(overviews, key=lambda gap: (-gap.questions, -gap.last_at.timestamp()))


def _overview(gap: Gap, figures: store.GapFigures, examples: list[Message]) -> GapOverview:
    return GapOverview(
        id=gap.id,
        title=examples[0].text,
        state=gap.state,
        questions=figures.questions,
        down_voted=figures.down_voted,
        last_at=figures.last_at,
        examples=[Example(message.text, message.conversation_id, message.created_at) for message in examples],
        pair_id=gap.pair_id,
    )


@transaction
def set_dismissed(session: Session, viewer: Viewer, gap_id: UUID, is_dismissed: bool) -> None:
    """A dismissed gap goes on collecting questions, but never opens by itself."""
    require_editor(viewer)
    gap = store.get_gap(session, viewer.scope, gap_id)
    gap.state, gap.changed_at = (GapState.DISMISSED if is_dismissed else GapState.OPEN), now()


@reading
def draft_from_gap(session: Session, viewer: Viewer, gap_id: UUID) -> Draft:
    """The first question, and the others as other phrasings: then all of them will be known."""
    gap = store.get_gap(session, viewer.scope, gap_id)
    messages = store.list_examples(session, [gap.id], EXAMPLES).get(gap.id, [])
    texts = {key_of(message.text): _one_line(message.text) for message in reversed(messages)}
    first, *others = list(texts.values())[::-1] or [""]
    return Draft(first, others, gap.id)


async def draft_from_message(viewer: Viewer, message_id: UUID) -> Draft:
    """From a reply that the chatbot did not know: its question, that question's gap if it has one, and what an
    operator answered to it, if one did."""
    question, chatbot_id = await _get_question(viewer, message_id)
    await sort_questions(chatbot_id)
    return await _draft(question)


@reading
def _get_question(session: Session, viewer: Viewer, message_id: UUID) -> tuple[Message, UUID]:
    return conversation_store.get_question(session, viewer.scope, message_id)


@transaction
def _draft(session: Session, question: Message) -> Draft:
    found = store.find_question(session, question.id)
    answer = conversation_store.find_operators_answer(session, question)
    return Draft(_one_line(question.text), [], found.gap_id if found else None, answer)


def _one_line(text: str) -> str:
    return " ".join(text.split())[:LONGEST_QUESTION]
