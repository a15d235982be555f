"""What search found, put in order by a chatbot's rerank model; without it, or its help, the order stays search's own.

Only the order is the model's. How sure a quote is, and whether anything is known at all, is judged by the signs of our
own search: a rerank model's scores mean something else with each model, and those limits were measured on ours.
"""

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

import anyio
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from privexbot_app.adapters.llm import MOST_TEXTS, Fault, Reranked, highest_rerank_price
from privexbot_app.db import transaction
from privexbot_app.models import Chatbot, ModelUse, now
from privexbot_app.rag.found import Found
from privexbot_app.services import budgets
from privexbot_app.services.budgets import Hold
from privexbot_app.services.credentials import note_trouble
from privexbot_app.services.masked import search_as_sent
from privexbot_app.services.model_plans import RerankLink, open_rerank_link
from privexbot_app.services.model_words import OUR_OWN
from privexbot_app.services.search import LookUp, look_up_in
from privexbot_app.store.scope import Scope
from privexbot_app.store.usage import add_use

log = logging.getLogger(__name__)

OVER_BUDGET = "budget"


@dataclass(frozen=True)
class Asker:
    """For whom a search is put in order; what that costs is counted for `reply_id`."""

    chatbot: Chatbot
    reply_id: UUID | None = None


@dataclass(frozen=True)
class Ordered:
    """What was found; `model` is the rerank model that was to order it, and `code` why it did not, as in `Ending`."""

    looked_up: LookUp
    model: str = ""
    code: str = ""


@dataclass
class _Call:
    """A model, asked once; with neither an answer nor a code whoever waited for it left."""

    asker: Asker
    link: RerankLink
    held: Hold
    told: Reranked | None = None
    code: str = ""


async def look_up_ordered(
    asker: Asker, knowledge_base_ids: Sequence[UUID], question: str, limit: int, source_ids: Collection[UUID] = ()
) -> Ordered:
    """As `look_up_in`; where the chatbot has a rerank model, the best of more candidates. Pinned ones stay first."""
    is_masked = asker.chatbot.masks_personal
    usual = await look_up_in(knowledge_base_ids, question, limit, source_ids, is_masked=is_masked)
    link = await open_rerank_link(asker.chatbot) if usual.found else None
    if link is None:
        return Ordered(usual)
    pinned = [passage for passage in usual.found if passage.is_pinned]
    wide = await look_up_in(knowledge_base_ids, question, MOST_TEXTS, source_ids, is_masked=is_masked)
    taken = {passage.passage_id for passage in pinned}
    others = [passage for passage in wide.found if passage.passage_id not in taken]
    try:
        told = await _ask(asker, link, question, others)
    except Fault as fault:
        return Ordered(usual, link.model.model, fault.code)
    scored = [replace(passage, reranked=score) for passage, score in zip(others, told.scores, strict=True)]
    best = sorted(scored, key=lambda passage: -(passage.reranked or 0))
    return Ordered(replace(usual, found=(*pinned, *best)[:limit]), link.model.model)


async def _ask(asker: Asker, link: RerankLink, question: str, found: Sequence[Found]) -> Reranked:
    """Raises Fault."""
    asked, texts = search_as_sent(question, [_whole(passage) for passage in found], asker.chatbot)
    worst = await highest_rerank_price(link.model, asked, texts) if link.budget.is_of_money else None
    held = await budgets.hold(asker.chatbot.id, link.budget, worst, messages=0)
    if held is None:
        raise Fault(OVER_BUDGET)
    call = _Call(asker, link, held)
    try:
        call.told = await link.model.rerank(asked, texts)
    except Fault as fault:
        call.code = fault.code
        raise
    finally:
        with anyio.CancelScope(shield=True):
            await _settle(call)
    return call.told


def _whole(passage: Found) -> str:
    """Its text under what it is about."""
    above = f"{passage.title} › {passage.heading}" if passage.heading else passage.title
    return f"{above}\n{passage.text}"


async def _settle(call: _Call) -> None:
    try:
        await _write_down(call)
    except IntegrityError:
        log.warning("The chatbot %s was deleted while it searched.", call.asker.chatbot.id)


@transaction
def _write_down(session: Session, call: _Call) -> None:
    """Without a price the worst case stays counted, and it is not among the uses, whose sum is money."""
    cost = call.told.nanodollars if call.told else 0
    budgets.settle(session, call.held, 0, call.held.nanodollars if cost is None else cost)
    if call.told and cost is not None:
        add_use(session, _use(call, call.told, cost))
    if (call.told or call.code) and call.code not in OUR_OWN:
        scope = Scope(call.asker.chatbot.workspace_id)
        note_trouble(session, scope, call.link.source, call.link.model.model, call.code)


def _use(call: _Call, told: Reranked, cost: int) -> ModelUse:
    return ModelUse(
        workspace_id=call.asker.chatbot.workspace_id,
        chatbot_id=call.asker.chatbot.id,
        message_id=call.asker.reply_id,
        day=now().date(),
        model=call.link.model.model,
        is_platform=call.link.is_platform,
        asked_tokens=told.asked_tokens,
        nanodollars=cost,
    )
