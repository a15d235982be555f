"""Answers without a model: the best sentences, word for word, or an honest "I don't know"."""

from collections.abc import Collection
from contextlib import aclosing

from privexbot_app.adapters import llm
from privexbot_app.adapters.llm import Piece
from privexbot_app.models import MessageState
from privexbot_app.rag import quote
from privexbot_app.rag.outlet import Outlet
from privexbot_app.services.evidence import citation, receipt
from privexbot_app.services.links import hosts_of
from privexbot_app.services.search import LookUp
from privexbot_app.services.verdicts import Answer, Question, Said, Verdict


async def quote_answer(asked: Question, looked_up: LookUp) -> Answer:
    """What the passages say themselves; links in them must lead to a source, as in every answer."""
    quoted = quote.answer(looked_up.question, looked_up.found, looked_up.statistics, asked.chatbot.least_sure / 100)
    if quoted is None:
        async with aclosing(say_unknown(asked, looked_up, llm.QUOTE)) as pieces:
            async for piece in pieces:
                yield piece
        return
    async for spoken in llm.speak(without_foreign_links(asked, looked_up, quoted.text)):
        if isinstance(spoken, Piece):
            yield Said(spoken.text)
    pairs = enumerate(zip(quoted.passages, quoted.sentences, strict=True), 1)
    citations = [citation(number, passage, sentences[0], asked.language) for number, (passage, sentences) in pairs]
    kept = receipt(looked_up.found, llm.QUOTE, searched=looked_up.question)
    yield Verdict(MessageState.DONE, True, citations, kept, llm.QUOTE)


async def say_unknown(asked: Question, looked_up: LookUp, model: str) -> Answer:
    """In the owner's words."""
    yield Said(asked.chatbot.fallback)
    kept = receipt(looked_up.found, model, searched=looked_up.question)
    yield Verdict(MessageState.DONE, grounded=False, receipt=kept, model=model)


def without_foreign_links(asked: Question, looked_up: LookUp, text: str, more_hosts: Collection[str] = ()) -> str:
    """Links stay where they lead to a source, or to one of `more_hosts`."""
    outlet = Outlet(hosts_of(asked, looked_up) | set(more_hosts))
    parts = [*outlet.take(text), *outlet.rest()]
    return "".join(part if isinstance(part, str) else f"{part.space}[{part.number or 'general'}]" for part in parts)
