"""What a chatbot may spend on models: held back in SQL before a model is asked, and settled when it has answered.

The worst case is held, and the database decides whether it fits, so that many answers at once cannot overspend. A
process that dies while a model speaks leaves its hold counted: rather too little is spent than too much.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session

from privexbot_app.adapters.llm import NANODOLLARS
from privexbot_app.db import transaction
from privexbot_app.models import now
from privexbot_app.settings import settings
from privexbot_app.store import usage as store
from privexbot_app.store.usage import Cap


class Budget(BaseModel):
    """Caps of one chatbot; None is no cap. Only answers of models count, quotes are free."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    messages_per_day: int | None = Field(None, ge=0, le=1_000_000)
    messages_per_month: int | None = Field(None, ge=0, le=10_000_000)
    dollars_per_day: float | None = Field(None, ge=0, le=100_000)
    dollars_per_month: float | None = Field(None, ge=0, le=1_000_000)

    @property
    def is_of_money(self) -> bool:
        """Whether prices have to be known."""
        return self.dollars_per_day is not None or self.dollars_per_month is not None

    @property
    def is_limited(self) -> bool:
        """Whether there is any cap."""
        return self != Budget()

    def within(self, other: "Budget") -> "Budget":
        """The lower of the two caps, each."""
        names = Budget.model_fields
        pairs = {
            name: [cap for cap in (getattr(self, name), getattr(other, name)) if cap is not None] for name in names
        }
        return Budget(**{name: min(caps) for name, caps in pairs.items() if caps})


@dataclass(frozen=True)
class Hold:
    """What was held back for one answer; nothing but the periods where there is no cap."""

    chatbot_id: UUID
    periods: tuple[str, str]
    messages: int = 0
    nanodollars: int = 0


@dataclass(frozen=True)
class Spent:
    """How much is used up in a period."""

    messages: int = 0
    dollars: float = 0


def platform_budget() -> Budget:
    """What every chatbot may spend of this install's own model; owners can only lower it."""
    given = settings()
    return Budget(
        messages_per_day=given.llm_messages_per_day or None,
        messages_per_month=given.llm_messages_per_month or None,
        dollars_per_day=given.llm_dollars_per_day or None,
        dollars_per_month=given.llm_dollars_per_month or None,
    )


async def hold(chatbot_id: UUID, budget: Budget, worst_nanodollars: int | None, messages: int = 1) -> Hold | None:
    """None if the answer might not fit, or if it is money that is limited and the price is not known. What is no answer
    of its own holds no message."""
    periods = _periods(now())
    if not budget.is_limited:
        return Hold(chatbot_id, periods)
    if budget.is_of_money and worst_nanodollars is None:
        return None
    held = Hold(chatbot_id, periods, messages, worst_nanodollars or 0)
    return held if await _take(held, budget) else None


@transaction
def _take(session: Session, held: Hold, budget: Budget) -> bool:
    """Both periods or none; always in this order, so that two answers never wait for each other in a circle."""
    month, day = held.periods
    caps = (
        Cap(month, budget.messages_per_month, _nanodollars(budget.dollars_per_month)),
        Cap(day, budget.messages_per_day, _nanodollars(budget.dollars_per_day)),
    )
    if all(store.take(session, held.chatbot_id, cap, held.messages, held.nanodollars) for cap in caps):
        return True
    session.rollback()
    return False


def settle(session: Session, held: Hold, messages: int, nanodollars: int) -> None:
    """Replace what was held by what was used."""
    more = (messages - held.messages, nanodollars - held.nanodollars)
    if more != (0, 0):
        store.add(session, held.chatbot_id, dict.fromkeys(held.periods, more))


def read_spent(session: Session, chatbot_id: UUID) -> tuple[Spent, Spent]:
    """This month and today."""
    periods = _periods(now())
    counts = store.list_counts(session, chatbot_id, periods)
    found = [counts.get(period) for period in periods]
    month, day = (Spent(one.messages, one.nanodollars / NANODOLLARS) if one else Spent() for one in found)
    return month, day


def _periods(at: datetime) -> tuple[str, str]:
    return f"{at:%Y-%m}", f"{at:%Y-%m-%d}"


def _nanodollars(dollars: float | None) -> int | None:
    return None if dollars is None else round(dollars * NANODOLLARS)
