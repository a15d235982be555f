"""One question and its reply in the database: opened together, kept while it is being said, ended once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, update

from privexbot_app.db import reading, transaction
from privexbot_app.errors import Conflict, Invalid, NotFound, TooLarge
from privexbot_app.models import (
    Action,
    Channel,
    Chatbot,
    Conversation,
    ConversationState,
    GapReason,
    Message,
    MessageRole,
    MessageState,
    Visitor,
    now,
)
from privexbot_app.services import handoffs, uploads
from privexbot_app.services.action_offers import row_of
from privexbot_app.services.chatbots import get_live
from privexbot_app.services.identity import Facts, kept_context, told_facts
from privexbot_app.services.verdicts import Question, Verdict
from privexbot_app.services.visits import Visit, check_origin
from privexbot_app.settings import settings
from privexbot_app.store import actions, gaps
from privexbot_app.store import conversations as store
from privexbot_app.store.identity import find_rules

REMEMBERED = 60  # messages of the conversation that go with a question; a prompt gets the older ones as an extract
BOTS = (ConversationState.BOT, ConversationState.CLOSED)  # the playground's and the API's go on after they were closed
ALIVE = timedelta(seconds=6)  # it is saved every second: one that was not for so long has lost its process


@dataclass(frozen=True)
class Asked:
    """A question as it comes in. `client_id` makes sending it twice harmless; empty if the sender does not care."""

    chatbot: Chatbot
    text: str
    channel: Channel
    client_id: str = ""
    visitor_id: UUID | None = None
    conversation_id: UUID | None = None
    context: Mapping[str, Any] | None = None  # what the page tells about itself; None leaves what it told before
    files: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class Turn(Question):
    """A question that is committed, with the reply that waits for its text."""

    conversation_id: UUID = field(kw_only=True)
    message_id: UUID = field(kw_only=True)
    reply_id: UUID = field(kw_only=True)
    is_new: bool = field(kw_only=True)


@dataclass(frozen=True)
class ForPerson:
    """A message that is committed, and that a person will answer: the bot says nothing."""

    workspace_id: UUID
    conversation_id: UUID
    message_id: UUID


async def ask_as_visitor(
    visit: Visit,
    text: str,
    client_id: str,
    context: Mapping[str, Any] | None = None,
    files: Sequence[UUID] = (),
) -> Turn | ForPerson:
    """From the widget; see `open_turn`."""
    asked = Asked(visit.chatbot, text, Channel.WIDGET, client_id, visitor_id=visit.visitor_id, context=context)
    return await open_turn(replace(asked, files=tuple(dict.fromkeys(files))))


async def ask_anonymously(public_id: str, origin: str, text: str) -> Turn | ForPerson:
    """From a program without a session: every question opens a conversation of its own."""
    chatbot = await get_live(public_id)
    check_origin(chatbot, origin)
    return await open_turn(Asked(chatbot, text, Channel.API))


async def open_turn(asked: Asked) -> Turn | ForPerson:
    """Commit the question, and an empty reply unless a person has the conversation or it waits for one.

    Files that come without a word are called by their names. Raises Invalid, TooLarge, NotFound, and Conflict (same id,
    other text).
    """
    if not asked.text.strip() and not asked.files:
        raise Invalid("Type a message first.", field="message")
    if len(asked.text) > settings().message_characters:
        raise TooLarge(f"A message may have {settings().message_characters:,} characters.")
    return await _open(asked)


def storable(text: str) -> str:
    """Without what a database refuses: NULs, and halves of a pair of surrogates."""
    return text.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


@transaction
def _open(session: Session, asked: Asked) -> Turn | ForPerson:
    conversation = _find_or_add_conversation(session, asked)
    if asked.client_id and (sent := store.find_sent(session, conversation, asked.client_id)):
        return _sent_before(session, asked, sent)
    files = uploads.claim(session, asked.visitor_id, asked.files)
    facts = _facts(session, asked, conversation)
    history = store.list_said(session, conversation.id, last=REMEMBERED)
    position = history[-1].position + 1 if history else 1
    message = Message(
        conversation_id=conversation.id,
        position=position,
        role=MessageRole.VISITOR,
        client_id=asked.client_id or None,
        text=storable(asked.text).strip() or ", ".join(file.name for file in files),
    )
    conversation.changed_at = now()
    if conversation.state not in BOTS:
        conversation.message_count += 1
        store.add_messages(session, message)
        uploads.attach(files, message)
        return ForPerson(conversation.workspace_id, conversation.id, message.id)
    reply = Message(
        conversation_id=conversation.id,
        position=position + 1,
        role=MessageRole.BOT,
        state=MessageState.GENERATING,
        answers_id=message.id,
    )
    conversation.message_count += 2
    store.add_messages(session, message, reply)
    uploads.attach(files, message)
    turn = _turn(asked, message, reply, tuple((said.role, said.text) for said in history if said.text), is_new=True)
    return replace(
        turn,
        actions=_usable_actions(session, asked),
        may_be_asked=asked.channel is not Channel.API,
        facts=facts,
        files=uploads.files_for(session, asked.chatbot, message, files),
        is_wordless=not asked.text.strip(),
    )


def _usable_actions(session: Session, asked: Asked) -> tuple[Action, ...]:
    """A program without a session cannot be asked to confirm anything."""
    found = actions.list_usable(session, asked.chatbot.id)
    return tuple(one for one in found if asked.channel is not Channel.API or not one.changes_something)


def _facts(session: Session, asked: Asked, conversation: Conversation) -> Facts:
    """What the model is told of who asks; what the page told is kept first, as far as the owner allows."""
    visitor = session.get(Visitor, asked.visitor_id) if asked.visitor_id else None
    if visitor is None or not (asked.context or conversation.context or visitor.external_id):
        return ()
    rules = find_rules(session, asked.chatbot.id)
    if asked.context is not None:
        conversation.context = kept_context(rules, asked.context)
    return told_facts(rules, visitor, conversation)


def _find_or_add_conversation(session: Session, asked: Asked) -> Conversation:
    if asked.visitor_id is not None:
        if (visitor := store.lock_visitor(session, asked.chatbot.id, asked.visitor_id)) is None:
            raise NotFound("There is no such visitor.")
        return store.find_open_conversation(session, visitor.id) or _add_conversation(session, asked, visitor)
    if asked.conversation_id is not None:
        found = store.find_own_conversation(session, asked.chatbot.id, asked.conversation_id, asked.channel)
        return found or _add_conversation(session, asked)
    return _add_conversation(session, asked)


def _add_conversation(session: Session, asked: Asked, visitor: Visitor | None = None) -> Conversation:
    conversation = Conversation(
        workspace_id=asked.chatbot.workspace_id,
        chatbot_id=asked.chatbot.id,
        visitor_id=asked.visitor_id,
        channel=asked.channel,
        page_url=visitor.page_url if visitor else "",
        page_title=visitor.page_title if visitor else "",
    )
    session.add(conversation)
    session.flush()
    return conversation


def _sent_before(session: Session, asked: Asked, message: Message) -> Turn | ForPerson:
    if (text := storable(asked.text).strip()) and message.text != text:
        raise Conflict("Another message was sent under this id.")
    if reply := store.find_reply_to(session, message.id):
        return _turn(asked, message, reply, (), is_new=False)
    return ForPerson(asked.chatbot.workspace_id, message.conversation_id, message.id)


def _turn(
    asked: Asked, message: Message, reply: Message, history: tuple[tuple[MessageRole, str], ...], *, is_new: bool
) -> Turn:
    return Turn(
        asked.chatbot,
        message.text,
        history,
        can_wait=asked.channel is Channel.WIDGET,
        conversation_id=message.conversation_id,
        message_id=message.id,
        reply_id=reply.id,
        is_new=is_new,
    )


@transaction
def keep_replies(session: Session, said: Mapping[UUID, str]) -> set[UUID]:
    """Save what was said so far; one that has ended stays as it ended. Returns those that have."""
    store.save_texts(session, said)
    return store.find_ended(session, list(said))


@transaction
def end_reply(session: Session, turn: Turn, text: str, verdict: Verdict) -> MessageState:
    """Write down how it ended, and count the question if the bot did not know.

    Returns the state that counts: one that somebody else has ended before keeps its state, and gets the whole text.
    The conversation is locked first, as by whoever takes it over: the bot never answers after that.
    """
    conversation = store.lock_conversation(session, turn.conversation_id)
    ending = {
        "text": text,
        "state": verdict.state,
        "grounded": verdict.grounded,
        "citations": verdict.citations,
        "receipt": verdict.receipt,
        "model": verdict.model,
        "followups": list(verdict.followups),
        "changed_at": now(),
    }
    if not store.end_reply(session, turn.reply_id, ending):
        return _add_rest(session.get(Message, turn.reply_id), text)
    session.add_all(row_of(offer, turn.reply_id) for offer in verdict.offers)
    if not verdict.grounded and not verdict.wants_person:
        one_more = {"unanswered_count": Conversation.unanswered_count + 1}
        session.exec(update(Conversation).where(col(Conversation.id) == turn.conversation_id).values(one_more))
        gaps.note_question(session, turn.conversation_id, turn.message_id, GapReason.UNKNOWN)
    if conversation is not None:
        handoffs.hand_off_if_due(session, turn, conversation, verdict)
    return verdict.state


def _add_rest(reply: Message | None, text: str) -> MessageState:
    if reply is None:
        return MessageState.STOPPED  # it was erased together with its visitor
    if len(text) > len(reply.text) and text.startswith(reply.text):
        reply.text = text
    return reply.state


@transaction
def stop_reply(session: Session, reply_id: UUID) -> MessageState:
    """End it from outside of the process that says it, which notices when it saves. Returns how it ended."""
    unended = update(Message).where(col(Message.id) == reply_id, col(Message.state) == MessageState.GENERATING)
    session.exec(unended.values(state=MessageState.STOPPED, changed_at=now()))
    return session.get_one(Message, reply_id).state


@reading
def get_own_reply(session: Session, visit: Visit, message_id: UUID) -> Message:
    """By its own id or the question's. Raises NotFound for what this visitor was not told."""
    return store.get_reply_of_visitor(session, visit.visitor_id, message_id)


@reading
def read_reply(session: Session, reply_id: UUID) -> Message:
    """As it is now; raises NotFound when it was erased together with its visitor."""
    if reply := session.get(Message, reply_id):
        return reply
    raise NotFound("There is no such message any more.")


@transaction
def end_lost_replies(session: Session) -> int:
    """Replies whose process died keep the half that was saved; returns how many there were."""
    return store.end_lost_replies(session, now() - ALIVE)
