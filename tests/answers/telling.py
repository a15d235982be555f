"""Asking a bot in tests, and what it said."""

from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

from sqlmodel import SQLModel, select

from privexbot_app import db
from privexbot_app.models import Channel, Chatbot, Message, MessageRole
from privexbot_app.services import chat, turns
from privexbot_app.services.chat import Event, Token

T = TypeVar("T", bound=SQLModel)


async def ask(chatbot: Chatbot, text: str, conversation_id: UUID | None = None) -> list[Event]:
    """Every event of the reply."""
    asked = turns.Asked(chatbot, text, Channel.PLAYGROUND, conversation_id=conversation_id)
    return [event async for event in chat.stream_reply(await turns.open_turn(asked))]


def text_of(events: Sequence[Event]) -> str:
    return "".join(event.text for event in events if isinstance(event, Token))


def find_all(kind: type[T]) -> list[T]:
    return db.in_session(lambda session: list(session.exec(select(kind))))


def last_reply() -> Message:
    """The one that was opened last."""
    replies = [message for message in find_all(Message) if message.role is MessageRole.BOT]
    return max(replies, key=lambda reply: reply.created_at)
