"""Which conversations an operator sees in the inbox."""

from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from privexbot_app.models import Channel, Conversation, ConversationState, Message, Visitor
from privexbot_app.store.scope import Scope

STATES = {"waiting", "human", "bot", "closed"}


@dataclass(frozen=True)
class InboxWish:
    """`mine` are those that the member has; else a state, or `all`; with these words somewhere in them."""

    kind: str
    member_id: UUID
    search: str = ""
    chatbot_id: UUID | None = None


def list_inbox(session: Session, scope: Scope, wish: InboxWish, *, offset: int, limit: int) -> list[Conversation]:
    """Who waits longest is first among the waiting; elsewhere what changed last."""
    waits = wish.kind == ConversationState.WAITING
    order = col(Conversation.waiting_since) if waits else col(Conversation.changed_at).desc()
    query = select(Conversation).where(*_wished(scope, wish)).order_by(order, col(Conversation.id))
    return list(session.exec(query.offset(offset).limit(limit)))


def count_inbox(session: Session, scope: Scope, wish: InboxWish) -> int:
    return session.exec(select(func.count()).select_from(Conversation).where(*_wished(scope, wish))).one()


def count_kinds(session: Session, scope: Scope, wish: InboxWish) -> dict[str, int]:
    """How many there are of every kind, whatever kind is wished."""
    query = select(Conversation.state, func.count()).where(*_wished(scope, replace(wish, kind="all")))
    counts = {str(state): count for state, count in session.exec(query.group_by(col(Conversation.state)))}
    mine = count_inbox(session, scope, replace(wish, kind="mine"))
    return dict.fromkeys(STATES, 0) | counts | {"all": sum(counts.values()), "mine": mine}


def last_messages(session: Session, conversation_ids: list[UUID]) -> dict[UUID, Message]:
    """What was said last in each."""
    latest = (
        select(Message.conversation_id, func.max(Message.position).label("position"))
        .where(col(Message.conversation_id).in_(conversation_ids))
        .group_by(col(Message.conversation_id))
        .subquery()
    )
    query = select(Message).join(
        latest,
        (col(Message.conversation_id) == latest.c.conversation_id) & (col(Message.position) == latest.c.position),
    )
    return {message.conversation_id: message for message in session.exec(query)}


def list_visitors_names(session: Session, conversations: list[Conversation]) -> dict[UUID, str]:
    """By visitor, of those who have one."""
    ids = {conversation.visitor_id for conversation in conversations if conversation.visitor_id}
    query = select(Visitor.id, Visitor.name).where(col(Visitor.id).in_(ids), Visitor.name != "")
    return dict(session.exec(query).all())


def _wished(scope: Scope, wish: InboxWish) -> list[ColumnElement[bool]]:
    where = [col(Conversation.workspace_id) == scope.workspace_id, col(Conversation.channel) != Channel.PLAYGROUND]
    if wish.kind == "mine":
        where += [
            col(Conversation.operator_id) == wish.member_id,
            col(Conversation.state) == ConversationState.HUMAN,
        ]
    elif wish.kind in STATES:
        where.append(col(Conversation.state) == ConversationState(wish.kind))
    if wish.chatbot_id:
        where.append(col(Conversation.chatbot_id) == wish.chatbot_id)
    if wish.search:
        said = select(Message.id).where(
            Message.conversation_id == Conversation.id, col(Message.text).icontains(wish.search, autoescape=True)
        )
        where.append(said.exists())
    return where
