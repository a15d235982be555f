"""What another limit of doubt would have changed: the questions of the last visitors, judged by what is known today."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from anyio import to_thread
from sqlmodel import Session

from privexbot_app.db import reading
from privexbot_app.rag import quote
from privexbot_app.rag.pairs import key_of
from privexbot_app.services.accounts import Viewer
from privexbot_app.services.search import look_up_in
from privexbot_app.store.chatbots import get_chatbot
from privexbot_app.store.conversations import list_receipts
from privexbot_app.store.knowledge_links import list_base_ids

READ = 300
JUDGED = 50
LONGEST_QUOTE = 300


@dataclass(frozen=True)
class Judged:
    """A question as it was searched for, what would be quoted, and how sure of it the chatbot is, in percent."""

    question: str
    quote: str
    percent: int


async def judge_past_questions(viewer: Viewer, chatbot_id: UUID) -> list[Judged]:
    """At most `JUDGED` different ones, latest first; raises NotFound for a chatbot the viewer cannot see."""
    bases, questions = await _list_questions(viewer, chatbot_id)
    return [await _judge(bases, question) for question in questions]


async def _judge(bases: Sequence[UUID], question: str) -> Judged:
    looked_up = await look_up_in(bases, question)
    said = await to_thread.run_sync(quote.best_quote, question, looked_up.found, looked_up.statistics)
    return Judged(question, said.text[:LONGEST_QUOTE], int(100 * said.confidence)) if said else Judged(question, "", 0)


@reading
def _list_questions(session: Session, viewer: Viewer, chatbot_id: UUID) -> tuple[tuple[UUID, ...], list[str]]:
    chatbot = get_chatbot(session, viewer.scope, chatbot_id)
    told = list_receipts(session, chatbot.id, last=READ)
    searched = [str(kept.get("searched") or asked) for asked, kept in told if kept.get("passages") is not None]
    latest: dict[str, str] = {}
    for question in searched:
        latest.setdefault(key_of(question), question)
    return list_base_ids(session, chatbot), list(latest.values())[:JUDGED]
