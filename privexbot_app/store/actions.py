"""The actions of chatbots, and the calls of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam
from sqlmodel import Session, col, func, select, update

from privexbot_app.errors import NotFound
from privexbot_app.models import Action, ActionCall, CallState, Chatbot, Conversation, ConversationState, Message, now
from privexbot_app.store.scope import Scope

PERSONS = (ConversationState.WAITING, ConversationState.HUMAN)


def get_action(session: Session, scope: Scope, action_id: UUID) -> Action:
    query = select(Action).join(Chatbot).where(Chatbot.workspace_id == scope.workspace_id, Action.id == action_id)
    if action := session.exec(query).one_or_none():
        return action
    raise NotFound("There is no such action.")


def list_actions(session: Session, chatbot_id: UUID) -> list[Action]:
    """Of a chatbot that the caller may see, by title."""
    return list(session.exec(select(Action).where(Action.chatbot_id == chatbot_id).order_by(Action.title, Action.name)))


def list_usable(session: Session, chatbot_id: UUID) -> list[Action]:
    """Those that are on, for the chatbot itself."""
    return list(session.exec(_USABLE, params={"chatbot_id": chatbot_id}))


_USABLE = (
    select(Action)
    .where(Action.chatbot_id == bindparam("chatbot_id"), col(Action.is_on).is_(True))
    .order_by(Action.name)
)  # built once: every turn asks it


def count_actions(session: Session, chatbot_id: UUID) -> int:
    return session.exec(select(func.count()).where(col(Action.chatbot_id) == chatbot_id)).one()


def list_calls(session: Session, action_id: UUID, limit: int) -> list[ActionCall]:
    """Of an action that the caller may see, latest first; what was only offered is none."""
    query = select(ActionCall).where(ActionCall.action_id == action_id, ActionCall.state != CallState.PENDING)
    return list(session.exec(query.order_by(col(ActionCall.changed_at).desc()).limit(limit)))


def list_of_conversation(session: Session, conversation_id: UUID) -> list[tuple[ActionCall, str]]:
    """Every call and offer in it with the action's title, oldest first: for whoever had the conversation."""
    query = (
        select(ActionCall, Action.title)
        .join(Action, col(Action.id) == ActionCall.action_id)
        .join(Message, col(Message.id) == ActionCall.message_id)
        .where(Message.conversation_id == conversation_id)
    )
    return list(session.exec(query.order_by(col(ActionCall.created_at), col(ActionCall.id))).all())


def list_last_problems(session: Session, action_ids: Sequence[UUID]) -> dict[UUID, ActionCall]:
    """The latest call of each action, where that one failed."""
    found: dict[UUID, ActionCall] = {}
    for action_id in action_ids:
        latest = next((call for call in list_calls(session, action_id, 1)), None)
        if latest is not None and latest.state is CallState.FAILED:
            found[action_id] = latest
    return found


def list_open_offers(session: Session, reply_ids: Sequence[UUID], since: datetime) -> list[tuple[ActionCall, Action]]:
    """What visitors have not decided yet, of these replies, offered after `since`; oldest first.

    Nothing while a person has the conversation or it waits for one.
    """
    query = (
        select(ActionCall, Action)
        .join(Action, col(Action.id) == ActionCall.action_id)
        .join(Message, col(Message.id) == ActionCall.message_id)
        .join(Conversation, col(Conversation.id) == Message.conversation_id)
        .where(col(Conversation.state).not_in(PERSONS))
        .where(col(ActionCall.message_id).in_(reply_ids), ActionCall.state == CallState.PENDING)
        .where(col(ActionCall.created_at) > since, col(Action.is_on).is_(True))
    )
    return list(session.exec(query.order_by(col(ActionCall.created_at), col(ActionCall.id))).all())


def find_offer(session: Session, call_id: UUID) -> tuple[ActionCall, Action, Conversation, Message] | None:
    """A call with its action, and the conversation and the reply that it was offered in."""
    query = (
        select(ActionCall, Action, Conversation, Message)
        .join(Action, col(Action.id) == ActionCall.action_id)
        .join(Message, col(Message.id) == ActionCall.message_id)
        .join(Conversation, col(Conversation.id) == Message.conversation_id)
        .where(ActionCall.id == call_id)
    )
    return session.exec(query).one_or_none()


def take_offer(session: Session, call_id: UUID, state: CallState) -> bool:
    """Whether it was still open: of any number who ask at once, one hears yes."""
    pending = update(ActionCall).where(col(ActionCall.id) == call_id, col(ActionCall.state) == CallState.PENDING)
    return session.exec(pending.values(state=state, changed_at=now())).rowcount == 1


def end_call(session: Session, call_id: UUID, values: dict[str, Any]) -> None:
    """How a call went; harmless when it was erased meanwhile."""
    session.exec(update(ActionCall).where(col(ActionCall.id) == call_id).values(**values, changed_at=now()))
