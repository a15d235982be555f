"""The owner tries a chatbot, deployed or not: kept like any conversation, but never counted as a visitor's."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from uuid import UUID

from privexbot_app.models import Channel
from privexbot_app.services import action_turns, turns
from privexbot_app.services.accounts import Viewer
from privexbot_app.services.action_turns import Decision
from privexbot_app.services.chat import Event, stream_reply
from privexbot_app.services.chatbots import get_chatbot
from privexbot_app.services.turns import Asked


async def ask(
    viewer: Viewer, chatbot_id: UUID, text: str, conversation_id: UUID | None = None
) -> AsyncGenerator[Event, None]:
    """The reply's events; a new conversation without an id. Raises NotFound, Invalid and TooLarge before the first."""
    chatbot = await get_chatbot(viewer, chatbot_id)
    asked = Asked(chatbot, text, Channel.PLAYGROUND, conversation_id=conversation_id)
    async with aclosing(stream_reply(await turns.open_turn(asked))) as events:
        async for event in events:
            yield event


async def decide(viewer: Viewer, chatbot_id: UUID, call_id: UUID, decision: Decision) -> AsyncGenerator[Event, None]:
    """What came of an action that was offered here. Raises NotFound, Invalid and Conflict before the first event."""
    turn = await action_turns.decide_as_owner(viewer, chatbot_id, call_id, decision)
    async with aclosing(stream_reply(turn)) as events:
        async for event in events:
            yield event
