"""What an operator does with a conversation: take it, answer, hand it back, close it. Two at once: one wins.

Each change is committed before anybody is told; the conversation's row is locked meanwhile. While a person has a
conversation, or it waits for one, the bot says nothing in it.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from privexbot_app.db import transaction
from privexbot_app.errors import Conflict, Forbidden, Invalid, TooLarge
from privexbot_app.models import (
    Channel,
    Conversation,
    ConversationState,
    Member,
    Message,
    MessageRole,
    Note,
    now,
)
from privexbot_app.services import news, operators, speaking
from privexbot_app.services.accounts import Viewer
from privexbot_app.services.news import Place
from privexbot_app.services.roles import EDITORS, require_editor
from privexbot_app.services.turns import storable
from privexbot_app.settings import settings
from privexbot_app.store import people as store

BOT, WAITING = ConversationState.BOT, ConversationState.WAITING
HUMAN, CLOSED = ConversationState.HUMAN, ConversationState.CLOSED


@dataclass(frozen=True)
class _Change:
    """What was committed, and which replies were stopped by it."""

    place: Place
    stopped: tuple[UUID, ...] = ()


async def take_over(viewer: Viewer, conversation_id: UUID) -> None:
    """From the bot or the queue; what the bot is saying there ends. Harmless for who has it already.

    Raises Conflict, which names who has it, for one that somebody else has; NotFound; Forbidden.
    """
    await _tell(await _take_over(viewer, conversation_id))


@transaction
def _take_over(session: Session, viewer: Viewer, conversation_id: UUID) -> _Change:
    conversation, me = _open(session, viewer, conversation_id)
    if conversation.state is HUMAN and conversation.operator_id not in (None, me.id):
        holder = operators.label_of(session, viewer, conversation.operator_id)
        raise Conflict(f"{holder} has taken this conversation.")
    return _give(session, conversation, me)


async def assign(viewer: Viewer, conversation_id: UUID, member_id: UUID) -> None:
    """Give it to a member of the workspace, whoever has it now. Raises NotFound, Conflict, Forbidden."""
    await _tell(await _assign(viewer, conversation_id, member_id))


@transaction
def _assign(session: Session, viewer: Viewer, conversation_id: UUID, member_id: UUID) -> _Change:
    conversation, _ = _open(session, viewer, conversation_id)
    member = store.get_member(session, viewer.scope, member_id)
    if member.role not in EDITORS:
        raise Forbidden("This member may look, but not answer.")
    return _give(session, conversation, member)


async def reply_as_operator(viewer: Viewer, conversation_id: UUID, text: str) -> Message:
    """Say something in the visitor's thread; it is committed, then told.

    Raises Conflict unless the viewer has the conversation, Invalid, TooLarge, NotFound, Forbidden.
    """
    message, change = await _reply(viewer, conversation_id, _checked(text))
    await _tell(change)
    return message


@transaction
def _reply(session: Session, viewer: Viewer, conversation_id: UUID, text: str) -> tuple[Message, _Change]:
    conversation, me = _open(session, viewer, conversation_id)
    if conversation.state is not HUMAN:
        raise Conflict("Take the conversation over first.")
    if conversation.operator_id != me.id:
        holder = operators.label_of(session, viewer, conversation.operator_id)
        raise Conflict(f"{holder} has this conversation. Take it over first.")
    message = Message(
        conversation_id=conversation.id,
        position=store.next_position(session, conversation.id),
        role=MessageRole.OPERATOR,
        author_id=me.id,
        text=text,
    )
    session.add(message)
    conversation.message_count += 1
    return message, _changed(conversation)


async def add_note(viewer: Viewer, conversation_id: UUID, text: str) -> Note:
    """For colleagues only, in any state. Raises Invalid, TooLarge, NotFound, Forbidden."""
    note, change = await _add_note(viewer, conversation_id, _checked(text))
    await _tell(change)
    return note


@transaction
def _add_note(session: Session, viewer: Viewer, conversation_id: UUID, text: str) -> tuple[Note, _Change]:
    require_editor(viewer)
    conversation = store.lock_conversation(session, viewer.scope, conversation_id)
    me = store.get_own_member(session, viewer.scope, viewer.user_id)
    note = Note(conversation_id=conversation.id, author_id=me.id, text=text)
    session.add(note)
    return note, _changed(conversation)


async def hand_back(viewer: Viewer, conversation_id: UUID) -> None:
    """The bot answers the next question, knowing all that was said. Raises Conflict for a closed one."""
    await _tell(await _hand_back(viewer, conversation_id))


@transaction
def _hand_back(session: Session, viewer: Viewer, conversation_id: UUID) -> _Change:
    conversation, _ = _open(session, viewer, conversation_id)
    return _put(conversation, BOT)


async def close(viewer: Viewer, conversation_id: UUID) -> None:
    """What the visitor writes next begins a new one. Harmless for a closed one."""
    await _tell(await _close(viewer, conversation_id))


@transaction
def _close(session: Session, viewer: Viewer, conversation_id: UUID) -> _Change:
    require_editor(viewer)
    conversation = store.lock_conversation(session, viewer.scope, conversation_id)
    stopped = tuple(store.stop_replies(session, conversation.id))
    return _Change(_put(conversation, CLOSED).place, stopped)


async def reopen(viewer: Viewer, conversation_id: UUID) -> None:
    """Whoever reopens it has it. Raises Conflict when the visitor has begun another one since."""
    await _tell(await _reopen(viewer, conversation_id))


@transaction
def _reopen(session: Session, viewer: Viewer, conversation_id: UUID) -> _Change:
    require_editor(viewer)
    conversation = store.lock_conversation(session, viewer.scope, conversation_id)
    me = store.get_own_member(session, viewer.scope, viewer.user_id)
    if conversation.state is not CLOSED:
        raise Conflict("This conversation is open already.")
    if store.find_newer_open(session, conversation):
        raise Conflict("The visitor has begun a new conversation since.")
    return _give(session, conversation, me)


async def set_typing(viewer: Viewer, conversation_id: UUID) -> None:
    """Tell the visitor and colleagues, now; nothing is kept. Nothing happens unless the viewer has it."""
    if found := await _find_typist(viewer, conversation_id):
        place, member_id, name = found
        await news.tell_typing(place, name, member_id)


@transaction
def _find_typist(session: Session, viewer: Viewer, conversation_id: UUID) -> tuple[Place, UUID, str] | None:
    conversation, me = _open(session, viewer, conversation_id)
    if conversation.state is not HUMAN or conversation.operator_id != me.id:
        return None
    return Place.of(conversation), me.id, operators.list_operators(session, [me.id])[me.id].name


def _open(session: Session, viewer: Viewer, conversation_id: UUID) -> tuple[Conversation, Member]:
    """A conversation of a visitor that goes on, locked, and the viewer as a member."""
    require_editor(viewer)
    conversation = store.lock_conversation(session, viewer.scope, conversation_id)
    me = store.get_own_member(session, viewer.scope, viewer.user_id)
    if conversation.channel is not Channel.WIDGET:
        raise Conflict("Nobody would hear you: this conversation was not held in the widget.")
    if conversation.state is CLOSED:
        raise Conflict("This conversation is closed.")
    return conversation, me


def _give(session: Session, conversation: Conversation, member: Member) -> _Change:
    stopped = tuple(store.stop_replies(session, conversation.id))
    change = _put(conversation, HUMAN)
    conversation.operator_id = member.id
    return _Change(change.place, stopped)


def _put(conversation: Conversation, state: ConversationState) -> _Change:
    conversation.state, conversation.operator_id, conversation.waiting_since = state, None, None
    return _changed(conversation)


def _changed(conversation: Conversation) -> _Change:
    conversation.changed_at = now()
    return _Change(Place.of(conversation))


def _checked(text: str) -> str:
    if not (text := storable(text).strip()):
        raise Invalid("Type a message first.", field="text")
    if len(text) > settings().message_characters:
        raise TooLarge(f"A message may have {settings().message_characters:,} characters.")
    return text


async def _tell(change: _Change) -> None:
    for reply_id in change.stopped:
        await speaking.stop_everywhere(reply_id)
    await news.tell_changed(change.place)
