"""From a question to an answer: small talk, search, then quote or generate; and saying so when nothing is known."""

import hashlib
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from privexbot_app.adapters import llm
from privexbot_app.adapters.llm import LLM, Ending, Piece, Prompt
from privexbot_app.models import Chatbot, MessageRole, MessageState
from privexbot_app.rag import quote, smalltalk
from privexbot_app.rag.citations import cited_numbers, link_to_sentence
from privexbot_app.rag.found import Found
from privexbot_app.rag.prompt import PROMPT_VERSION, UNKNOWN, system_prompt
from privexbot_app.services import owner_answers
from privexbot_app.services.masked import masked
from privexbot_app.services.owner_answers import OwnerAnswer, find_owner_answer
from privexbot_app.services.search import LookUp, look_up
from privexbot_app.services.speaker import find_speaker

PASSAGES = 6
OWNER = "privexbot/owner"  # who answered, where a model's name stands else
THANKS = "You're welcome! Is there anything else I can help with?"


@dataclass(frozen=True)
class Question:
    """What is asked of whom; `history` is (role, text) of the messages before it, `reply_id` where the answer goes."""

    chatbot: Chatbot
    question: str
    history: tuple[tuple[MessageRole, str], ...] = ()
    reply_id: UUID | None = None


@dataclass(frozen=True)
class Said:
    """The next piece of the answer."""

    text: str


@dataclass(frozen=True)
class Verdict:
    """How the answer ended; `grounded` is False when the bot did not know. `receipt` says how it came about."""

    state: MessageState
    grounded: bool = True
    citations: list[dict[str, Any]] = field(default_factory=list)
    receipt: dict[str, Any] = field(default_factory=dict)
    model: str = ""
    code: str = ""
    retryable: bool = False


Answer = AsyncGenerator[Said | Verdict, None]


async def find_answer(asked: Question) -> Answer:
    """Any number of `Said`, then one `Verdict`. What the owner wrote to this very question wins over everything."""
    if told := await find_owner_answer(asked.chatbot.knowledge_base_id, asked.question):
        async with aclosing(_tell(told)) as pieces:
            async for piece in pieces:
                yield piece
        return
    if (kind := smalltalk.kind_of(asked.question)) is not None:
        yield Said(asked.chatbot.greeting or THANKS if kind == "greeting" else THANKS)
        yield Verdict(MessageState.DONE, model=llm.QUOTE)
        return
    looked_up = await look_up(asked.chatbot.knowledge_base_id, asked.question, PASSAGES)
    model = await find_speaker(asked.chatbot, asked.reply_id) if looked_up.found else None
    async with aclosing(_generate(asked, model, looked_up) if model else _quote(asked, looked_up)) as answer:
        async for piece in answer:
            yield piece


async def _tell(told: OwnerAnswer) -> Answer:
    """The owner's answer, word for word, in quote mode and with a model alike."""
    async for spoken in llm.speak(told.answer):
        if isinstance(spoken, Piece):
            yield Said(spoken.text)
    source = {"url": told.link or None, "quote": told.question, "source": str(told.source_id)}
    receipt = _receipt((), OWNER) | {"pair": str(told.pair_id), "cosine": told.cosine}
    yield Verdict(MessageState.DONE, True, [{"n": 1, "title": owner_answers.TITLE} | source], receipt, OWNER)


async def _quote(asked: Question, looked_up: LookUp) -> Answer:
    """Without a model: the best sentences, word for word, or an honest "I don't know"."""
    quoted = quote.answer(looked_up.question, looked_up.found, looked_up.statistics)
    if quoted is None:
        async with aclosing(_not_known(asked, looked_up, llm.QUOTE)) as pieces:
            async for piece in pieces:
                yield piece
        return
    async for spoken in llm.speak(quoted.text):
        if isinstance(spoken, Piece):
            yield Said(spoken.text)
    pairs = enumerate(zip(quoted.passages, quoted.sentences, strict=True), 1)
    citations = [_citation(number, passage, sentences[0]) for number, (passage, sentences) in pairs]
    yield Verdict(MessageState.DONE, True, citations, _receipt(looked_up.found, llm.QUOTE), llm.QUOTE)


async def _not_known(asked: Question, looked_up: LookUp, model: str) -> Answer:
    yield Said(asked.chatbot.fallback)
    receipt = _receipt(looked_up.found, model)
    yield Verdict(MessageState.DONE, grounded=False, receipt=receipt, model=model)


async def _generate(asked: Question, model: LLM, looked_up: LookUp) -> Answer:
    """With a model. The word for "not known" is held back until it is clear that it is not that word.

    A provider that fails before it has said anything is replaced by quote mode.
    """
    said, held, ending = "", "", Ending("failed")
    async with aclosing(masked(model, asked.chatbot).stream(_prompt(asked, looked_up.found))) as pieces:
        async for piece in pieces:
            if isinstance(piece, Ending):
                ending = piece
                break
            held += piece.text
            if not UNKNOWN.startswith(held.strip()):
                said, text, held = said + held, held, ""
                yield Said(text)
    if said:
        yield _verdict(said, looked_up.found, ending.model or model.model, ending)
        return
    unknown = held.strip() == UNKNOWN
    async with aclosing(_not_known(asked, looked_up, ending.model) if unknown else _quote(asked, looked_up)) as answer:
        async for instead in answer:
            yield instead


def _prompt(asked: Question, found: Sequence[Found]) -> Prompt:
    passages = [(_titled(passage), passage.text) for passage in found]
    system = system_prompt(asked.chatbot.name, asked.chatbot.instructions, passages)
    turns = [llm.Turn("user" if role is MessageRole.VISITOR else "assistant", text) for role, text in asked.history]
    return Prompt(system, (*turns, llm.Turn("user", asked.question)))


def _titled(passage: Found) -> str:
    return f"{passage.title} › {passage.heading}" if passage.heading else passage.title


def _verdict(text: str, found: Sequence[Found], model: str, ending: Ending) -> Verdict:
    """With the passages that the text really points at."""
    cited = [(number, found[number - 1]) for number in cited_numbers(text, len(found))]
    return Verdict(
        MessageState(ending.state),
        citations=[_citation(number, passage, _nearest_sentence(passage)) for number, passage in cited],
        receipt=_receipt(found, model),
        model=model,
        code=ending.code,
        retryable=ending.retryable,
    )


def _nearest_sentence(passage: Found) -> str:
    """The sentence of the passage that is nearest to the question."""
    return passage.sentence(max(range(len(passage.sentences)), key=lambda place: passage.sentence_cosines[place]))


def _citation(number: int, passage: Found, sentence: str) -> dict[str, Any]:
    """The contract's object; a source that is no page has no address."""
    link = link_to_sentence(passage.url, sentence) or None
    return {"n": number, "title": passage.title, "url": link, "quote": sentence, "source": str(passage.source_id)}


def _receipt(found: Sequence[Found], model: str) -> dict[str, Any]:
    """What the answer was made from, so that it can be explained later."""
    passages = [
        {
            "passage": passage.passage_id,
            "sha256": hashlib.sha256(passage.text.encode()).hexdigest(),
            "score": round(passage.score, 4),
        }
        for passage in found
    ]
    return {"model": model, "prompt": PROMPT_VERSION, "passages": passages}
