"""Trying a chatbot: the answer appears while it is being said."""

import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Any

import reflex as rx
from pydantic import BaseModel

from privexbot_app.errors import Conflict, Invalid
from privexbot_app.services import chatbots, first_steps, playground
from privexbot_app.services.chat import Accepted, Citations, Ended, Event, Offered, Token
from privexbot_app.services.playground import Decision
from privexbot_app.ui.problems import parse, parse_id
from privexbot_app.ui.states.chatbot import ChatbotState
from privexbot_app.ui.states.message_rows import CitationRow, MessageRow, citation_rows
from privexbot_app.ui.states.text_blocks import blocks_of

PACE_SECONDS = 0.05


@dataclass(frozen=True)
class OfferField:
    """A field of an action's form."""

    name: str
    label: str
    help: str

    @classmethod
    def of(cls, field: dict[str, Any]) -> "OfferField":
        choices = f"One of: {', '.join(field['choices'])}." if field["choices"] else ""
        return cls(field["name"], field["label"], " ".join(part for part in (field["help"], choices) if part))


@dataclass(frozen=True)
class OfferRow:
    """An action that waits for a yes, or for its form."""

    id: str
    summary: str
    is_form: bool
    fields: list[OfferField]

    @classmethod
    def of(cls, offered: Offered) -> "OfferRow":
        fields = [OfferField.of(field) for field in offered.fields]
        return cls(str(offered.id), offered.summary or offered.title, str(offered.kind) == "form", fields)


class QuestionForm(BaseModel):
    """The input line."""

    question: str


class PlaygroundState(ChatbotState):
    """One conversation; `draft` is the answer that is being said, `_run` tells a restarted one from the old."""

    is_loaded: bool = False
    greeting: str = ""
    suggestions: list[str] = []
    has_knowledge: bool = False
    said: list[MessageRow] = []
    draft: str = ""
    is_busy: bool = False
    offers: list[OfferRow] = []
    offer_problem_field: str = ""
    offer_problem: str = ""

    _conversation_id: str = ""
    _run: int = 0

    @rx.event
    async def load(self):
        viewer, asked_id = await self._viewer(), self._asked_id()
        chatbot = await chatbots.get_chatbot(viewer, asked_id)
        self.greeting, self.suggestions = chatbot.greeting, chatbot.suggestions
        self.has_knowledge = (await first_steps.get_first_steps(viewer, asked_id)).has_knowledge
        self.is_loaded = True

    @rx.event
    def restart(self):
        self.said, self.draft, self.is_busy, self.offers = [], "", False, []
        self._conversation_id, self._run = "", self._run + 1

    @rx.event
    def use_suggestion(self, suggestion: str):
        return PlaygroundState.ask({"question": suggestion})

    @rx.event(background=True)
    async def ask(self, form: dict):
        question = parse(QuestionForm, form).question
        async with self:
            if self.is_busy or not question.strip():
                return
            run, events = self._run, await self._open(question)
        try:
            async with aclosing(_paced(events)) as paced:
                async for event in paced:
                    async with self:
                        if not self._hear(run, event):
                            return
        except Exception:
            async with self:
                self._give_up(run)
            raise

    @rx.event(background=True)
    async def decide(self, form: dict):
        """Yes, no, or the fields of a form, for an action that was offered."""
        async with self:
            offer = next((one for one in self.offers if one.id == form.get("offer")), None)
            if self.is_busy or offer is None:
                return
            self.offer_problem_field = self.offer_problem = ""
            run, events = self._run, await self._open_decision(offer, form)
        try:
            async with aclosing(_paced(events)) as paced:
                async for event in paced:
                    async with self:
                        if not self._hear(run, event):
                            return
        except (Invalid, Conflict) as wrong:
            async with self:
                self.is_busy, self.offer_problem_field, self.offer_problem = False, wrong.field, wrong.message
        except Exception:
            async with self:
                self.is_busy = False
            raise

    async def _open_decision(self, offer: OfferRow, form: dict) -> AsyncGenerator[Event, None]:
        viewer, asked_id = await self._viewer(), self._asked_id()
        self.is_busy = True
        return playground.decide(viewer, asked_id, parse_id(offer.id), _decision(offer, form))

    async def _open(self, question: str) -> AsyncGenerator[Event, None]:
        viewer, asked_id = await self._viewer(), self._asked_id()
        conversation_id = parse_id(self._conversation_id) if self._conversation_id else None
        self.said, self.is_busy = [*self.said, MessageRow("visitor", question.strip())], True
        return playground.ask(viewer, asked_id, question, conversation_id)

    def _hear(self, run: int, event: Event) -> bool:
        """Show what was said; False when nobody listens any more."""
        if run != self._run:
            return False
        if isinstance(event, Accepted):
            self._conversation_id = str(event.conversation)
            self.offers = []
        elif isinstance(event, Offered):
            self.offers = [*self.offers, OfferRow.of(event)]
        elif isinstance(event, Token):
            self.draft += event.text
        elif isinstance(event, Citations):
            self._add_reply(citation_rows(event.citations))
        elif isinstance(event, Ended):
            self._end(event)
        return True

    def _add_reply(self, citations: list[CitationRow]) -> None:
        reply = MessageRow("bot", self.draft, citations=citations, blocks=blocks_of(self.draft))
        self.said, self.draft = [*self.said, reply], ""

    def _end(self, ended: Ended) -> None:
        if self.draft or not self.said or self.said[-1].who == "visitor":
            self._add_reply([])
        reply = replace(self.said[-1], state=str(ended.state), is_unknown=not ended.grounded)
        self.said, self.is_busy = [*self.said[:-1], reply], False

    def _give_up(self, run: int) -> None:
        if run == self._run:
            self.said, self.is_busy, self.draft = self.said[:-1], False, ""


def _decision(offer: OfferRow, form: dict) -> Decision:
    """The button that was pressed says yes or no; the rest are the fields."""
    if form.get("choice") == "no":
        return Decision(confirm=False)
    if not offer.is_form:
        return Decision(confirm=True)
    return Decision(fields={field.name: form.get(field.name) for field in offer.fields})


async def _paced(events: AsyncGenerator[Event, None]) -> AsyncGenerator[Event, None]:
    """The same events with pieces of text put together, so that a fast model makes at most 20 updates a second."""
    held, shown_at = "", 0.0
    async with aclosing(events):
        async for event in events:
            if isinstance(event, Token):
                held += event.text
                if time.monotonic() - shown_at < PACE_SECONDS:
                    continue
            if held:
                yield Token(0, held)
                held, shown_at = "", time.monotonic()
            if not isinstance(event, Token):
                yield event
