"""A budget is a promise: what is spent never exceeds it, however many ask at once."""

import asyncio
from contextlib import aclosing
from datetime import UTC, datetime

import pytest

from privexbot_app import db
from privexbot_app.adapters.llm import Piece
from privexbot_app.errors import Invalid
from privexbot_app.services import budgets, model_plans
from privexbot_app.services.budgets import Budget, Spent
from privexbot_app.services.model_plans import ModelPlan
from privexbot_app.services.speaker import find_speaker
from privexbot_app.settings import settings
from tests.models.conftest import ANSWER, PROMPT, said_by

PRICE = 1000 * 10**-9  # dollars a token


@pytest.fixture
def priced(monkeypatch):
    """Every model costs 1,000 nanodollars a token, in and out."""
    monkeypatch.setattr(
        "privexbot_app.adapters.llm.prices._price", lambda _, tokens: 1000 * (tokens.asked + tokens.answered)
    )


async def spent(chatbot) -> tuple[Spent, Spent]:
    return await asyncio.to_thread(db.in_session, budgets.read_spent, chatbot.id)


async def test_200_at_once_on_a_budget_of_10_spend_10(alices_bot):
    budget = Budget(messages_per_day=10, messages_per_month=1000)
    held = await asyncio.gather(*(budgets.hold(alices_bot.id, budget, None) for _ in range(200)))

    assert len([one for one in held if one]) == 10
    month, day = await spent(alices_bot)
    assert (month.messages, day.messages) == (10, 10)


async def test_200_at_once_on_money_for_10_spend_the_money_for_10(alices_bot):
    budget = Budget(dollars_per_month=0.01)
    held = await asyncio.gather(*(budgets.hold(alices_bot.id, budget, 1_000_000) for _ in range(200)))

    assert len([one for one in held if one]) == 10
    assert (await spent(alices_bot))[0].dollars == pytest.approx(0.01)


async def test_200_visitors_on_a_budget_of_10_get_10_answers_of_the_model(serve, plan_for):
    provider = serve()
    chatbot = await plan_for(provider, budget=Budget(messages_per_day=10))
    endings = [ending for _, ending in await asyncio.gather(*(said_by(chatbot) for _ in range(200)))]

    assert len(provider.requests) == 10
    assert sorted(ending.code for ending in endings) == [""] * 10 + ["budget"] * 190
    assert (await spent(chatbot))[1].messages == 10


async def test_the_month_ends_what_the_day_would_allow(alices_bot):
    budget = Budget(messages_per_day=5, messages_per_month=3)
    held = [await budgets.hold(alices_bot.id, budget, None) for _ in range(5)]

    assert [bool(one) for one in held] == [True, True, True, False, False]
    assert (await spent(alices_bot))[1].messages == 3


async def test_a_new_day_has_a_new_budget(alices_bot, monkeypatch):
    budget = Budget(messages_per_day=1)
    monkeypatch.setattr(budgets, "now", lambda: datetime(2026, 11, 23, 23, 59, tzinfo=UTC))
    assert await budgets.hold(alices_bot.id, budget, None)
    assert not await budgets.hold(alices_bot.id, budget, None)

    monkeypatch.setattr(budgets, "now", lambda: datetime(2026, 11, 24, 0, 1, tzinfo=UTC))
    assert await budgets.hold(alices_bot.id, budget, None)


async def test_what_was_held_is_settled_by_what_was_used(serve, plan_for, monkeypatch):
    chatbot = await plan_for(serve())
    monkeypatch.setattr(
        "privexbot_app.adapters.llm.prices._price", lambda _, tokens: 1000 * (tokens.asked + tokens.answered)
    )
    await said_by(chatbot)

    month, day = await spent(chatbot)
    assert month == day == Spent(1, pytest.approx((11 + len(ANSWER.split())) * PRICE))


async def test_a_model_that_failed_before_its_first_word_has_spent_nothing(serve, plan_for, priced):
    chatbot = await plan_for(serve("error"), budget=Budget(messages_per_day=2, dollars_per_day=9))
    await said_by(chatbot)

    assert await spent(chatbot) == (Spent(0, 0), Spent(0, 0))


async def test_a_visitor_who_leaves_has_spent_what_was_said(serve, plan_for, priced):
    chatbot = await plan_for(serve("drip"), budget=Budget(dollars_per_day=9))
    said = ""
    async with aclosing((await find_speaker(chatbot)).stream(PROMPT)) as parts:
        async for part in parts:
            said += part.text if isinstance(part, Piece) else ""
            if len(said) > 40:
                break

    _, day = await spent(chatbot)
    characters = len("Be kind.") + len("Size 9?")
    assert day == Spent(1, pytest.approx((-(-characters // 4) + -(-len(said) // 4)) * PRICE))


async def test_when_the_first_model_is_too_dear_the_cheaper_one_answers_and_then_none(serve, plan_for, monkeypatch):
    first, second = serve(), serve()
    rates = {"openai/first": 2_000_000, "openai/second": 1000}
    monkeypatch.setattr(
        "privexbot_app.adapters.llm.prices._price",
        lambda model, tokens: rates[model.model] * (tokens.asked + tokens.answered),
    )
    chatbot = await plan_for(first, second, budget=Budget(dollars_per_day=0.1), max_output_tokens=90)

    spoke = []
    for _ in range(1000):
        _, ending = await said_by(chatbot)
        spoke.append(ending.model)
        if ending.code == "budget":
            break
        rates["openai/second"] *= 30

    assert first.requests == [] and len(second.requests) == len(spoke) - 1 >= 2
    assert (await spent(chatbot))[1].dollars <= 0.1


async def test_money_cannot_limit_what_has_no_known_price(alice, alices_bot, serve, plan_for):
    with pytest.raises(Invalid) as refused:
        await plan_for(serve(), budget=Budget(dollars_per_month=5))
    assert (refused.value.field, "not known" in refused.value.message) == ("dollars_per_month", True)

    assert await budgets.hold(alices_bot.id, Budget(dollars_per_month=5), None) is None


async def test_an_owner_can_lower_the_installs_budget_for_its_own_model_and_not_raise_it(
    platform, plan_for, monkeypatch
):
    platform()
    monkeypatch.setattr(settings(), "llm_messages_per_day", 2)
    chatbot = await plan_for(budget=Budget(messages_per_day=100))
    codes = [(await said_by(chatbot))[1].code for _ in range(3)]
    assert codes == ["", "", "budget"]

    lower = await plan_for(budget=Budget(messages_per_day=1))
    assert (await said_by(lower))[1].code == "budget"


async def test_the_installs_budget_does_not_limit_what_an_owner_pays_for(serve, plan_for, monkeypatch):
    monkeypatch.setattr(settings(), "llm_messages_per_day", 1)
    chatbot = await plan_for(serve())

    assert [(await said_by(chatbot))[1].state for _ in range(3)] == ["done"] * 3


async def test_the_owner_sees_how_much_is_left(alice, serve, plan_for):
    chatbot = await plan_for(serve(), budget=Budget(messages_per_day=3))
    await said_by(chatbot)

    plan, month, day = await model_plans.get_plan(alice, chatbot.id)

    assert (plan.budget, month.messages, day.messages) == (Budget(messages_per_day=3), 1, 1)


def test_a_plan_that_was_never_saved_has_no_limits():
    assert not ModelPlan().budget.is_limited
