"""When a model fails before its first word the next one answers; after it, nobody starts anew."""

import time
from contextlib import aclosing

import pytest

from privexbot_app.services import credentials
from privexbot_app.services.speaker import find_speaker
from privexbot_app.settings import settings
from tests.models.conftest import ANSWER, KEY, PROMPT, said_by
from tests.scripted_provider import SECRET_TEXT

BEFORE_THE_FIRST_WORD = [
    "rate_limited_in_band",
    "rate_limited_for_long",
    "no_credit",
    "error",
    "bad_key",
    "bad_request",
    "empty",
    "blank",
    "hang",
    "slow_first_token",
]
AFTER_IT = ["stall", "no_finish", "cut", "malformed", "error_in_band", "length", "filtered"]


@pytest.fixture(autouse=True)
def short_clocks(monkeypatch):
    monkeypatch.setattr(settings(), "llm_first_token_seconds", 1)
    monkeypatch.setattr(settings(), "llm_gap_seconds", 0.5)


@pytest.mark.parametrize("mode", BEFORE_THE_FIRST_WORD)
async def test_every_fault_before_the_first_word_is_answered_by_the_next_model(mode, serve, plan_for):
    first, second = serve(mode), serve()
    text, ending = await said_by(await plan_for(first, second))

    assert (text, ending.state, ending.model) == (ANSWER, "done", "openai/second")
    assert len(first.requests) + len(second.requests) <= 3


@pytest.mark.parametrize("mode", AFTER_IT)
async def test_no_model_starts_anew_behind_what_was_shown(mode, serve, plan_for):
    first, second = serve(mode), serve()
    text, ending = await said_by(await plan_for(first, second))

    assert text and ANSWER.startswith(text)
    assert (ending.state, ending.model, second.requests) == ("truncated", "openai/first", [])


async def test_a_chain_that_is_down_ends_as_failed_after_three_calls(serve, plan_for):
    providers = [serve("error"), serve("error"), serve("error")]
    text, ending = await said_by(await plan_for(*providers))

    assert (text, ending.state) == ("", "failed")
    assert sum(len(provider.requests) for provider in providers) == 3


async def test_while_the_first_model_is_known_to_be_down_the_next_one_starts_within_300_ms(serve, plan_for):
    first, second = serve("error"), serve()
    chatbot = await plan_for(first, second)
    for _ in range(5):
        await said_by(chatbot)
    asked = len(first.requests)

    waits = []
    for _ in range(10):
        started = time.monotonic()
        async with aclosing((await find_speaker(chatbot)).stream(PROMPT)) as parts:
            async for _part in parts:
                waits.append(time.monotonic() - started)
                break

    assert len(first.requests) == asked
    assert max(waits) < 0.3


async def test_each_model_gets_its_own_key_and_name_and_the_chatbots_settings(serve, alice, key_for, plan_for):
    first = serve()
    chatbot = await plan_for(first, temperature=0.3, max_output_tokens=40)
    await said_by(chatbot)

    body = first.requests[0]
    assert (body["model"], body["temperature"], body["max_tokens"]) == ("first", 0.3, 40)
    assert first.headers[0]["authorization"] == f"Bearer {KEY}"


async def test_an_install_without_any_model_quotes(alices_bot):
    assert await find_speaker(alices_bot) is None


async def test_the_installs_model_answers_by_default_and_no_longer_than_it_allows(platform, plan_for):
    provider = platform()
    await said_by(await plan_for(max_output_tokens=8000))

    assert (provider.requests[0]["model"], provider.requests[0]["max_tokens"]) == ("house-model", 700)


async def test_a_key_that_was_deleted_is_left_out(serve, alice, plan_for):
    first, second = serve(), serve()
    chatbot = await plan_for(first, second)
    gone = (await credentials.list_credentials(alice))[0]
    await credentials.delete_credential(alice, gone.id)

    _, ending = await said_by(chatbot)

    assert (ending.model, first.requests) == ("openai/second", [])


async def test_the_owner_reads_what_is_wrong_until_it_works_again(serve, alice, mallory, plan_for):
    first, second = serve("bad_key"), serve()
    chatbot = await plan_for(first, second)
    await said_by(chatbot)

    [trouble] = await credentials.list_troubles(alice)
    assert (trouble.model, trouble.sentence) == ("openai/first", "The provider does not accept the key.")
    assert SECRET_TEXT not in repr(trouble)
    assert await credentials.list_troubles(mallory) == []

    first.script = "normal"
    await said_by(chatbot)
    assert await credentials.list_troubles(alice) == []
