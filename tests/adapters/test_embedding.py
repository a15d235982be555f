"""The vectors of a model elsewhere: checked before they are believed, asked for in bounds, and not waited for long."""

import asyncio
import time

import numpy as np
import pytest
from pydantic import SecretStr

from privexbot_app.adapters.llm import embedding, litellm_model
from privexbot_app.adapters.llm.breaker import circuit_of
from privexbot_app.adapters.llm.embedding import BATCH_TEXTS, LONGEST_TEXT_BYTES, RemoteEmbedder
from privexbot_app.adapters.llm.faults import Fault
from privexbot_app.adapters.llm.litellm_model import LiteLLMModel
from tests.scripted_provider import scripted_provider


@pytest.fixture(scope="module", autouse=True)
async def imported() -> None:
    await asyncio.to_thread(litellm_model.litellm)


@pytest.fixture(autouse=True)
def hasty(monkeypatch):
    circuit_of.cache_clear()
    monkeypatch.setattr(embedding, "FIRST_PAUSE_SECONDS", 0.01)


@pytest.fixture
def provider():
    with scripted_provider() as served:
        yield served


@pytest.fixture(params=["direct", "litellm"])
def embedder(request, provider, monkeypatch):
    """Asked both ways: over plain HTTP, and through LiteLLM."""
    if request.param == "litellm":
        monkeypatch.setattr(LiteLLMModel, "is_direct", lambda self: False)
    return RemoteEmbedder(LiteLLMModel("openai/some-embedder", SecretStr("sk-test"), provider.base_url))


def in_direction(texts):
    return [[float(len(text)), 1.0] for text in texts]


async def test_vectors_have_unit_length_and_the_order_of_their_texts(embedder, provider):
    provider.embed = in_direction

    vectors = await embedder.embed_passages(["aaa", "a"])

    assert np.allclose(vectors, [np.array([3, 1]) / 10**0.5, np.array([1, 1]) / 2**0.5], atol=1e-6)
    assert provider.requests[0]["model"] == "some-embedder"
    assert provider.headers[0]["authorization"] == "Bearer sk-test"


async def test_no_text_is_asked_nothing(embedder, provider):
    assert (await embedder.embed_passages([])).shape[0] == 0
    assert provider.requests == []


async def test_many_texts_are_asked_in_batches_and_long_ones_are_cut(embedder, provider):
    texts = [f"text {number}" for number in range(BATCH_TEXTS + 6)] + ["é" * 5000, "", "\0"]

    assert len(await embedder.embed_passages(texts)) == len(texts)

    sent = [body["input"] for body in provider.requests]
    assert len(sent) > 1 and all(len(batch) <= BATCH_TEXTS for batch in sent)
    assert max(len(text.encode()) for text in provider.embedded()) == LONGEST_TEXT_BYTES
    assert all(text.strip() for text in provider.embedded())


@pytest.mark.parametrize(
    "answer",
    [
        [[1.0, 2.0]],  # fewer than texts
        [[1.0, 2.0], [1.0]],  # of different length
        [[1.0, 2.0], [float("nan"), 1.0]],
        [[1.0, 2.0], [0.0, 0.0]],
        [[1.0, 2.0], [1e39, 1.0]],
        [["one", "two"], ["three", "four"]],
        [[], []],
    ],
)
async def test_what_is_no_vector_for_each_text_is_not_believed(embedder, provider, answer):
    provider.embed = lambda _: answer

    with pytest.raises(Fault) as fault:
        await embedder.embed_passages(["one", "two"])

    assert fault.value.code in ("no_vectors", "unavailable")
    assert len(provider.requests) <= embedding.TRIES


async def test_vectors_of_another_length_are_of_another_model(embedder, provider):
    with pytest.raises(Fault, match="other_length"):
        await RemoteEmbedder(embedder.model, dimensions=5).embed_passages(["one"])


async def test_a_hiccup_is_asked_again_and_a_refused_key_is_not(embedder, provider):
    provider.script = ["error", "rate_limited", "normal"]
    assert len(await embedder.embed_passages(["one"])) == 1
    assert len(provider.requests) == 3

    provider.script = "bad_key"
    with pytest.raises(Fault, match="bad_key"):
        await embedder.embed_passages(["one"])
    assert len(provider.requests) == 4


async def test_a_provider_in_trouble_is_asked_so_often_and_no_more(embedder, provider):
    provider.script = "error"

    with pytest.raises(Fault, match="unavailable"):
        await embedder.embed_passages(["one"])

    assert len(provider.requests) == embedding.TRIES


async def test_a_batch_that_is_too_large_for_the_provider_is_taken_in_halves(embedder, provider):
    """`normal` has two texts at most, and none of them longer than 500 bytes."""
    taken = []

    def mode() -> str:
        texts = provider.requests[-1]["input"]
        fits = len(texts) <= 2 and max(map(len, texts)) <= 500
        taken.extend(texts if fits else [])
        return "normal" if fits else "bad_request"

    provider.mode = mode
    texts = ["a", "bb", "ccc", "d" * 1800, "eeeee"]

    assert len(await embedder.embed_passages(texts)) == len(texts)
    assert taken == ["a", "bb", "ccc", "d" * 450, "eeeee"]


async def test_a_question_gets_one_try_and_waits_no_longer_than_it_may(embedder, provider, monkeypatch):
    monkeypatch.setattr(embedding, "QUESTION_SECONDS", 0.3)
    provider.script = "hang"
    began = time.monotonic()

    with pytest.raises(Fault, match="timeout"):
        await embedder.embed_question("Where are you?")
    waited, began = time.monotonic() - began, time.monotonic()
    with pytest.raises(Fault, match="circuit_open"):
        await embedder.embed_question("Where are you now?")

    assert 0.25 < waited < 2
    assert time.monotonic() - began < 0.1
    assert len(provider.requests) == 1


async def test_a_question_that_is_refused_quickly_closes_the_way_only_after_a_few(embedder, provider):
    provider.script = "error"
    codes = []
    for _ in range(7):
        with pytest.raises(Fault) as fault:
            await embedder.embed_question("Where?")
        codes.append(fault.value.code)

    assert codes == ["unavailable"] * 5 + ["circuit_open"] * 2


async def test_a_customers_server_on_a_private_address_is_never_asked(provider):
    guarded = RemoteEmbedder(LiteLLMModel("openai/x", SecretStr("k"), provider.base_url, is_guarded=True))

    with pytest.raises(Fault, match="closed_address"):
        await guarded.embed_passages(["one"])

    assert provider.requests == []


async def test_models_that_want_to_be_told_what_a_text_is_are_told(provider):
    e5 = RemoteEmbedder(LiteLLMModel("openai/intfloat/multilingual-e5-small", SecretStr("k"), provider.base_url))

    await e5.embed_passages(["It is open."])
    await e5.embed_question("Is it open?")

    assert provider.embedded() == ["passage: It is open.", "query: Is it open?"]
