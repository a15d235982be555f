"""Whether a conversation goes from the bot to a person, decided in the transaction that ends a reply; and telling it.

What leads to a person: the visitor asks for one, says one of the owner's phrases, or is angry; the bot did not know
several times in a row, or is not sure. Each is a switch of the chatbot's.
"""

from uuid import UUID

from sqlmodel import Session

from privexbot_app.db import reading
from privexbot_app.models import (
    Chatbot,
    Conversation,
    ConversationState,
    Message,
    MessageRole,
    MessageState,
    now,
)
from privexbot_app.rag import mood
from privexbot_app.services import notices
from privexbot_app.services.handoff_settings import HandoffSettings, handoff_of
from privexbot_app.services.reply_events import Handoff
from privexbot_app.services.verdicts import Question, Verdict
from privexbot_app.store.conversations import list_messages
from privexbot_app.store.people import place_in_queue, stop_replies

KEPT = "handoff"  # in the receipt of the reply that led to it
EACH_TURN = 2
TAKEN = (ConversationState.WAITING, ConversationState.HUMAN)


def hand_off_if_due(session: Session, asked: Question, conversation: Conversation, verdict: Verdict) -> None:
    """For a caller who has locked the conversation. The reply's receipt says why; the row says what came of it."""
    settings = handoff_of(asked.chatbot)
    if not (asked.can_wait and settings.is_on) or conversation.state is not ConversationState.BOT:
        return
    reason = _reason_in_question(settings, asked, verdict)
    if not (reason := reason or _reason_in_answer(session, settings, conversation.id, verdict)):
        return
    is_there = settings.is_open(now())
    if reply := session.get(Message, asked.reply_id):
        reply.receipt = reply.receipt | {KEPT: {"reason": reason, "is_there": is_there}}
    if not settings.takes_in(now()):
        return
    conversation.state, conversation.handoff_reason = ConversationState.WAITING, reason
    conversation.waiting_since = conversation.changed_at = now()
    stop_replies(session, conversation.id)
    notices.add_notices(session, conversation)


def _reason_in_question(settings: HandoffSettings, asked: Question, verdict: Verdict) -> str:
    """What the visitor said, in one word; empty when it says nothing of a person."""
    if settings.on_request and verdict.wants_person:
        return "asked"
    if settings.on_phrases and mood.says_one_of(asked.question, settings.phrases):
        return "phrase"
    return "angry" if settings.on_anger and mood.is_angry(asked.question) else ""


def _reason_in_answer(session: Session, settings: HandoffSettings, conversation_id: UUID, verdict: Verdict) -> str:
    """What the bot said; a reply that failed or was stopped says nothing about what it knows."""
    if verdict.state is not MessageState.DONE or verdict.wants_person:
        return ""
    if settings.on_low_confidence and (not verdict.grounded or verdict.receipt.get("unsupported")):
        return "unsure"
    if settings.on_unanswered and not verdict.grounded:
        return "unanswered" if _has_failed(session, conversation_id, settings.unanswered_in_a_row) else ""
    return ""


def _has_failed(session: Session, conversation_id: UUID, times: int) -> bool:
    """Whether the last so many replies were all of a bot that did not know."""
    said = list_messages(session, conversation_id, last=EACH_TURN * times)
    told = [message for message in said if message.role is not MessageRole.VISITOR][-times:]
    return len(told) == times and all(one.role is MessageRole.BOT and not one.grounded for one in told)


@reading
def find_handoff(session: Session, reply_id: UUID) -> Handoff | None:
    """What a visitor is told after a reply that led to a person; None for any other reply."""
    reply = session.get(Message, reply_id)
    if reply is None or not (kept := reply.receipt.get(KEPT)):
        return None
    conversation = session.get_one(Conversation, reply.conversation_id)
    chatbot = session.get_one(Chatbot, conversation.chatbot_id)
    if conversation.state in TAKEN:
        return tell_where(session, chatbot, conversation)
    return None if kept["is_there"] else Handoff(None, conversation.state, away=handoff_of(chatbot).away_message)


@reading
def find_state(session: Session, conversation_id: UUID) -> Handoff:
    """What a visitor is told who writes while no bot answers. The conversation may have been erased meanwhile."""
    conversation = session.get(Conversation, conversation_id)
    if conversation is None:
        return Handoff(None, ConversationState.CLOSED)
    return tell_where(session, session.get_one(Chatbot, conversation.chatbot_id), conversation)


def tell_where(session: Session, chatbot: Chatbot, conversation: Conversation) -> Handoff:
    """The state, the place in the queue, and what the owner wants to be said meanwhile."""
    settings = handoff_of(chatbot)
    if conversation.state is not ConversationState.WAITING:
        return Handoff(None, conversation.state)
    queue = place_in_queue(session, conversation)
    if settings.is_open(now()):
        return Handoff(queue, conversation.state, message=settings.waiting_message)
    return Handoff(queue, conversation.state, away=settings.away_message)
