"""Every answer of a model is written down with its tokens and its price, where there is one."""

import asyncio

from sqlmodel import select

from privexbot_app import db
from privexbot_app.adapters.llm import LiteLLMModel, Tokens, price
from privexbot_app.models import Channel, ModelUse, now
from privexbot_app.services import chat, chatbots, turns, usage
from privexbot_app.services.turns import Asked
from tests.models.conftest import ANSWER, said_by


def uses() -> list[ModelUse]:
    return list(db.in_session(lambda session: session.exec(select(ModelUse)).all()))


async def test_an_answer_is_counted_for_its_message(taught_bot, platform):
    platform()
    turn = await turns.open_turn(Asked(taught_bot, "Do you have size 9 in red?", Channel.PLAYGROUND))
    async for _ in chat.stream_reply(turn):
        pass

    [use] = uses()
    assert (use.message_id, use.model, use.is_platform) == (turn.reply_id, "openai/house-model", True)
    assert (use.asked_tokens, use.answered_tokens, use.is_estimated) == (11, len(ANSWER.split()), False)


async def test_a_price_that_is_not_known_is_unknown_and_not_nothing(serve, plan_for):
    await said_by(await plan_for(serve()))

    [use] = uses()
    assert use.nanodollars is None


async def test_an_answer_that_broke_off_is_counted_by_estimate(serve, plan_for):
    await said_by(await plan_for(serve("cut")))

    [use] = uses()
    assert use.is_estimated and use.answered_tokens >= 1


async def test_a_model_that_never_spoke_is_not_counted(serve, plan_for):
    await said_by(await plan_for(serve("error"), serve()))

    assert [use.model for use in uses()] == ["openai/second"]


async def test_prices_come_from_the_list_and_hold_for_the_providers_own_address_only():
    tokens = Tokens(1_000_000, 1_000_000)
    known = LiteLLMModel("openai/gpt-4o-mini", api_base="https://api.openai.com/v1")

    assert await price(known, tokens) == 750_000_000
    assert await price(LiteLLMModel("openai/gpt-4o-mini"), tokens) == 750_000_000
    assert await price(LiteLLMModel("openai/gpt-4o-mini", api_base="http://gpu:8000/v1"), tokens) is None
    assert await price(LiteLLMModel("openai/gpt-4o-mini", is_guarded=True), tokens) is None
    assert await price(LiteLLMModel("openai/nobody-knows-it"), tokens) is None
    assert await price(known, Tokens(1, 0)) == 150


async def test_days_are_summed_by_chatbot_and_model_for_the_workspace_alone(alice, mallory, serve, plan_for):
    chatbot = await plan_for(serve())
    await asyncio.gather(*(said_by(chatbot) for _ in range(3)))

    [day] = await usage.list_days(alice)
    assert (day.day, day.chatbot, day.model, day.answers) == (now().date(), "Helper", "openai/first", 3)
    assert (day.asked_tokens, day.answered_tokens) == (33, 3 * len(ANSWER.split()))
    assert (day.nanodollars, day.unpriced, day.estimated) == (0, 3, 0)
    assert len(await usage.list_answers(alice)) == 3
    assert await usage.list_days(mallory) == [] and await usage.list_answers(mallory) == []


async def test_a_chatbot_that_is_deleted_while_it_speaks_breaks_nothing(alice, serve, plan_for):
    chatbot = await plan_for(serve())
    await chatbots.delete_chatbot(alice, chatbot.id)

    text, _ = await said_by(chatbot)

    assert text == ANSWER and uses() == []
