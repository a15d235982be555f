"""A question tried on the search of a chatbot: what is found and why, what would be quoted, what a model would read."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from uuid import UUID

from anyio import to_thread
from sqlmodel import Session

from privexbot_app.db import reading
from privexbot_app.errors import Invalid
from privexbot_app.models import Chatbot
from privexbot_app.rag import quote
from privexbot_app.rag.found import Found
from privexbot_app.rag.rank import WEIGHTS
from privexbot_app.services.accounts import Viewer
from privexbot_app.services.beside import find_beside
from privexbot_app.services.generating import fit_asked, prompt_of
from privexbot_app.services.masked import as_sent
from privexbot_app.services.model_words import say_rerank_trouble
from privexbot_app.services.owner_answers import find_owner_answer
from privexbot_app.services.reranking import Asker, look_up_ordered
from privexbot_app.services.search import LookUp, look_up_in
from privexbot_app.services.verdicts import Question
from privexbot_app.store.chatbots import get_chatbot
from privexbot_app.store.knowledge_links import list_base_ids

LONGEST_QUESTION = 4000
USED = 6  # passages, for an answer
SHOWN = 12


@dataclass(frozen=True)
class TriedPassage:
    """A passage that was found; its parts (meaning, heading, words, neighbouring words, boost) add up to its score."""

    passage: Found
    parts: tuple[float, float, float, float, float]
    is_used: bool


@dataclass(frozen=True)
class Trial:
    """`quoted` is the best that could be quoted, told only when at least as sure as the chatbot must be (in percent).

    `owners` is the owner's own answer that would be told before everything else; `system` and `asked` are what a model
    would read, of which `fitting` passages are a part. `reranker` is the model that put the passages in order, unless
    `rerank_problem` says why it did not.
    """

    passages: tuple[TriedPassage, ...]
    owners: str
    quoted: str
    percent: int
    least_sure: int
    system: str
    asked: str
    fitting: int
    reranker: str = ""
    rerank_problem: str = ""

    @property
    def is_told(self) -> bool:
        return bool(self.quoted) and self.percent >= self.least_sure


async def try_search(
    viewer: Viewer,
    chatbot_id: UUID,
    question: str,
    knowledge_base_ids: Collection[UUID] = (),
    source_ids: Collection[UUID] = (),
) -> Trial:
    """In those of the chatbot's knowledge bases and sources; in all of them where none is named.

    Nothing is kept, and no model answers; a rerank model is asked, and counted, as it is for a visitor. Raises Invalid
    for an empty question, NotFound for a chatbot the viewer cannot see.
    """
    question = question.strip()
    if not question or len(question) > LONGEST_QUESTION:
        raise Invalid(f"Ask a question of at most {LONGEST_QUESTION:,} characters.", field="question")
    chatbot, searched = await _read(viewer, chatbot_id)
    bases = [base_id for base_id in searched if not knowledge_base_ids or base_id in knowledge_base_ids]
    ordered = await look_up_ordered(Asker(chatbot), bases, question, USED, source_ids)
    used = ordered.looked_up
    more = await look_up_in(bases, question, SHOWN, source_ids, is_masked=chatbot.masks_personal)
    owners = await find_owner_answer(bases, question)
    beside = await find_beside(bases, used.found)
    trial = await to_thread.run_sync(_trial, chatbot, used, more, beside, owners.answer if owners else "")
    return replace(trial, reranker=ordered.model, rerank_problem=say_rerank_trouble(ordered.code))


def _trial(chatbot: Chatbot, used: LookUp, more: LookUp, beside: tuple[Found, ...], owners: str) -> Trial:
    said = quote.best_quote(used.question, used.found, used.statistics)
    told = fit_asked(Question(chatbot, used.question), used, beside)
    prompt = as_sent(prompt_of(told.fitted), chatbot)
    others = [one for one in more.found if one.passage_id not in {kept.passage_id for kept in used.found}]
    return Trial(
        passages=(*(_tried(one, True) for one in used.found), *(_tried(one, False) for one in others)),
        owners=owners,
        quoted=said.text if said else "",
        percent=int(100 * said.confidence) if said else 0,
        least_sure=chatbot.least_sure,
        system=prompt.system,
        asked=prompt.turns[-1].text,
        fitting=len([one for stretch in told.stretches for one in stretch.passages if not one.is_beside]),
    )


def _tried(found: Found, is_used: bool) -> TriedPassage:
    signs = found.signs or WEIGHTS._replace(meaning=0, heading=0, lexical=0, pairs=0)
    meaning, heading, lexical, pairs = (weight * sign for weight, sign in zip(WEIGHTS, signs, strict=True))
    return TriedPassage(found, (meaning, heading, lexical, pairs, found.boost), is_used)


@reading
def _read(session: Session, viewer: Viewer, chatbot_id: UUID) -> tuple[Chatbot, tuple[UUID, ...]]:
    chatbot = get_chatbot(session, viewer.scope, chatbot_id)
    return chatbot, list_base_ids(session, chatbot)
