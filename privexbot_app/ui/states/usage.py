"""What the models did in the last days, and what that cost."""

from dataclasses import dataclass

import reflex as rx

from privexbot_app.services import usage
from privexbot_app.services.budgets import NANODOLLARS
from privexbot_app.services.usage import DaysUse, ModelUse
from privexbot_app.ui.states.signed_in import SignedInState


@dataclass(frozen=True)
class DayRow:
    """One model of one chatbot on one day."""

    day: str
    chatbot: str
    model: str
    answers: str
    tokens: str
    cost: str

    @classmethod
    def of(cls, use: DaysUse) -> "DayRow":
        cost = cost_text(None if use.unpriced == use.answers else use.nanodollars)
        if 0 < use.unpriced < use.answers:
            cost += f", and {use.unpriced} of unknown price"
        tokens = _tokens(use.asked_tokens, use.answered_tokens, use.estimated > 0)
        return cls(use.day.isoformat(), use.chatbot, use.model, f"{use.answers:,}", tokens, cost)


@dataclass(frozen=True)
class AnswerRow:
    """One answer."""

    at: str
    chatbot: str
    model: str
    tokens: str
    cost: str

    @classmethod
    def of(cls, use: ModelUse, chatbot: str) -> "AnswerRow":
        tokens = _tokens(use.asked_tokens, use.answered_tokens, use.is_estimated)
        return cls(use.created_at.isoformat(), chatbot, use.model, tokens, cost_text(use.nanodollars))


class UsageState(SignedInState):
    """Sums by day, and the latest answers."""

    is_loaded: bool = False
    days: list[DayRow] = []
    answers: list[AnswerRow] = []
    total: str = ""

    @rx.event
    async def load(self):
        viewer = await self._viewer()
        await self._fill_sidebar(viewer)
        days = await usage.list_days(viewer)
        self.days = [DayRow.of(use) for use in days]
        self.answers = [AnswerRow.of(use, chatbot) for use, chatbot in await usage.list_answers(viewer)]
        self.total = _total(days)
        self.is_loaded = True


def _total(days: list[DaysUse]) -> str:
    answers, unpriced = sum(day.answers for day in days), sum(day.unpriced for day in days)
    said = f"Answers of models: {answers:,}. Cost: {cost_text(sum(day.nanodollars for day in days))}."
    return f"{said} Without a known price, and not in it: {unpriced:,}." if unpriced else said


def _tokens(asked: int, answered: int, is_estimated: bool) -> str:
    return f"{'about ' if is_estimated else ''}{asked:,} in, {answered:,} out"


def cost_text(nanodollars: int | None) -> str:
    """In dollars, as exact as so little needs."""
    if nanodollars is None:
        return "unknown price"
    dollars = nanodollars / NANODOLLARS
    if 0 < dollars < 1e-6:
        return "less than $0.000001"
    return f"${dollars:,.2f}" if dollars >= 1 or not dollars else f"${dollars:.6f}"
