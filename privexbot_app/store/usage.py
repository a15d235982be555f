"""Budget counts, which only ever change by one statement, and sums of what was used."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, func, select, update

from privexbot_app.models import BudgetCount, Chatbot, ModelUse
from privexbot_app.store.scope import Scope


@dataclass(frozen=True)
class Cap:
    """The most that may be used up in a period; None is no limit."""

    period: str
    messages: int | None
    nanodollars: int | None


@dataclass(frozen=True)
class DaysUse:
    """What one model did for one chatbot on one day; `unpriced` answers are not in `nanodollars`."""

    day: date
    chatbot: str
    model: str
    answers: int
    asked_tokens: int
    answered_tokens: int
    nanodollars: int
    unpriced: int
    estimated: int


def take(session: Session, chatbot_id: UUID, cap: Cap, messages: int, nanodollars: int) -> bool:
    """Count so many messages and their worst cost if both still fit; whether they did is decided by the database."""
    add(session, chatbot_id, {cap.period: (0, 0)})
    fitting = update(BudgetCount).where(
        col(BudgetCount.chatbot_id) == chatbot_id, col(BudgetCount.period) == cap.period
    )
    if cap.messages is not None:
        fitting = fitting.where(col(BudgetCount.messages) + messages <= cap.messages)
    if cap.nanodollars is not None:
        fitting = fitting.where(col(BudgetCount.nanodollars) + nanodollars <= cap.nanodollars)
    taken = session.exec(
        fitting.values(messages=BudgetCount.messages + messages, nanodollars=BudgetCount.nanodollars + nanodollars)
    )
    return taken.rowcount == 1


def add(session: Session, chatbot_id: UUID, more: Mapping[str, tuple[int, int]]) -> None:
    """Add (messages, nanodollars) to what is used up in each period, or take from it."""
    rows = [
        {"chatbot_id": chatbot_id, "period": period, "messages": messages, "nanodollars": nanodollars}
        for period, (messages, nanodollars) in more.items()
    ]
    if rows:
        session.connection().execute(_adding(session.get_bind().dialect.name), rows)


@lru_cache(maxsize=2)
def _adding(dialect_name: str) -> Any:
    """Built once: it is run for every answer."""
    dialect = postgresql if dialect_name == "postgresql" else sqlite
    insert = dialect.insert(BudgetCount)
    added = {name: getattr(BudgetCount, name) + insert.excluded[name] for name in ("messages", "nanodollars")}
    return insert.on_conflict_do_update(index_elements=["chatbot_id", "period"], set_=added)


def add_use(session: Session, use: ModelUse) -> None:
    """Written past the session, which would take twice as long."""
    session.connection().execute(_ADD_USE, [use.model_dump()])


_ADD_USE = ModelUse.__table__.insert()  # type: ignore[attr-defined]  # SQLModel hides it


def list_counts(session: Session, chatbot_id: UUID, periods: Sequence[str]) -> dict[str, BudgetCount]:
    """By period; one in which nothing was used is left out."""
    query = select(BudgetCount).where(BudgetCount.chatbot_id == chatbot_id, col(BudgetCount.period).in_(periods))
    return {count.period: count for count in session.exec(query)}


def sum_uses(session: Session, scope: Scope, since: date) -> list[DaysUse]:
    """By day, chatbot and model, latest day first."""
    query = (
        sa.select(
            col(ModelUse.day),
            col(Chatbot.name),
            col(ModelUse.model),
            func.count(),
            func.sum(ModelUse.asked_tokens),
            func.sum(ModelUse.answered_tokens),
            func.coalesce(func.sum(ModelUse.nanodollars), 0),
            func.sum(_one_if(col(ModelUse.nanodollars).is_(None))),
            func.sum(_one_if(col(ModelUse.is_estimated))),
        )
        .join(Chatbot, col(Chatbot.id) == col(ModelUse.chatbot_id))
        .where(col(ModelUse.workspace_id) == scope.workspace_id, col(ModelUse.day) >= since)
        .group_by(col(ModelUse.day), col(Chatbot.id), col(Chatbot.name), col(ModelUse.model))
        .order_by(col(ModelUse.day).desc(), col(Chatbot.name), col(ModelUse.model))
    )
    return [DaysUse(row[0], row[1], row[2], *map(int, row[3:])) for row in session.execute(query)]


def list_uses(session: Session, scope: Scope, limit: int) -> list[tuple[ModelUse, str]]:
    """The latest answers, each with its chatbot's name."""
    query = (
        select(ModelUse, Chatbot.name)
        .join(Chatbot, col(Chatbot.id) == col(ModelUse.chatbot_id))
        .where(ModelUse.workspace_id == scope.workspace_id)
        .order_by(col(ModelUse.created_at).desc())
    )
    return [(use, name) for use, name in session.exec(query.limit(limit))]


def list_costs(session: Session, scope: Scope, message_ids: Sequence[UUID]) -> dict[UUID | None, int | None]:
    """Nanodollars by reply, for those that a model wrote; None where a price is not known."""
    query = (
        sa.select(
            col(ModelUse.message_id),
            func.sum(ModelUse.nanodollars),
            func.sum(_one_if(col(ModelUse.nanodollars).is_(None))),
        )
        .where(col(ModelUse.workspace_id) == scope.workspace_id, col(ModelUse.message_id).in_(message_ids))
        .group_by(col(ModelUse.message_id))
    )
    return {row[0]: None if row[2] else int(row[1]) for row in session.execute(query)}


def _one_if(condition: Any) -> Any:
    return sa.case((condition, 1), else_=0)
