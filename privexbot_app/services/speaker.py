"""A chatbot's models as one: the next one of the chain is asked when one fails before its first word.

Money is held before a model is asked and settled after, whatever happens in between. No database connection is held
while a model speaks.
"""

import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from uuid import UUID

import anyio
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from privexbot_app.adapters.llm import (
    Allowance,
    Ending,
    Part,
    Prompt,
    Tokens,
    ToolCall,
    estimate_tokens,
    highest_price,
    price,
)
from privexbot_app.db import transaction
from privexbot_app.models import Chatbot, ModelUse, now
from privexbot_app.services import budgets
from privexbot_app.services.budgets import Hold
from privexbot_app.services.credentials import note_trouble
from privexbot_app.services.model_plans import Link, open_links
from privexbot_app.services.model_words import OUR_OWN
from privexbot_app.store.scope import Scope

log = logging.getLogger(__name__)


@dataclass
class _Call:
    """One model, asked once; without an ending the reader left."""

    link: Link
    held: Hold
    said: str = ""
    ending: Ending | None = None

    @property
    def has_failed(self) -> bool:
        return self.ending is not None and self.ending.state == "failed"


@dataclass(frozen=True)
class Speaker:
    """An LLM that is a chain of models; its ending names the one that spoke."""

    chatbot: Chatbot
    links: tuple[Link, ...]
    reply_id: UUID | None = None

    @property
    def model(self) -> str:
        """The first of the chain."""
        return self.links[0].model.model

    async def stream(self, prompt: Prompt) -> AsyncGenerator[Part, None]:
        """Pieces of the first model that has any, then its ending; `failed` when none had."""
        allowance, ending = Allowance(), Ending("failed", "budget", model=self.model)
        for link in self.links:
            worst = await highest_price(link.model, prompt) if link.budget.is_of_money else None
            held = await budgets.hold(self.chatbot.id, link.budget, worst)
            if held is None:
                continue
            call = _Call(link, held)
            async with aclosing(self._ask(call, prompt, allowance)) as parts:
                async for part in parts:
                    yield part
            ending = call.ending or ending
            if not call.has_failed:
                return
        yield ending

    async def _ask(self, call: _Call, prompt: Prompt, allowance: Allowance) -> AsyncGenerator[Part, None]:
        """What the model says; a failed ending is kept back, because the next model may do better."""
        try:
            async with aclosing(call.link.model.stream(prompt, allowance)) as parts:
                async for part in parts:
                    if isinstance(part, Ending):
                        call.ending = part
                        continue
                    call.said += part.name + part.arguments if isinstance(part, ToolCall) else part.text
                    yield part
        finally:
            with anyio.CancelScope(shield=True):
                await self._settle(call, prompt)
        if call.ending and not call.has_failed:
            yield call.ending

    async def _settle(self, call: _Call, prompt: Prompt) -> None:
        tokens = _tokens(call, prompt)
        cost = None if call.has_failed else await price(call.link.model, tokens)
        try:
            await _write_down(self, call, tokens, cost)
        except IntegrityError:
            log.warning("The chatbot %s was deleted while it spoke.", self.chatbot.id)


async def find_speaker(chatbot: Chatbot, reply_id: UUID | None = None) -> Speaker | None:
    """The chatbot's models, or None for quote mode. What they cost is counted for `reply_id`."""
    links = await open_links(chatbot)
    return Speaker(chatbot, tuple(links), reply_id) if links else None


def _tokens(call: _Call, prompt: Prompt) -> Tokens:
    ending = call.ending
    if ending is None or ending.input_tokens is None or ending.output_tokens is None:
        return estimate_tokens(prompt, call.said)
    return Tokens(ending.input_tokens, ending.output_tokens)


@transaction
def _write_down(session: Session, speaker: Speaker, call: _Call, tokens: Tokens, cost: int | None) -> None:
    """A model that failed before its first word has used up nothing; its trouble is noted for the owner."""
    budgets.settle(session, call.held, 0 if call.has_failed else 1, cost or 0)
    if not call.has_failed:
        session.add(_use(speaker, call, tokens, cost))
    code = call.ending.code if call.ending else ""
    if call.ending and code not in OUR_OWN:
        scope = Scope(speaker.chatbot.workspace_id)
        note_trouble(session, scope, call.link.source, call.link.model.model, code)


def _use(speaker: Speaker, call: _Call, tokens: Tokens, cost: int | None) -> ModelUse:
    return ModelUse(
        workspace_id=speaker.chatbot.workspace_id,
        chatbot_id=speaker.chatbot.id,
        message_id=speaker.reply_id,
        day=now().date(),
        model=call.link.model.model,
        is_platform=call.link.is_platform,
        asked_tokens=tokens.asked,
        answered_tokens=tokens.answered,
        is_estimated=tokens.are_estimated,
        nanodollars=cost,
    )
