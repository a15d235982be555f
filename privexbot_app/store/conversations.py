"""Visitors, conversations and their messages."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam
from sqlalchemy import select as sa_select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select, update

from privexbot_app.errors import NotFound
from privexbot_app.models import (
    Channel,
    Conversation,
    ConversationState,
    Message,
    MessageRole,
    MessageState,
    Visitor,
    now,
)
from privexbot_app.store.scope import Scope

LAST_COLUMNS = ("text", "state", "grounded", "citations", "receipt", "model", "followups", "changed_at")


def find_visitor(session: Session, chatbot_id: UUID, token_hash: str) -> Visitor | None:
    query = select(Visitor).where(Visitor.chatbot_id == chatbot_id, Visitor.token_hash == token_hash)
    return session.exec(query).one_or_none()


def lock_visitor(session: Session, chatbot_id: UUID, visitor_id: UUID) -> Visitor | None:
    """Until the transaction ends nobody else opens a conversation for this visitor."""
    return session.exec(_VISITOR, params={"chatbot_id": chatbot_id, "visitor_id": visitor_id}).one_or_none()


def find_open_conversation(session: Session, visitor_id: UUID) -> Conversation | None:
    """The visitor's latest conversation that is not closed, locked until the transaction ends."""
    return session.exec(_LOCKED_UNCLOSED, params={"visitor_id": visitor_id}).first()


def read_open_conversation(session: Session, visitor_id: UUID) -> Conversation | None:
    """The same one, for whoever only looks."""
    return session.exec(_UNCLOSED, params={"visitor_id": visitor_id}).first()


def find_own_conversation(
    session: Session, chatbot_id: UUID, conversation_id: UUID, channel: Channel
) -> Conversation | None:
    """A conversation of this chatbot by its id: for callers that were allowed to see the chatbot."""
    query = select(Conversation).where(
        Conversation.id == conversation_id, Conversation.chatbot_id == chatbot_id, Conversation.channel == channel
    )
    return session.exec(query.with_for_update()).one_or_none()


def lock_conversation(session: Session, conversation_id: UUID) -> Conversation | None:
    """Of any workspace, for the work of the product itself; None when it was erased."""
    return session.exec(_CONVERSATION, params={"conversation_id": conversation_id}).one_or_none()


def get_conversation(session: Session, scope: Scope, conversation_id: UUID) -> Conversation:
    query = select(Conversation).where(
        Conversation.workspace_id == scope.workspace_id, Conversation.id == conversation_id
    )
    if conversation := session.exec(query).one_or_none():
        return conversation
    raise NotFound("There is no such conversation.")


def list_conversations(
    session: Session, scope: Scope, chatbot_id: UUID, *, offset: int, limit: int
) -> list[Conversation]:
    """Of visitors, latest first: what the owner tried in the playground is not among them."""
    query = (
        select(Conversation)
        .where(Conversation.workspace_id == scope.workspace_id, Conversation.chatbot_id == chatbot_id)
        .where(Conversation.channel != Channel.PLAYGROUND)
        .order_by(col(Conversation.changed_at).desc())
    )
    return list(session.exec(query.offset(offset).limit(limit)))


def list_messages(session: Session, conversation_id: UUID, *, last: int = 500) -> list[Message]:
    """The latest `last` messages, in the order they were said."""
    query = select(Message).where(Message.conversation_id == conversation_id)
    return list(session.exec(query.order_by(col(Message.position).desc()).limit(last)))[::-1]


def list_receipts(session: Session, chatbot_id: UUID, *, last: int) -> list[tuple[str, dict[str, Any]]]:
    """(question, receipt) of the latest replies, latest first; what the owner tried is not among them."""
    question = aliased(Message)
    query = (
        select(question.text, Message.receipt)
        .join(question, col(question.id) == Message.answers_id)
        .join(Conversation, col(Conversation.id) == Message.conversation_id)
        .where(Conversation.chatbot_id == chatbot_id, Conversation.channel != Channel.PLAYGROUND)
        .where(Message.role == MessageRole.BOT)
        .order_by(col(Message.created_at).desc())
    )
    return [(text, dict(receipt)) for text, receipt in session.exec(query.limit(last))]


class SaidBefore(NamedTuple):
    """What a turn needs to know of an earlier message."""

    position: int
    role: MessageRole
    text: str


def list_said(session: Session, conversation_id: UUID, *, last: int) -> list[SaidBefore]:
    """The latest `last` messages, in the order they were said, without their citations and receipts."""
    rows = session.connection().execute(_SAID, {"conversation_id": conversation_id, "last": last})
    return [SaidBefore(*row) for row in rows][::-1]


def add_messages(session: Session, *messages: Message) -> None:
    """Written past the session, together: these are the rows that are written most often."""
    session.flush()  # their conversation may be new
    session.connection().execute(_ADD, [message.model_dump() for message in messages])


def end_reply(session: Session, reply_id: UUID, ending: Mapping[str, Any]) -> bool:
    """Write its last columns; False for one that has ended before."""
    values = {f"last_{name}": ending[name] for name in LAST_COLUMNS}
    return session.connection().execute(_END, {"reply_id": reply_id, **values}).rowcount == 1


# Every turn runs these statements. They are built once: building one takes as long as running it.
_VISITOR = (
    select(Visitor)
    .where(Visitor.chatbot_id == bindparam("chatbot_id"), Visitor.id == bindparam("visitor_id"))
    .with_for_update()
)
_UNCLOSED = (
    select(Conversation)
    .where(Conversation.visitor_id == bindparam("visitor_id"), Conversation.state != ConversationState.CLOSED)
    .order_by(col(Conversation.created_at).desc())
    .limit(1)
)
_LOCKED_UNCLOSED = _UNCLOSED.with_for_update()
_CONVERSATION = select(Conversation).where(Conversation.id == bindparam("conversation_id")).with_for_update()
_messages = Message.__table__  # type: ignore[attr-defined]  # SQLModel hides it
_ADD = _messages.insert()
_END = (
    _messages.update()
    .where(_messages.c.id == bindparam("reply_id"), _messages.c.state == MessageState.GENERATING)
    .values({name: bindparam(f"last_{name}") for name in LAST_COLUMNS})
)
_SAID = (
    sa_select(_messages.c.position, _messages.c.role, _messages.c.text)
    .where(_messages.c.conversation_id == bindparam("conversation_id"))
    .order_by(_messages.c.position.desc())
    .limit(bindparam("last"))
)


def list_messages_before(session: Session, conversation_id: UUID, position: int, *, last: int) -> list[Message]:
    """The `last` messages before that position, in the order they were said."""
    query = select(Message).where(Message.conversation_id == conversation_id, Message.position < position)
    return list(session.exec(query.order_by(col(Message.position).desc()).limit(last)))[::-1]


def get_message(session: Session, scope: Scope, message_id: UUID) -> Message:
    query = select(Message).join(Conversation).where(Conversation.workspace_id == scope.workspace_id)
    if message := session.exec(query.where(Message.id == message_id)).one_or_none():
        return message
    raise NotFound("There is no such message.")


def first_questions(session: Session, conversation_ids: list[UUID]) -> dict[UUID, str]:
    """What each conversation began with."""
    query = select(Message.conversation_id, Message.text).where(
        col(Message.conversation_id).in_(conversation_ids), Message.position == 1
    )
    return dict(session.exec(query).all())


def find_sent(session: Session, conversation: Conversation, client_id: str) -> Message | None:
    """The message that was sent under this id before, by a visitor in any of their conversations."""
    query = select(Message).where(Message.client_id == client_id)
    if conversation.visitor_id is None:
        query = query.where(Message.conversation_id == conversation.id)
    else:
        query = query.join(Conversation).where(Conversation.visitor_id == conversation.visitor_id)
    return session.exec(query).first()


def find_reply_to(session: Session, message_id: UUID) -> Message | None:
    """None for what a person answers."""
    return session.exec(select(Message).where(Message.answers_id == message_id)).one_or_none()


def get_reply_of_visitor(session: Session, visitor_id: UUID, message_id: UUID) -> Message:
    """A bot's reply to this visitor, by its own id or by the question's."""
    query = (
        select(Message)
        .join(Conversation)
        .where(Conversation.visitor_id == visitor_id, Message.role == MessageRole.BOT)
        .where((col(Message.id) == message_id) | (col(Message.answers_id) == message_id))
    )
    if reply := session.exec(query).first():
        return reply
    raise NotFound("There is no such reply.")


def save_texts(session: Session, said: Mapping[UUID, str]) -> None:
    """Of replies that are being said; in one order, so that two nodes never wait for each other's rows."""
    one = update(Message).where(col(Message.id) == bindparam("reply"), col(Message.state) == MessageState.GENERATING)
    rows = [{"reply": reply_id, "said": said[reply_id]} for reply_id in sorted(said)]
    session.connection().execute(one.values(text=bindparam("said"), changed_at=now()), rows)


def find_ended(session: Session, reply_ids: list[UUID]) -> set[UUID]:
    """Those of the replies that are not being said any more."""
    query = select(Message.id).where(col(Message.id).in_(reply_ids), Message.state != MessageState.GENERATING)
    return set(session.exec(query))


def end_lost_replies(session: Session, unchanged_since: datetime) -> int:
    """Replies whose process died in the middle keep the half that was saved; returns how many there were."""
    lost = (
        update(Message)
        .where(col(Message.state) == MessageState.GENERATING, col(Message.changed_at) < unchanged_since)
        .values(state=MessageState.TRUNCATED, changed_at=now())
    )
    return session.exec(lost).rowcount


def get_question(session: Session, scope: Scope, reply_id: UUID) -> tuple[Message, UUID]:
    """The visitor's message that a reply answers, and the chatbot that was asked."""
    reply = aliased(Message)
    query = (
        select(Message, Conversation.chatbot_id)
        .join(reply, col(reply.answers_id) == Message.id)
        .join(Conversation, col(Conversation.id) == Message.conversation_id)
        .where(Conversation.workspace_id == scope.workspace_id, reply.id == reply_id)
    )
    if found := session.exec(query).one_or_none():
        return found
    raise NotFound("There is no such message.")


def find_operators_answer(session: Session, question: Message) -> str:
    """What an operator said first after a visitor's message and before the visitor's next; empty if nobody did."""
    later = select(Message).where(
        Message.conversation_id == question.conversation_id, Message.position > question.position
    )
    for message in session.exec(later.order_by(col(Message.position)).limit(10)):
        if message.role is MessageRole.OPERATOR:
            return message.text
        if message.role is MessageRole.VISITOR:
            return ""
    return ""
