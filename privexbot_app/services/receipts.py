"""How a reply came about: kept with it, read later, and compared with what the bot would answer today."""

from collections.abc import Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from privexbot_app.db import reading
from privexbot_app.errors import Conflict, NotFound
from privexbot_app.models import Chatbot, MessageRole
from privexbot_app.services.accounts import Viewer
from privexbot_app.services.answer import find_answer
from privexbot_app.services.verdicts import Question, Said, Verdict
from privexbot_app.store import chatbots as chatbots_store
from privexbot_app.store import conversations as store

REMEMBERED = 60


@dataclass(frozen=True)
class UsedPassage:
    """A passage that an answer was made from; `change` is same, changed, new or gone, compared with today.

    `is_edited` when its words were the owner's, and not those that were read; `place` is "page 4", or empty.
    `is_beside` when it was not found, but told because it stands next to one that was.
    """

    number: int
    title: str
    heading: str
    excerpt: str
    score: float
    sha256: str
    change: str = ""
    is_edited: bool = False
    place: str = ""
    is_beside: bool = False


@dataclass(frozen=True)
class UsedAction:
    """A call that was made for an answer; personal details are hidden, `problem` is empty when it went well."""

    title: str
    arguments: str
    status: int
    milliseconds: int
    problem: str


@dataclass(frozen=True)
class Receipt:
    """A reply with all that it was made from; `searched` is the question as it was searched for."""

    question: str
    searched: str
    answer: str
    model: str
    prompt_version: str
    grounding: str
    at: datetime
    passages: tuple[UsedPassage, ...]
    unsupported: tuple[str, ...]
    actions: tuple[UsedAction, ...] = ()


@dataclass(frozen=True)
class Replay:
    """What the bot answers today, beside what it answered then."""

    then: Receipt
    now: Receipt
    is_same_answer: bool


@dataclass(frozen=True)
class _Kept:
    chatbot: Chatbot
    receipt: Receipt
    history: tuple[tuple[MessageRole, str], ...]


async def read_receipt(viewer: Viewer, message_id: UUID) -> Receipt:
    """Raises NotFound for a reply that the viewer cannot see, or that was made from nothing."""
    return (await _read(viewer, message_id)).receipt


async def replay(viewer: Viewer, message_id: UUID) -> Replay:
    """Ask the same again, in the same conversation, with today's knowledge, model and settings; nothing is kept."""
    kept = await _read(viewer, message_id)
    asked = Question(kept.chatbot, kept.receipt.question, kept.history)
    text, verdict = "", None
    async with aclosing(find_answer(asked)) as pieces:
        async for piece in pieces:
            if isinstance(piece, Said):
                text += piece.text
            else:
                verdict = piece
    if verdict is None:
        raise Conflict("The question could not be asked again.")
    today = _receipt_of(asked.question, text, verdict, kept.receipt.at)
    then, now = compare(kept.receipt.passages, today.passages)
    same = " ".join(text.split()) == " ".join(kept.receipt.answer.split())
    return Replay(_with(kept.receipt, then), _with(today, now), same)


def compare(
    then: Sequence[UsedPassage], now: Sequence[UsedPassage]
) -> tuple[tuple[UsedPassage, ...], tuple[UsedPassage, ...]]:
    """Both lists with what became of each passage: the same text, another text in the same place, gone, or new."""
    return _compared(then, now, "gone"), _compared(now, then, "new")


def _compared(these: Sequence[UsedPassage], those: Sequence[UsedPassage], alone: str) -> tuple[UsedPassage, ...]:
    texts = {passage.sha256 for passage in those}
    places = {(passage.title, passage.heading) for passage in those if passage.sha256 not in {p.sha256 for p in these}}
    return tuple(UsedPassage(**vars(passage) | {"change": _change(passage, texts, places, alone)}) for passage in these)


def _change(passage: UsedPassage, texts: set[str], places: set[tuple[str, str]], alone: str) -> str:
    if passage.sha256 in texts:
        return "same"
    return "changed" if (passage.title, passage.heading) in places else alone


def _with(receipt: Receipt, passages: tuple[UsedPassage, ...]) -> Receipt:
    return Receipt(**vars(receipt) | {"passages": passages})


@reading
def _read(session: Session, viewer: Viewer, message_id: UUID) -> _Kept:
    reply = store.get_message(session, viewer.scope, message_id)
    kept = reply.receipt.get("passages") or reply.receipt.get("actions")
    if reply.role is not MessageRole.BOT or reply.answers_id is None or not kept:
        raise NotFound("There is no receipt for this message.")
    conversation = store.get_conversation(session, viewer.scope, reply.conversation_id)
    chatbot = chatbots_store.get_chatbot(session, viewer.scope, conversation.chatbot_id)
    question = store.get_message(session, viewer.scope, reply.answers_id)
    before = store.list_messages_before(session, conversation.id, question.position, last=REMEMBERED)
    verdict = Verdict(reply.state, receipt=reply.receipt, model=reply.model)
    receipt = _receipt_of(question.text, reply.text, verdict, reply.created_at)
    return _Kept(chatbot, receipt, tuple((said.role, said.text) for said in before if said.text))


def _receipt_of(question: str, answer: str, verdict: Verdict, at: datetime) -> Receipt:
    kept = verdict.receipt
    return Receipt(
        question=question,
        searched=str(kept.get("searched") or question),
        answer=answer,
        model=verdict.model,
        prompt_version=str(kept.get("prompt", "")),
        grounding=str(kept.get("grounding", "")),
        at=at,
        passages=tuple(_used(number, passage) for number, passage in enumerate(kept.get("passages", ()), 1)),
        unsupported=tuple(kept.get("unsupported", ())),
        actions=tuple(_used_action(made) for made in kept.get("actions", ())),
    )


def _used_action(made: Mapping[str, Any]) -> UsedAction:
    arguments = ", ".join(f"{name}: {value}" for name, value in made["arguments"].items())
    return UsedAction(made["title"], arguments, made["status"], made["milliseconds"], made["problem"])


def _used(number: int, kept: Mapping[str, Any]) -> UsedPassage:
    return UsedPassage(
        number=number,
        title=kept.get("title", ""),
        heading=kept.get("heading", ""),
        excerpt=kept.get("excerpt", ""),
        score=kept["score"],
        sha256=kept["sha256"],
        is_edited=kept.get("edited") is True,
        place=kept.get("place", ""),
        is_beside=kept.get("beside") is True,
    )
