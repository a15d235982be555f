"""An answer of the owner's closes every gap whose questions it answers, and not only the one it was drafted from."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from privexbot_app.adapters.embedder import embedder
from privexbot_app.db import reading, transaction
from privexbot_app.models import Chatbot, Gap, GapState, now
from privexbot_app.rag import clusters
from privexbot_app.rag.vectors import unpack
from privexbot_app.services.owner_answers import find_owner_answer
from privexbot_app.store import gaps as store
from privexbot_app.store.knowledge_links import list_base_ids_of_all
from privexbot_app.store.qa import list_vectors

LOOKED_AT = 20  # of a gap's questions


@dataclass(frozen=True)
class _Open:
    """A gap of the same meaning, as it was read; `bases` are all that its chatbot searches."""

    gap_id: UUID
    bases: tuple[UUID, ...]
    changed_at: datetime
    questions: list[str]


async def close_answered(knowledge_base_id: UUID, pair_ids: Collection[UUID]) -> None:
    """Those that are open and whose questions are all told an owner's answer now, one of these pairs at least once."""
    for gap in await _list_near(knowledge_base_id, pair_ids):
        told = await _find_told(gap.bases, gap.questions)
        if answering := [pair_id for pair_id in told if pair_id in pair_ids]:
            await _close(gap, answering[0])


async def _find_told(bases: Sequence[UUID], questions: list[str]) -> list[UUID]:
    """By which pair each question is answered, as it would be if it was asked now; nothing if one is not."""
    told: list[UUID] = []
    for question in questions:
        answer = await find_owner_answer(bases, question)
        if answer is None:
            return []
        told.append(answer.pair_id)
    return told


@reading
def _list_near(session: Session, knowledge_base_id: UUID, pair_ids: Collection[UUID]) -> list[_Open]:
    """Gaps that a phrasing of these pairs would join, were it asked."""
    dimensions = embedder().dimensions
    phrasings = [vector for packed in list_vectors(session, pair_ids) for vector in unpack(packed, dimensions)]
    near = [gap for gap in store.list_open(session, knowledge_base_id) if _joins(phrasings, gap)]
    examples = store.list_examples(session, [gap.id for gap in near], LOOKED_AT)
    chatbots = [session.get_one(Chatbot, chatbot_id) for chatbot_id in {gap.chatbot_id for gap in near}]
    bases = list_base_ids_of_all(session, chatbots)
    return [
        _Open(gap.id, bases[gap.chatbot_id], gap.changed_at, [one.text for one in examples[gap.id]])
        for gap in near
        if gap.id in examples
    ]


def _joins(phrasings: Sequence[clusters.Vector], gap: Gap) -> bool:
    return any(clusters.nearest(phrasing, [clusters.from_bytes(gap.vector)]) is not None for phrasing in phrasings)


@transaction
def _close(session: Session, found: _Open, pair_id: UUID) -> None:
    """Unless a question has joined it, or somebody has decided about it meanwhile."""
    gap = session.get(Gap, found.gap_id)
    if gap is not None and gap.state is GapState.OPEN and gap.changed_at == found.changed_at:
        gap.state, gap.pair_id, gap.changed_at = GapState.ANSWERED, pair_id, now()
