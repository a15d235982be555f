"""Answers without a model: the best sentences, word for word, or an honest "I don't know"."""

from collections.abc import Collection
from contextlib import aclosing
from dataclasses import dataclass

from privexbot_app.adapters import llm
from privexbot_app.adapters.llm import Piece
from privexbot_app.models import MessageState
from privexbot_app.rag import quote
from privexbot_app.rag.joining import joined
from privexbot_app.rag.outlet import Outlet
from privexbot_app.rag.several import questions_in
from privexbot_app.rag.smalltalk_replies import REPLIES
from privexbot_app.services.bot_bases import find_bases
from privexbot_app.services.evidence import citation, receipt
from privexbot_app.services.links import hosts_of
from privexbot_app.services.search import LookUp, look_up_in
from privexbot_app.services.verdicts import Answer, Question, Said, Verdict


@dataclass(frozen=True)
class Part:
    """One of the questions, and what is quoted for it; None where nothing is."""

    asked: str
    quoted: quote.Quoted | None


async def quote_answer(asked: Question, looked_up: LookUp) -> Answer:
    """What the passages say themselves; links in them must lead to a source, as in every answer."""
    quoted = await _quote_each(asked, looked_up)
    known = [one.quoted for one in quoted if one.quoted]
    if not known:
        async with aclosing(say_unknown(asked, looked_up, llm.QUOTE)) as pieces:
            async for piece in pieces:
                yield piece
        return
    async for spoken in llm.speak(without_foreign_links(asked, looked_up, _spoken(asked, quoted))):
        if isinstance(spoken, Piece):
            yield Said(spoken.text)
    told = [pair for one in known for pair in zip(one.passages, one.sentences, strict=True)]
    citations = [
        citation(number, passage, sentences[0], asked.language) for number, (passage, sentences) in enumerate(told, 1)
    ]
    found = tuple({one.passage_id: one for one in (*looked_up.found, *(passage for passage, _ in told))}.values())
    yield Verdict(MessageState.DONE, True, citations, receipt(found, llm.QUOTE, searched=looked_up.question), llm.QUOTE)


async def _quote_each(asked: Question, looked_up: LookUp) -> list[Part]:
    """One quote, or one for each question where several are asked at once and one at least is answered."""
    parts = questions_in(looked_up.question) if not asked.files else ()
    bases = await find_bases(asked.chatbot) if parts else ()
    each = [
        Part(part.asked, _quote(asked, await look_up_in(bases, part.whole, is_masked=asked.chatbot.masks_personal)))
        for part in parts
    ]
    if not any(one.quoted for one in each):
        return [Part(looked_up.question, _quote(asked, looked_up))]
    return _without_repeats(each)


def _quote(asked: Question, looked_up: LookUp) -> quote.Quoted | None:
    return quote.answer(looked_up.question, looked_up.found, looked_up.statistics, asked.chatbot.least_sure / 100)


def _without_repeats(parts: list[Part]) -> list[Part]:
    """What answers two of the questions is said once."""
    kept: list[Part] = []
    said: set[str] = set()
    for part in parts:
        sentences = {text for of_one in part.quoted.sentences for text in of_one} if part.quoted else set()
        if not sentences or not sentences <= said:
            kept.append(part)
        said |= sentences
    return kept


def _spoken(asked: Question, parts: list[Part]) -> str:
    """A paragraph for each; what is ours in it is in the visitor's language."""
    words = REPLIES[asked.language]
    paragraphs, number = list[str](), 1
    for part in parts:
        if part.quoted is None:
            paragraphs.append(words["nothing"].format(topic=part.asked))
            continue
        stance = words[part.quoted.stance] if part.quoted.stance else ""
        paragraphs.append(stance + joined(part.quoted.told, number))
        number += len(part.quoted.told)
    return "\n\n".join(paragraphs)


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
