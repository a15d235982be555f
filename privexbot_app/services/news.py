"""Tells everybody who looks at a conversation, on any node, that it changed or that somebody types.

Nothing is promised here: whoever listens reads the database as well, each second.
"""

import json
from dataclasses import dataclass
from uuid import UUID

from privexbot_app.adapters.bus import bus
from privexbot_app.models import Conversation


@dataclass(frozen=True)
class Place:
    """Where a conversation is."""

    workspace_id: UUID
    conversation_id: UUID

    @classmethod
    def of(cls, conversation: Conversation) -> "Place":
        return cls(conversation.workspace_id, conversation.id)


@dataclass(frozen=True)
class News:
    """`typing` with a name (empty for the visitor), or that something `changed`."""

    conversation_id: UUID
    is_typing: bool = False
    name: str = ""
    member_id: UUID | None = None


def visitors_channel(conversation_id: UUID) -> str:
    """Where the visitor's browsers listen."""
    return f"conversation:{conversation_id}"


def operators_channel(workspace_id: UUID) -> str:
    """Where the dashboards of a workspace listen."""
    return f"inbox:{workspace_id}"


async def tell_changed(place: Place) -> None:
    """After the commit: look again."""
    told = _written(News(place.conversation_id))
    await bus().publish(visitors_channel(place.conversation_id), told)
    await bus().publish(operators_channel(place.workspace_id), told)


async def tell_typing(place: Place, name: str = "", member_id: UUID | None = None) -> None:
    """An operator's typing goes to the visitor under their public name, and everybody's to the operators."""
    news = News(place.conversation_id, is_typing=True, name=name, member_id=member_id)
    if member_id is not None:
        await bus().publish(visitors_channel(place.conversation_id), _written(news))
    await bus().publish(operators_channel(place.workspace_id), _written(news))


def _written(news: News) -> str:
    member = str(news.member_id) if news.member_id else None
    return json.dumps([str(news.conversation_id), news.is_typing, news.name, member])


def read_news(message: str) -> News:
    """What `tell_changed` and `tell_typing` wrote."""
    conversation_id, is_typing, name, member = json.loads(message)
    return News(UUID(conversation_id), is_typing, name, UUID(member) if member else None)
