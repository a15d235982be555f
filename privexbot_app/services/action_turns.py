"""A visitor decides about an action that was offered: once, in time, and only about what was offered to them.

The decision is kept as a message of theirs, and what came of it is told in a reply like any other.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import Session

from privexbot_app.db import transaction
from privexbot_app.errors import Conflict, Invalid, NotFound
from privexbot_app.models import (
    Action,
    ActionCall,
    CallKind,
    CallState,
    Channel,
    Chatbot,
    Conversation,
    Message,
    MessageRole,
    MessageState,
    now,
)
from privexbot_app.rag.action_parameters import check_values, summary_of
from privexbot_app.rag.action_template import TRUSTED, fill
from privexbot_app.services.accounts import Viewer
from privexbot_app.services.action_calls import hidden
from privexbot_app.services.action_offers import OPEN_FOR
from privexbot_app.services.actions import parameters_of, template_of
from privexbot_app.services.turns import REMEMBERED, Turn, storable
from privexbot_app.services.verdicts import Decided, Offer
from privexbot_app.services.visits import Visit
from privexbot_app.store import actions as store
from privexbot_app.store.chatbots import get_chatbot
from privexbot_app.store.conversations import list_messages, lock_conversation

YES, NO = "✓", "✗"
UNKNOWN = "There is nothing to decide here."
TAKEN_OVER = "A person has this conversation now: please tell them what you would like."
EXPIRED = "This offer has expired. Please ask again."


@dataclass(frozen=True)
class Decision:
    """Yes, no, or the values of a form."""

    confirm: bool | None = None
    fields: Mapping[str, object] | None = None


@dataclass(frozen=True)
class _Open:
    """An offer with everything around it."""

    call: ActionCall
    action: Action
    conversation: Conversation
    reply: Message


@transaction
def decide_as_visitor(session: Session, visit: Visit, call_id: UUID, decision: Decision) -> Turn:
    """Raises NotFound for what was not offered to this visitor, Invalid with the field, Conflict when it expired."""
    found = _find(session, call_id)
    if found.conversation.chatbot_id != visit.chatbot.id or found.conversation.visitor_id != visit.visitor_id:
        raise NotFound(UNKNOWN)
    return _decide(session, visit.chatbot, found, decision)


@transaction
def decide_as_owner(session: Session, viewer: Viewer, chatbot_id: UUID, call_id: UUID, decision: Decision) -> Turn:
    """In the playground. Raises like `decide_as_visitor`."""
    chatbot = get_chatbot(session, viewer.scope, chatbot_id)
    found = _find(session, call_id)
    if found.conversation.chatbot_id != chatbot.id or found.conversation.visitor_id is not None:
        raise NotFound(UNKNOWN)
    return _decide(session, chatbot, found, decision)


def _find(session: Session, call_id: UUID) -> _Open:
    if (found := store.find_offer(session, call_id)) is None or found[0].kind is CallKind.LOOKUP:
        raise NotFound(UNKNOWN)
    return _Open(*found)


def _decide(session: Session, chatbot: Chatbot, found: _Open, decision: Decision) -> Turn:
    """Whoever comes first decides; everybody after gets the reply that this got."""
    lock_conversation(session, found.conversation.id)
    session.refresh(found.call)
    session.refresh(found.conversation)
    if found.call.reply_id is not None:
        return _decided_before(session, chatbot, found.call.reply_id)
    arguments = _arguments(found, decision)
    if found.call.created_at < now() - OPEN_FOR or not found.action.is_on:
        raise Conflict(EXPIRED)
    if found.conversation.state in store.PERSONS:
        raise Conflict(TAKEN_OVER)
    state = CallState.CANCELLED if arguments is None else CallState.RUNNING
    if not store.take_offer(session, found.call.id, state):
        raise Conflict(EXPIRED)
    return _open(session, chatbot, found, arguments)


def _arguments(found: _Open, decision: Decision) -> dict[str, Any] | None:
    """None for a no. Everything is checked anew: the owner may have changed the action since it was offered."""
    if decision.confirm is False:
        return None
    is_form = found.call.kind is CallKind.FORM
    if (decision.fields is None) if is_form else (decision.confirm is None):
        raise Invalid("Fill in the form first." if is_form else "Confirm or cancel first.")
    parameters = parameters_of(found.action)
    boxes = {parameter.name: False for parameter in parameters if parameter.type == "boolean"}  # if nobody ticks them
    given = boxes | dict(decision.fields or {}) if is_form else found.call.arguments
    arguments = check_values(parameters, given)
    fill(template_of(found.action), arguments, dict.fromkeys(TRUSTED, "-"))
    return arguments


def _open(session: Session, chatbot: Chatbot, found: _Open, arguments: dict[str, Any] | None) -> Turn:
    """The decision as a message, and the reply that waits for its text; see `turns.open_turn`."""
    conversation = found.conversation
    history = list_messages(session, conversation.id, last=REMEMBERED)
    position = history[-1].position + 1
    message = Message(
        conversation_id=conversation.id,
        position=position,
        role=MessageRole.VISITOR,
        text=storable(_told(found, arguments)),
    )
    session.add(message)
    session.flush()
    reply = Message(
        conversation_id=conversation.id,
        position=position + 1,
        role=MessageRole.BOT,
        state=MessageState.GENERATING,
        answers_id=message.id,
    )
    session.add(reply)
    session.flush()
    conversation.message_count += 2
    conversation.changed_at = now()
    store.end_call(
        session, found.call.id, {"reply_id": reply.id, "arguments": hidden(arguments or found.call.arguments)}
    )
    offer = Offer(found.call.id, found.action, found.call.kind, arguments or {})
    return Turn(
        chatbot,
        _question(session, found.reply),
        tuple((said.role, said.text) for said in history if said.text),
        can_wait=conversation.channel is Channel.WIDGET,
        decided=Decided(offer, arguments),
        conversation_id=conversation.id,
        message_id=message.id,
        reply_id=reply.id,
        is_new=True,
    )


def _decided_before(session: Session, chatbot: Chatbot, reply_id: UUID) -> Turn:
    reply = session.get_one(Message, reply_id)
    return Turn(
        chatbot,
        "",
        conversation_id=reply.conversation_id,
        message_id=reply.answers_id or reply.id,
        reply_id=reply.id,
        is_new=False,
    )


def _told(found: _Open, arguments: dict[str, Any] | None) -> str:
    """What the visitor decided, as it stands in the conversation; needs no language."""
    if arguments is None:
        return f"{NO} {found.action.title}"
    said = summary_of(parameters_of(found.action), arguments)
    return f"{YES} {found.action.title}. {said}" if said else f"{YES} {found.action.title}"


def _question(session: Session, reply: Message) -> str:
    """What the visitor had asked when it was offered."""
    asked = session.get(Message, reply.answers_id) if reply.answers_id else None
    return asked.text if asked else ""
