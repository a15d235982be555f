"""The passages next to those that were found: a model reads them too where there is room, nothing else does."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlmodel import Session

from privexbot_app.db import reading
from privexbot_app.rag.fact_section import is_fact_section
from privexbot_app.rag.found import Found
from privexbot_app.rag.rank import Scored, Signs
from privexbot_app.rag.stretches import Place, places_beside
from privexbot_app.services.search import as_found
from privexbot_app.store import passages as store
from privexbot_app.store.passages import Located

# Of squad2, its articles as documents: more neighbours add tokens and hardly any answers (docs/search-quality.md).
OF_THE_BEST = 1
NOTHING = Signs(0.0, 0.0, 0.0, 0.0)


async def find_beside(
    knowledge_base_ids: Sequence[UUID], found: Sequence[Found], best: int = OF_THE_BEST
) -> tuple[Found, ...]:
    """Before and after so many of the best under the same heading; none that is disabled, edited, or tells facts, which
    may be over."""
    told = [passage for passage in found if not is_fact_section(passage.heading)]
    places = places_beside(told, best)
    if not places:
        return ()
    headings = {(passage.document_id, passage.heading) for passage in told}
    standing = await _list_standing(tuple(knowledge_base_ids), places)
    rows = {(row.document_id, row.position): row for row in standing if (row.document_id, row.heading) in headings}
    passages = [_beside(rows[place]) for place in places if place in rows]
    return tuple(passage for passage in passages if passage.is_as_read)


@reading
def _list_standing(session: Session, knowledge_base_ids: tuple[UUID, ...], places: list[Place]) -> list[Located]:
    return store.list_standing(session, knowledge_base_ids, places)


def _beside(row: Located) -> Found:
    nothing = Scored(row.id, 0.0, NOTHING, (0.0,) * max(len(row.sentences), 1))
    return replace(as_found(row, nothing), is_beside=True, signs=None)
