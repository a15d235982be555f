"""Random worlds: workspaces, chatbots, visitors and what they said and left; and a hash of every row in them."""

import hashlib
import random
from datetime import timedelta
from uuid import UUID

from sqlmodel import Session, SQLModel, select

from privexbot_app.models import (
    Channel,
    Chatbot,
    Conversation,
    DailyCount,
    KnowledgeBase,
    Lead,
    Message,
    MessageRole,
    Visitor,
    Workspace,
    now,
)


def build_world(session: Session, seed: int) -> None:
    """A few rows of everything, of ages from 0 to 60 days."""
    dice = random.Random(seed)
    for number in range(dice.randint(1, 2)):
        workspace = _added(session, Workspace(name=f"W{number}"))
        for _ in range(dice.randint(1, 2)):
            _add_chatbot(session, dice, workspace.id)


def _add_chatbot(session: Session, dice: random.Random, workspace_id: UUID) -> None:
    knowledge = _added(session, KnowledgeBase(workspace_id=workspace_id, name="K"))
    bot = Chatbot(workspace_id=workspace_id, knowledge_base_id=knowledge.id, name="B", public_id=_token(dice))
    _added(session, bot)
    session.add(DailyCount(chatbot_id=bot.id, day=now().date(), event="widget_opened", count=dice.randint(1, 9)))
    visitors = [_add_visitor(session, dice, bot) for _ in range(dice.randint(0, 3))]
    for visitor_id in [*visitors, None]:
        for _ in range(dice.randint(0, 2)):
            _add_conversation(session, dice, bot, visitor_id)


def _add_visitor(session: Session, dice: random.Random, bot: Chatbot) -> UUID:
    visitor = _added(session, Visitor(chatbot_id=bot.id, token_hash=_token(dice), seen_at=_moment(dice)))
    if dice.random() < 0.4:
        _add_lead(session, dice, bot, visitor.id, None)
    return UUID(str(visitor.id))


def _add_conversation(session: Session, dice: random.Random, bot: Chatbot, visitor_id: UUID | None) -> None:
    channel = Channel.WIDGET if visitor_id else dice.choice([Channel.API, Channel.PLAYGROUND])
    facts = {"workspace_id": bot.workspace_id, "chatbot_id": bot.id, "visitor_id": visitor_id, "channel": channel}
    conversation = _added(session, Conversation(**facts, changed_at=_moment(dice)))
    for position in range(1, 2 * dice.randint(0, 2), 2):
        asked = {"conversation_id": conversation.id, "position": position, "role": MessageRole.VISITOR}
        question = _added(session, Message(**asked, text=_token(dice)))
        reply = {"conversation_id": conversation.id, "position": position + 1, "role": MessageRole.BOT}
        session.add(Message(**reply, answers_id=question.id, text=_token(dice)))
    if dice.random() < 0.4:
        _add_lead(session, dice, bot, dice.choice([visitor_id, None]), conversation.id)


def _add_lead(
    session: Session, dice: random.Random, bot: Chatbot, visitor_id: UUID | None, conversation_id: UUID | None
) -> None:
    links = {"visitor_id": visitor_id, "conversation_id": conversation_id, "created_at": _moment(dice)}
    session.add(Lead(workspace_id=bot.workspace_id, chatbot_id=bot.id, fields={"email": _token(dice)}, **links))


def hash_rows(session: Session, forget: frozenset[str] = frozenset()) -> dict[tuple[str, ...], str]:
    """By table and key, for every row of every table; `forget` names columns that may change."""
    hashes = {}
    for table in SQLModel.metadata.sorted_tables:
        kept = [column for column in table.c if f"{table.name}.{column.name}" not in forget]
        for row in session.connection().execute(select(*kept)).mappings():
            key = tuple(str(row[column.name]) for column in table.primary_key)
            hashes[table.name, *key] = hashlib.sha256(repr(sorted(row.items())).encode()).hexdigest()
    return hashes


def clear(session: Session) -> None:
    for table in reversed(SQLModel.metadata.sorted_tables):
        session.connection().execute(table.delete())


def _added(session: Session, row):
    session.add(row)
    session.flush()
    return row


def _moment(dice: random.Random):
    return now() - timedelta(days=dice.choice([0, 1, 5, 10, 20, 40, 60]), minutes=7)


def _token(dice: random.Random) -> str:
    return f"{dice.getrandbits(128):032x}"
