"""A rerank model puts what search found in order; whatever goes wrong with it, the answer comes in search's own.

Long because a provider can go wrong in very many ways.
"""

import asyncio
import time
from contextlib import ExitStack

import pytest
from anyio import to_thread
from pydantic import SecretStr
from sqlmodel import select

from privexbot_app.adapters.llm import Fault, Reranker, breaker, reranker
from privexbot_app.adapters.llm.reranker import scores_in
from privexbot_app.db import in_session
from privexbot_app.errors import Invalid
from privexbot_app.models import BudgetCount, ModelUse
from privexbot_app.services import chatbots, credentials, documents, knowledge, model_plans, model_trials, passages
from privexbot_app.services.budgets import Budget
from privexbot_app.services.credentials import NewCredential
from privexbot_app.services.model_plans import Choice, ModelPlan
from privexbot_app.services.reranking import Asker, look_up_ordered
from privexbot_app.services.search import look_up_in
from privexbot_app.services.search_trials import try_search
from privexbot_app.settings import settings
from tests.answers.telling import ask, find_all, last_reply, text_of
from tests.conftest import learn
from tests.rerank_server import by_word, rerank_server

QUESTION = "Within how many days can shoes be returned?"
KEY = "rk-a-key-of-alice-77Zx"
TEXTS = {
    "Returns": "Unworn shoes can be returned within 30 days.",
    "Outlet": "Shoes from the outlet can be returned within 10 days.",
    "Sandals": "Sandals can be returned within 20 days, as far as they are no shoes.",
}


@pytest.fixture(autouse=True)
def no_memory():
    """Circuits are of the process, and addresses are used again."""
    breaker.circuit_of.cache_clear()


@pytest.fixture
def serve(monkeypatch):
    """`serve("hang")`: a rerank server at an address that this install allows."""
    with ExitStack() as stack:

        def start(mode="normal", answer=None):
            server = stack.enter_context(rerank_server(answer or by_word("outlet"), mode))
            monkeypatch.setattr(settings(), "llm_allowed_private_origins", server.base_url.removesuffix("/v1"))
            return server

        yield start


@pytest.fixture
async def shop(alice, alices_bot):
    for title, text in TEXTS.items():
        source = await knowledge.add_text(alice, alices_bot.knowledge_base_id, title, text)
        await to_thread.run_sync(learn, source)
    return alices_bot


@pytest.fixture
def choose(alice, shop):
    """`await choose(server)`: Alice's chatbot, which quotes, with her own key for this server as its rerank model."""

    async def save(server, **plan):
        new = NewCredential(provider="compatible", address=server.base_url, key=SecretStr(KEY))
        key = await credentials.add_credential(alice, new)
        chosen = ModelPlan(choices=(), rerank=Choice(credential_id=key.id, model="sorter"), **plan)
        await model_plans.save_plan(alice, shop.id, chosen)
        return await chatbots.get_chatbot(alice, shop.id)

    return save


async def ordered(bot, limit=6, question=QUESTION):
    return await look_up_ordered(Asker(bot), [bot.knowledge_base_id], question, limit)


async def usual_titles(bot, limit=6):
    return [one.title for one in (await look_up_in([bot.knowledge_base_id], QUESTION, limit)).found]


def titles(told):
    return [one.title for one in told.looked_up.found]


async def test_the_order_is_the_models_and_the_scores_stay_those_of_search(shop, choose, serve):
    bot = await choose(serve())
    told = await ordered(bot)
    usual = await look_up_in([bot.knowledge_base_id], QUESTION, 6)

    assert titles(told)[0] == "Outlet" != usual.found[0].title
    assert (told.model, told.code) == ("openai/sorter", "")
    assert {one.passage_id: one.score for one in told.looked_up.found} == {
        one.passage_id: one.score for one in usual.found
    }
    assert [one.reranked for one in told.looked_up.found] == [1.0, 0.0, 0.0]


async def test_it_sees_more_candidates_than_are_wanted_and_may_lift_one_from_behind(shop, choose, serve):
    server = serve(answer=by_word("Sandals"))
    bot = await choose(server)
    assert "Sandals" not in await usual_titles(bot, 1)

    assert titles(await ordered(bot, 1)) == ["Sandals"]
    assert len(server.requests[0]["documents"]) == 3


async def test_what_the_owner_pinned_stays_first(alice, shop, choose, serve):
    bot = await choose(serve())
    rows = (await documents.list_documents(alice, bot.id)).rows
    row = next(one.row for one in rows if one.row.title == "Returns")
    [passage] = (await documents.read_document(alice, row.id)).passages
    await passages.pin(alice, passage.id, True)

    assert titles(await ordered(bot))[:2] == ["Returns", "Outlet"]


async def test_the_server_gets_the_key_the_model_and_the_question_and_cut_texts(shop, choose, serve, monkeypatch):
    server = serve()
    monkeypatch.setattr(reranker, "LONGEST_TEXT", 20)
    monkeypatch.setattr(reranker, "MOST_TEXTS", 3)
    await ordered(await choose(server))

    [body], [headers] = server.requests, server.headers
    assert (body["model"], body["query"], headers["Authorization"]) == ("sorter", QUESTION, f"Bearer {KEY}")
    assert {len(text) for text in body["documents"]} == {20}


def wrong(*results):
    return lambda texts: list(results)


def each(**changed):
    return lambda texts: [{"index": n, "relevance_score": 0.5} | changed for n in range(len(texts))]


NONSENSE = {
    "an index that is out of range": lambda texts: [
        {"index": n + 1, "relevance_score": 0.5} for n in range(len(texts))
    ],
    "a negative index": lambda texts: [{"index": n - 1, "relevance_score": 0.5} for n in range(len(texts))],
    "the same index twice": each(index=0),
    "too few": wrong({"index": 0, "relevance_score": 1.0}),
    "none": wrong(),
    "no list": lambda texts: {"0": 1.0},
    "no objects": lambda texts: [0.5 for _ in texts],
    "a score that is no number": each(relevance_score="0.9"),
    "no score": each(relevance_score=None),
    "NaN": each(relevance_score=float("nan")),
    "an endless score": each(relevance_score=float("inf")),
    "true for an index": each(index=True),
}


@pytest.mark.parametrize("results", NONSENSE.values(), ids=NONSENSE)
async def test_nonsense_leaves_the_usual_order(results, shop, choose, serve):
    bot = await choose(serve(answer=results))
    told = await ordered(bot)

    assert (titles(told), told.code) == (await usual_titles(bot), "unavailable")
    assert {one.reranked for one in told.looked_up.found} == {None}


@pytest.mark.parametrize(
    ("mode", "code"),
    [
        ("500", "unavailable"),
        ("429", "rate_limited"),
        ("401", "bad_key"),
        ("404", "unknown_model"),
        ("cut", "unavailable"),
    ],
)
async def test_trouble_leaves_the_usual_order_and_is_told_to_the_owner_in_our_words(
    mode, code, alice, shop, choose, serve
):
    bot = await choose(serve(mode))
    told = await ordered(bot)
    [trouble] = await credentials.list_troubles(alice)

    assert (titles(told), told.code) == (await usual_titles(bot), code)
    assert trouble.model == "openai/sorter" and trouble.sentence and "secret" not in trouble.sentence


async def test_a_slow_model_is_waited_for_no_longer_than_its_time(shop, choose, serve, monkeypatch):
    monkeypatch.setattr(reranker, "SECONDS", 0.5)
    bot = await choose(serve("hang"))
    await usual_titles(bot)
    started = time.monotonic()
    told = await ordered(bot)

    assert told.code == "timeout" and titles(told) == await usual_titles(bot)
    assert time.monotonic() - started < 2


async def test_no_server_at_the_address_leaves_the_usual_order(shop, choose):
    with rerank_server(by_word("x")) as gone:
        settings().llm_allowed_private_origins, before = gone.base_url.removesuffix("/v1"), ""
        bot = await choose(gone)
    told = await ordered(bot)
    settings().llm_allowed_private_origins = before

    assert told.code == "no_connection" and titles(told) == await usual_titles(bot)


async def test_a_private_address_is_refused_even_if_it_was_allowed_once(shop, choose, serve, monkeypatch):
    server = serve()
    bot = await choose(server)
    monkeypatch.setattr(settings(), "llm_allowed_private_origins", "")

    assert (await ordered(bot)).code == "closed_address"
    assert server.requests == []


async def test_after_five_failures_it_is_left_alone_and_the_answer_waits_for_nothing(shop, choose, serve):
    server = serve("500")
    bot = await choose(server)
    for _ in range(5):
        await ordered(bot)

    assert (await ordered(bot)).code == "circuit_open"
    assert len(server.requests) == 5


async def test_a_visitor_gets_the_answer_all_the_same(shop, choose, serve):
    server = serve("500")
    bot = await choose(server)

    assert "30 days" in text_of(await ask(bot, "How long can unworn shoes be returned?"))
    assert len(server.requests) == 1


async def test_the_visitors_personal_details_are_hidden_from_it(shop, choose, serve):
    server = serve()
    bot = await choose(server)
    await ordered(bot, question="I am grace@example.com. Can shoes be returned?")
    assert "grace@example.com" not in str(server.requests) and "<EMAIL_1>" in server.requests[0]["query"]

    bot.masks_personal = False
    await ordered(bot, question="I am grace@example.com. Can shoes be returned?")
    assert "grace@example.com" in server.requests[1]["query"]


async def test_where_money_is_limited_a_model_of_unknown_price_is_not_asked(shop, choose, serve):
    server = serve()
    bot = await choose(server, budget=Budget(dollars_per_day=5))
    told = await ordered(bot)

    assert (told.code, server.requests) == ("budget", [])
    assert titles(told) == await usual_titles(bot)


async def test_a_limit_on_answers_does_not_count_it(alice, shop, choose, serve):
    bot = await choose(serve(), budget=Budget(messages_per_day=2))
    for _ in range(3):
        assert (await ordered(bot)).code == ""

    assert {count.messages for count in find_all(BudgetCount)} == {0}


@pytest.fixture
def cohere(serve, monkeypatch):
    """This install's rerank model, behind LiteLLM, whose price is known."""

    def start(**how):
        server = serve(**how)
        monkeypatch.setattr(settings(), "rerank_model", "cohere/rerank-v3.5")
        monkeypatch.setattr(settings(), "rerank_api_base", server.base_url.removesuffix("/v1"))
        monkeypatch.setattr(settings(), "rerank_api_key", SecretStr("house-key"))
        monkeypatch.setattr(settings(), "llm_model", "openai/house-model")
        return server

    return start


@pytest.fixture
async def modelled(alice, shop):
    """`await modelled(budget)`: the chatbot, speaking through this install's model."""

    async def save(**plan):
        await model_plans.save_plan(alice, shop.id, ModelPlan(**plan))
        return await chatbots.get_chatbot(alice, shop.id)

    return save


async def test_litellm_is_asked_with_this_installs_key_and_what_it_costs_is_counted(cohere, modelled):
    server = cohere()
    bot = await modelled()
    told = await ordered(bot)

    assert titles(told)[0] == "Outlet" and server.headers[0]["Authorization"].lower() == "bearer house-key"
    [use] = find_all(ModelUse)
    assert (use.model, use.nanodollars, use.is_platform) == ("cohere/rerank-v3.5", 2_000_000, True)
    assert "house-key" not in str(in_session(lambda session: session.exec(select(ModelUse)).one().model_dump()))


@pytest.mark.parametrize(
    ("how", "code"),
    [({"mode": "500"}, "unavailable"), ({"mode": "429"}, "rate_limited"), ({"mode": "cut"}, "unavailable")],
)
async def test_litellm_in_trouble_leaves_the_usual_order_and_costs_nothing(how, code, cohere, modelled):
    cohere(**how)
    bot = await modelled()
    told = await ordered(bot)

    assert (told.code, titles(told)) == (code, await usual_titles(bot))
    assert find_all(ModelUse) == []


@pytest.mark.parametrize("results", [NONSENSE["NaN"], NONSENSE["an index that is out of range"], NONSENSE["too few"]])
async def test_litellms_answers_are_checked_too(results, cohere, modelled):
    cohere(answer=results)
    bot = await modelled()

    assert (await ordered(bot)).code and titles(await ordered(bot)) == await usual_titles(bot)


async def test_a_budget_that_is_used_up_leaves_the_usual_order(cohere, modelled, monkeypatch):
    server = cohere()
    monkeypatch.setattr(settings(), "llm_dollars_per_day", 0.003)
    bot = await modelled()
    codes = [(await ordered(bot)).code for _ in range(3)]

    assert codes == ["", "budget", "budget"] and len(server.requests) == 1


async def test_a_chatbot_that_only_quotes_sends_nothing_to_this_installs_model(cohere, shop, modelled):
    server = cohere()
    bot = await modelled(choices=())

    assert (await ordered(bot)).model == "" and server.requests == []


async def test_none_is_asked_where_the_owner_wants_none(cohere, modelled):
    server = cohere()

    assert (await ordered(await modelled(rerank=None))).model == "" and server.requests == []


async def test_nothing_is_asked_where_nothing_was_found(alice, choose, serve):
    server = serve()
    bot = await choose(server)
    for source in await knowledge.list_sources(alice, bot.knowledge_base_id):
        await knowledge.delete_source(alice, source.id)

    assert (await ordered(bot)).looked_up.found == () and server.requests == []


async def test_the_search_trial_shows_the_models_scores_or_why_there_are_none(alice, shop, choose, serve):
    server = serve()
    await choose(server)
    trial = await try_search(alice, shop.id, QUESTION)
    assert [one.passage.reranked for one in trial.passages] == [1.0, 0.0, 0.0]
    assert (trial.reranker, trial.rerank_problem) == ("openai/sorter", "")

    server.mode = "429"
    trial = await try_search(alice, shop.id, QUESTION)
    assert {one.passage.reranked for one in trial.passages} == {None}
    assert "asked too often" in trial.rerank_problem


async def test_the_receipt_keeps_the_models_scores(shop, choose, serve):
    await ask(await choose(serve()), QUESTION)

    assert [used["reranked"] for used in last_reply().receipt["passages"]] == [1.0, 0.0, 0.0]


@pytest.mark.parametrize("provider", ["openai", "anthropic"])
async def test_a_key_for_a_provider_without_rerank_models_is_refused(provider, alice, shop):
    key = await credentials.add_credential(alice, NewCredential(provider=provider, key=SecretStr(KEY)))
    with pytest.raises(Invalid) as refused:
        await model_plans.save_plan(alice, shop.id, ModelPlan(rerank=Choice(credential_id=key.id, model="x")))

    assert refused.value.field == "rerank"


async def test_a_rerank_model_needs_a_name_and_a_key_of_the_same_workspace(alice, mallory, shop):
    key = await credentials.add_credential(mallory, NewCredential(provider="jina", key=SecretStr(KEY)))
    own = await credentials.add_credential(alice, NewCredential(provider="jina", key=SecretStr(KEY)))
    for choice in (Choice(credential_id=key.id, model="x"), Choice(credential_id=own.id)):
        with pytest.raises(Invalid) as refused:
            await model_plans.save_plan(alice, shop.id, ModelPlan(rerank=choice))
        assert refused.value.field == "rerank"


async def test_a_key_that_only_reranks_cannot_answer(alice, shop):
    key = await credentials.add_credential(alice, NewCredential(provider="jina", key=SecretStr(KEY)))
    with pytest.raises(Invalid) as refused:
        await model_plans.save_plan(alice, shop.id, ModelPlan(choices=(Choice(credential_id=key.id, model="x"),)))

    assert refused.value.field == "choices.0"


async def test_a_key_that_was_deleted_leaves_the_usual_order(alice, shop, choose, serve):
    server = serve()
    bot = await choose(server)
    [key] = await credentials.list_credentials(alice)
    await credentials.delete_credential(alice, key.id)

    assert titles(await ordered(bot)) == await usual_titles(bot) and server.requests == []


async def test_a_key_that_only_reranks_is_tried_by_reranking(alice, shop, serve, monkeypatch):
    server = serve()
    key = await credentials.add_credential(alice, NewCredential(provider="cohere", key=SecretStr(KEY)))
    here = Reranker("cohere/rerank-v3.5", SecretStr(KEY), server.base_url.removesuffix("/v1"))
    monkeypatch.setattr(model_trials, "open_reranker", lambda *_: here)
    good = await model_trials.try_model(alice, key.id, "rerank-v3.5")
    server.mode = "401"
    bad = await model_trials.try_model(alice, key.id, "rerank-v3.5")

    assert (good.is_good, good.sentence) == (True, "rerank-v3.5 puts passages in order.")
    assert (bad.is_good, bad.sentence) == (False, "The provider does not accept the key.")


async def test_a_server_of_ones_own_that_only_reranks_passes_the_test_of_the_connection(alice, shop, serve):
    server = serve()
    new = NewCredential(provider="compatible", address=server.base_url, key=SecretStr(KEY))
    key = await credentials.add_credential(alice, new)
    tried = await model_trials.try_model(alice, key.id, "sorter")

    assert (tried.is_good, tried.sentence) == (True, "sorter puts passages in order.")
    assert await credentials.list_troubles(alice) == []
    server.mode = "500"
    assert not (await model_trials.try_model(alice, key.id, "sorter")).is_good


def test_scores_come_in_the_order_of_the_texts():
    answer = [{"index": 1, "relevance_score": 2}, {"index": 0, "relevance_score": -1.5, "document": {"text": "x"}}]

    assert scores_in(answer, 2) == (-1.5, 2.0)
    with pytest.raises(Fault):
        scores_in(answer, 3)


async def test_whoever_leaves_while_it_is_asked_leaves_no_hold_behind(shop, cohere, modelled, monkeypatch):
    cohere(mode="hang")
    monkeypatch.setattr(settings(), "llm_dollars_per_day", 1)
    bot = await modelled()
    asking = asyncio.create_task(ordered(bot))
    await asyncio.sleep(0.4)
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)

    assert {count.nanodollars for count in find_all(BudgetCount)} == {0}
