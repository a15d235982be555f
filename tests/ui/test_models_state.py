"""Keys of one's own in the dashboard: added, tried, deleted, and never shown again."""

import pytest

from privexbot_app.errors import NotFound
from privexbot_app.services import credentials, model_plans
from privexbot_app.services.budgets import Budget
from privexbot_app.services.credentials import NewCredential
from privexbot_app.services.model_plans import Choice
from privexbot_app.settings import settings
from privexbot_app.ui.states.model_plan import ModelPlanState
from privexbot_app.ui.states.models import ModelsState
from privexbot_app.ui.states.usage import UsageState
from tests.scripted_provider import scripted_provider
from tests.ui.conftest import Unlocked

KEY = "sk-alices-own-key-w7Qx"
OPENAI = {"provider": "openai", "key": KEY, "name": "Ours", "address": None}  # a field that is not drawn comes as None
EMPTY = {
    "model_1": None,
    "model_2": None,
    "model_3": None,
    "source_2": "quote",
    "source_3": "quote",
    "temperature": "",
    "max_output_tokens": "",
    "messages_per_day": "",
    "messages_per_month": "",
    "dollars_per_day": "",
    "dollars_per_month": "",
}


@pytest.fixture
async def key(alice):
    return await credentials.add_credential(alice, credentials.NewCredential(provider="openai", key=KEY, name="Ours"))


async def test_a_key_that_was_added_shows_its_last_letters_only(open_page, alice):
    page = await open_page(ModelsState)
    await ModelsState.load.fn(page)

    await ModelsState.add.fn(page, OPENAI)

    [row] = page.rows
    assert (row.name, row.provider, row.letters) == ("Ours", "OpenAI", "…w7Qx")
    assert KEY not in repr(page.dict()) and KEY not in repr(page.rows)
    assert len(await credentials.list_credentials(alice)) == 1


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"key": ""}, "key"),
        ({"key": {"$ne": 1}}, "key"),
        ({"provider": "nobody"}, "provider"),
        ({"provider": ["openai"]}, "provider"),
        ({"provider": "ollama", "address": "http://localhost:11434/v1"}, "address"),
        ({"name": "x" * 61}, "name"),
    ],
)
async def test_what_is_wrong_is_said_beside_its_field(open_page, given, field, alice):
    page = await open_page(ModelsState)

    await ModelsState.add.fn(page, OPENAI | given)

    assert page.problem_field == field and page.problem.endswith(".") and KEY not in page.problem
    assert await credentials.list_credentials(alice) == []


async def test_trying_a_key_shows_in_words_how_it_went(open_page, alice, monkeypatch):
    page = await open_page(ModelsState)
    with scripted_provider(["bad_key", "normal"]) as provider:
        monkeypatch.setattr(settings(), "llm_allowed_private_origins", f"http://127.0.0.1:{provider.port}")
        await ModelsState.add.fn(page, OPENAI | {"provider": "compatible", "address": provider.base_url})
        asked = {"credential_id": page.rows[0].id, "model": "m"}

        await ModelsState.try_key.fn(Unlocked(page), asked)
        assert (page.rows[0].is_good, "not accept the key" in page.rows[0].outcome) == (False, True)
        assert [trouble.name for trouble in page.troubles] == ["Ours"]

        await ModelsState.try_key.fn(Unlocked(page), asked)
        assert (page.rows[0].is_good, page.rows[0].is_trying, page.troubles) == (True, False, [])


async def test_a_stranger_can_neither_see_nor_try_nor_delete_it(open_page, mallorys_token, key, alice):
    page = await open_page(ModelsState, token=mallorys_token)
    await ModelsState.load.fn(page)

    assert page.rows == []
    with pytest.raises(NotFound):
        await ModelsState.delete.fn(page, str(key.id))
    with pytest.raises(NotFound):
        await ModelsState.try_key.fn(Unlocked(page), {"credential_id": str(key.id), "model": "m"})
    assert len(await credentials.list_credentials(alice)) == 1


async def test_a_plan_that_is_saved_is_kept_and_shown(open_page, alice, bot, key):
    page = await open_page(ModelPlanState)
    await ModelPlanState.load_plan.fn(page)
    form = EMPTY | {"source_1": str(key.id), "model_1": "gpt-4o-mini", "source_3": str(key.id), "model_3": "gpt-4o"}
    form |= {"temperature": "0,5", "max_output_tokens": "300", "messages_per_day": "100", "dollars_per_month": "5"}

    await ModelPlanState.save_plan.fn(page, form)

    plan, _, _ = await model_plans.get_plan(alice, bot.id)
    assert [(choice.credential_id, choice.model) for choice in plan.choices] == [
        (key.id, "gpt-4o-mini"),
        (key.id, "gpt-4o"),
    ]
    assert (plan.temperature, plan.max_output_tokens) == (0.5, 300)
    assert plan.budget == Budget(messages_per_day=100, dollars_per_month=5)
    assert (page.picked["2"], page.names["2"], page.numbers["temperature"]) == (str(key.id), "gpt-4o", "0.5")
    assert page.plan_problem == "" and "0 answers" in page.spent


@pytest.mark.parametrize("source", ["platform", "none", "KEY"])
async def test_a_rerank_model_that_is_saved_is_kept_and_shown(open_page, source, alice, bot):
    sorter = await credentials.add_credential(alice, NewCredential(provider="jina", key="jk-sorter-12345678"))
    source = str(sorter.id) if source == "KEY" else source
    form = EMPTY | {"source_1": "quote", "source_rerank": source, "model_rerank": "sorter"}
    page = await open_page(ModelPlanState)
    await ModelPlanState.load_plan.fn(page)
    await ModelPlanState.save_plan.fn(page, form)

    plan, _, _ = await model_plans.get_plan(alice, bot.id)
    chosen = {"platform": Choice(), "none": None}.get(source, Choice(credential_id=sorter.id, model="sorter"))
    assert (plan.rerank, page.picked["rerank"], page.plan_problem) == (chosen, source, "")


async def test_keys_are_offered_for_what_their_provider_can_do(open_page, alice, bot, key):
    sorter = await credentials.add_credential(alice, NewCredential(provider="jina", key="jk-sorter-12345678"))
    page = await open_page(ModelPlanState)
    await ModelPlanState.load_plan.fn(page)

    speaking, sorting = ({option.value for option in options} for options in (page.options, page.rerank_options))
    assert str(key.id) in speaking and str(sorter.id) not in speaking
    assert str(key.id) not in sorting and str(sorter.id) in sorting and {"platform", "none"} < sorting


async def test_a_rerank_key_that_is_gone_is_shown_as_none(open_page, alice, bot):
    sorter = await credentials.add_credential(alice, NewCredential(provider="jina", key="jk-sorter-12345678"))
    chosen = model_plans.ModelPlan(rerank=Choice(credential_id=sorter.id, model="sorter"))
    await model_plans.save_plan(alice, bot.id, chosen)
    await credentials.delete_credential(alice, sorter.id)
    page = await open_page(ModelPlanState)
    await ModelPlanState.load_plan.fn(page)

    assert page.picked["rerank"] == "none"


async def test_quote_mode_is_a_choice(open_page, alice, bot):
    page = await open_page(ModelPlanState)

    await ModelPlanState.save_plan.fn(page, EMPTY | {"source_1": "quote", "messages_per_day": "7"})

    plan, _, _ = await model_plans.get_plan(alice, bot.id)
    assert (plan.choices, plan.budget.messages_per_day) == ((), 7)
    assert page.picked == {"1": "quote", "2": "quote", "3": "quote", "rerank": "platform"}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"temperature": "hot"}, "temperature"),
        ({"temperature": "3"}, "temperature"),
        ({"temperature": "nan"}, "temperature"),
        ({"max_output_tokens": "1.5"}, "max_output_tokens"),
        ({"max_output_tokens": "9"}, "max_output_tokens"),
        ({"messages_per_day": "-1"}, "messages_per_day"),
        ({"dollars_per_day": {"$ne": 1}}, "dollars_per_day"),
        ({"dollars_per_month": "1e9"}, "dollars_per_month"),
        ({"source_1": "KEY", "model_1": ""}, "model_1"),
        ({"source_1": "KEY", "model_1": "m", "source_3": "KEY", "model_3": "a b"}, "model_3"),
        ({"source_1": "KEY", "model_1": "m", "source_3": "KEY", "model_3": ""}, "model_3"),
        ({"source_rerank": "KEY", "model_rerank": "sorter"}, "model_rerank"),
        ({"source_rerank": "KEY", "model_rerank": "a b"}, "model_rerank"),
        ({"source_1": "KEY", "model_1": "nobody-knows-it", "dollars_per_day": "1"}, "dollars_per_day"),
    ],
)
async def test_a_wrong_number_or_name_is_said_beside_its_field(open_page, given, field, alice, bot, key):
    page = await open_page(ModelPlanState)
    given = {name: str(key.id) if value == "KEY" else value for name, value in given.items()}

    await ModelPlanState.save_plan.fn(page, EMPTY | {"source_1": "platform"} | given)

    assert page.plan_problem_field == field and page.plan_problem.endswith(".")
    assert (await model_plans.get_plan(alice, bot.id))[0] == model_plans.ModelPlan()


async def test_a_stranger_can_neither_read_nor_change_a_plan(open_page, mallorys_token, alice, bot):
    page = await open_page(ModelPlanState, token=mallorys_token)

    with pytest.raises(NotFound):
        await ModelPlanState.load_plan.fn(page)
    with pytest.raises(NotFound):
        await ModelPlanState.save_plan.fn(page, EMPTY | {"source_1": "quote"})
    assert (await model_plans.get_plan(alice, bot.id))[0] == model_plans.ModelPlan()


async def test_usage_is_empty_at_first_and_says_so(open_page):
    page = await open_page(UsageState)

    await UsageState.load.fn(page)

    assert page.is_loaded and page.days == [] and page.answers == []
