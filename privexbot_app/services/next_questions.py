"""Up to three questions below an answer, by rule: the owner's own near to it, headings that ask, and suggestions.

All it looks at lies in memory when an answer ends: no model and no database is asked, and it takes a millisecond.
"""

from anyio import to_thread

from privexbot_app.models import MessageRole, MessageState
from privexbot_app.rag.next_questions import MIN_NEAR, choose, questions_in, sharing_words
from privexbot_app.rag.pairs import PairIndex
from privexbot_app.services.bot_bases import find_kept_bases
from privexbot_app.services.owner_answers import find_kept_index
from privexbot_app.services.spaces import embed_text, embedding_limiter
from privexbot_app.services.verdicts import Question, Verdict
from privexbot_app.services.visitor_menu import visitor_menu_of

COMPARED = 4  # questions of the visitor's, the latest, that are compared by meaning


async def find_next_questions(asked: Question, answer: str, verdict: Verdict) -> tuple[str, ...]:
    """None where the owner does not want any, or the bot did not know, asks something itself, or only chatted."""
    is_answer = verdict.state in (MessageState.DONE, MessageState.TRUNCATED) and verdict.grounded
    is_talk = asked.decided or verdict.offers or verdict.wants_person or "small_talk" in verdict.receipt
    if not is_answer or is_talk or not visitor_menu_of(asked.chatbot).followups:
        return ()
    return await to_thread.run_sync(_choose, asked, answer, verdict, limiter=embedding_limiter())


def _choose(asked: Question, answer: str, verdict: Verdict) -> tuple[str, ...]:
    said = [text for role, text in asked.history if role is MessageRole.VISITOR]
    said += [asked.question, verdict.receipt.get("searched", "")]
    near = [one for one in verdict.receipt.get("passages", ()) if one["score"] >= MIN_NEAR]
    return choose(
        filter(None, said),
        [
            *_owners(asked, said),
            *questions_in(one["heading"] or one["title"] for one in near),
            *sharing_words(asked.chatbot.suggestions, f"{asked.question} {answer}"),
        ],
    )


def _owners(asked: Question, said: list[str]) -> list[str]:
    """Questions of the owner's pairs, nearest first, those of the chatbot's own knowledge before others."""
    indexes = [index for base_id in find_kept_bases(asked.chatbot) if (index := find_kept_index(base_id))]
    return [question for index in indexes for question in _near(index, said)]


def _near(index: PairIndex, said: list[str]) -> list[str]:
    before, last = [text for text in said[:-2] if text][-COMPARED:], said[-2]
    known = index.vector_of(last)
    vector = embed_text(last) if known is None else known
    return index.list_near(vector, [embed_text(text) for text in before], MIN_NEAR)
