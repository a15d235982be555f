"""A provider in trouble is asked rarely, and a visitor never waits for one that is known to be down."""

import asyncio
import time

import pytest
from pydantic import SecretStr

from privexbot_app.adapters.llm import Allowance, Ending, Prompt, Turn
from privexbot_app.adapters.llm.breaker import REST_SECONDS, Circuit
from privexbot_app.adapters.llm.litellm_model import LiteLLMModel, litellm
from tests.scripted_provider import ScriptedProvider, scripted_provider

PROMPT = Prompt("Be kind.", (Turn("user", "Size 9?"),))


@pytest.fixture(autouse=True, scope="module")
async def imported() -> None:
    await asyncio.to_thread(litellm)


class Clock:
    """Goes on when it is told to."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def circuit() -> tuple[Circuit, Clock]:
    clock = Clock()
    return Circuit(clock), clock


def model_at(provider: ScriptedProvider, key: str = "k") -> LiteLLMModel:
    return LiteLLMModel("openai/scripted", SecretStr(key), provider.base_url)


async def ending_of(model: LiteLLMModel, allowance: Allowance | None = None) -> Ending:
    parts = [part async for part in model.stream(PROMPT, allowance)]
    assert isinstance(parts[-1], Ending)
    return parts[-1]


def fail(one: Circuit, times: int) -> None:
    for _ in range(times):
        one.fail("unavailable")


def test_it_opens_after_five_failures_and_not_before():
    one, _ = circuit()
    fail(one, 4)
    assert one.lets_through()

    fail(one, 1)

    assert not one.lets_through() and one.is_open


def test_failures_that_are_far_apart_do_not_open_it():
    one, clock = circuit()
    for _ in range(20):
        clock.now += 8
        one.fail("timeout")

    assert one.lets_through() and not one.is_open


def test_a_success_between_failures_starts_the_count_anew():
    one, _ = circuit()
    fail(one, 4)
    one.succeed()
    fail(one, 4)

    assert one.lets_through()


@pytest.mark.parametrize("code", ["bad_request", "unknown_model", "refused", "length"])
def test_a_question_that_is_refused_says_nothing_about_the_provider(code):
    one, _ = circuit()
    for _ in range(9):
        one.fail(code)

    assert not one.is_open


def test_while_open_one_call_in_ten_seconds_is_the_probe():
    one, clock = circuit()
    fail(one, 5)
    clock.now += REST_SECONDS

    assert [one.lets_through() for _ in range(5)] == [True, False, False, False, False]

    one.fail("unavailable")
    assert not one.lets_through()
    clock.now += REST_SECONDS
    assert one.lets_through()
    one.succeed()
    assert all(one.lets_through() for _ in range(5))


def test_a_probe_that_never_came_back_does_not_keep_it_open_for_ever():
    one, clock = circuit()
    fail(one, 5)
    clock.now += REST_SECONDS
    assert one.lets_through()

    clock.now += REST_SECONDS
    assert one.lets_through()


async def test_an_outage_costs_a_few_calls_and_no_waiting():
    with scripted_provider("error") as provider:
        model, queue = model_at(provider), iter(range(500))

        async def visitor() -> list[float]:
            waits = []
            for _ in queue:
                started = time.monotonic()
                assert (await ending_of(model)).state == "failed"
                waits.append(time.monotonic() - started)
            return waits

        waits = sorted(wait for some in await asyncio.gather(*(visitor() for _ in range(8))) for wait in some)

        assert len(waits) == 500
        assert len(provider.requests) <= 20
        assert waits[int(500 * 0.95)] < 0.3


async def test_another_key_of_the_same_provider_has_a_circuit_of_its_own():
    with scripted_provider("bad_key") as provider:
        for _ in range(6):
            await ending_of(model_at(provider, "old"))
        assert (await ending_of(model_at(provider, "old"))).code == "circuit_open"

        provider.script = "normal"
        assert (await ending_of(model_at(provider, "new"))).state == "done"


async def test_when_a_third_of_the_answers_are_refused_for_a_while_there_is_no_storm_of_second_tries(monkeypatch):
    monkeypatch.setattr("privexbot_app.adapters.llm.litellm_model.LONGEST_JITTER_SECONDS", 0.001)
    with scripted_provider([("rate_limited_in_band", "normal", "normal")[i % 3] for i in range(400)]) as provider:
        model = model_at(provider)
        for _ in range(100):
            await ending_of(model)

        assert 100 < len(provider.requests) <= 120


async def test_one_message_asks_three_times_at_most_over_all_its_models():
    allowance = Allowance()
    with scripted_provider("error") as first, scripted_provider("empty") as second, scripted_provider() as third:
        for provider in (first, second, third):
            await ending_of(model_at(provider), allowance)

        asked = [len(provider.requests) for provider in (first, second, third)]

    assert asked == [2, 1, 0]
