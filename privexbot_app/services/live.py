"""What happens in conversations, as it happens: for the visitor who waits, and for the dashboards of a workspace.

The bus says that something happened; what it was is read from the database, which is also looked at each second, so
that a lost message or a missing Redis costs at most that.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from privexbot_app.adapters.bus import Ear, bus
from privexbot_app.db import reading
from privexbot_app.errors import NotFound, TooMany
from privexbot_app.models import Conversation, ConversationState, MessageRole, now
from privexbot_app.services import news
from privexbot_app.services.accounts import Viewer
from privexbot_app.services.news import News, Place
from privexbot_app.services.operators import Operator, list_operators
from privexbot_app.services.visits import PASS_SECONDS, Visit
from privexbot_app.store import people as store

LOOK_SECONDS = 0.8
STREAMS_PER_VISITOR = 4  # tabs of one browser, on one node
OVERLAP = timedelta(seconds=5)  # clocks of nodes differ, and a transaction commits after its time was taken


@dataclass(frozen=True)
class LiveState:
    """Who answers, and the place in the queue of who waits."""

    state: str
    queue: int | None
    operator: Operator | None


@dataclass(frozen=True)
class LiveTyping:
    """An operator is writing just now."""

    name: str


@dataclass(frozen=True)
class LiveMessage:
    """What an operator said; `seq` is its position in the conversation."""

    id: UUID
    seq: int
    text: str
    at: datetime
    operator: Operator


LiveEvent = LiveState | LiveTyping | LiveMessage


@dataclass(frozen=True)
class InboxNews:
    """A conversation changed, or somebody types in it: `typist` is empty for the visitor, and None for a change."""

    conversation_id: UUID
    typist: str | None = None


@dataclass(frozen=True)
class _Look:
    state: LiveState
    messages: list[LiveMessage]


async def follow_conversation(visit: Visit, after: int) -> AsyncGenerator[LiveEvent, None]:
    """The visitor's latest conversation, from position `after` on, until it is closed or the pass has expired.

    Raises NotFound when there is none, and TooMany for one tab too many, before the first event.
    """
    conversation_id = await _find_conversation(visit)
    if _streams[visit.visitor_id] >= STREAMS_PER_VISITOR:
        raise TooMany("This chat is open in too many tabs.", retry_after_seconds=5)
    return _follow(conversation_id, visit, after)


@reading
def _find_conversation(session: Session, visit: Visit) -> UUID:
    if conversation := store.find_latest(session, visit.visitor_id):
        return conversation.id
    raise NotFound("There is no conversation yet.")


_streams: Counter[UUID] = Counter()


@contextmanager
def _counted(visitor_id: UUID) -> Iterator[None]:
    _streams[visitor_id] += 1
    try:
        yield
    finally:
        _streams[visitor_id] -= 1
        if not _streams[visitor_id]:
            del _streams[visitor_id]


async def _follow(conversation_id: UUID, visit: Visit, after: int) -> AsyncGenerator[LiveEvent, None]:
    until = asyncio.get_running_loop().time() + PASS_SECONDS
    told: LiveState | None = None
    with _counted(visit.visitor_id):
        async with bus().listen(news.visitors_channel(conversation_id)) as ear:
            while (look := await _look(conversation_id, after)) and asyncio.get_running_loop().time() < until:
                is_over = look.state.state == ConversationState.CLOSED
                if look.state != told and not is_over:
                    yield (told := look.state)
                for message in look.messages:
                    yield message
                    after = message.seq
                if is_over:
                    yield look.state
                    return
                async for typing in _typing_until_news(ear):
                    yield LiveTyping(typing.name)


async def _typing_until_news(ear: Ear) -> AsyncGenerator[News, None]:
    """Who types, until something changed or it is time to look again."""
    look_again_at = asyncio.get_running_loop().time() + LOOK_SECONDS
    while (left := look_again_at - asyncio.get_running_loop().time()) > 0:
        message = await ear.hear(left)
        if message is None or not (told := news.read_news(message)).is_typing:
            return
        yield told


@reading
def _look(session: Session, conversation_id: UUID, after: int) -> _Look | None:
    """None when it was erased."""
    conversation = session.get(Conversation, conversation_id)
    if conversation is None:
        return None
    said = store.list_said_since(session, conversation_id, after, MessageRole.OPERATOR)
    operators = list_operators(session, {conversation.operator_id, *(message.author_id for message in said)})
    return _Look(
        LiveState(
            conversation.state,
            store.place_in_queue(session, conversation),
            operators[conversation.operator_id] if conversation.state is ConversationState.HUMAN else None,
        ),
        [
            LiveMessage(message.id, message.position, message.text, message.created_at, operators[message.author_id])
            for message in said
        ],
    )


async def tell_typing(visit: Visit) -> None:
    """The visitor types: operators are told now, and nothing is kept."""
    if place := await _find_place(visit):
        await news.tell_typing(place)


@reading
def _find_place(session: Session, visit: Visit) -> Place | None:
    conversation = store.find_latest(session, visit.visitor_id)
    return Place.of(conversation) if conversation else None


async def follow_workspace(viewer: Viewer) -> AsyncGenerator[InboxNews, None]:
    """Every conversation that changes in the viewer's workspace, from now on; ends when they are no member any more.

    One change may be told twice: whoever hears it reads the conversation again.
    """
    since, known = now(), dict[UUID, datetime]()
    async with bus().listen(news.operators_channel(viewer.workspace_id)) as ear:
        while (changed := await _changed(viewer, since - OVERLAP)) is not None:
            for conversation_id, at in changed.items():
                if at > known.get(conversation_id, since - OVERLAP):
                    yield InboxNews(conversation_id)
            known, since = changed, max(changed.values(), default=since)
            async for typing in _typing_until_news(ear):
                yield InboxNews(typing.conversation_id, typing.name)


@reading
def _changed(session: Session, viewer: Viewer, since: datetime) -> dict[UUID, datetime] | None:
    """When each conversation changed that did since then; None for who is no member any more."""
    try:
        store.get_own_member(session, viewer.scope, viewer.user_id)
    except NotFound:
        return None
    return store.list_changed(session, viewer.scope, since)
