"""Questions to knowledge bases of several models: each asked once, not waited for long, nothing personal in it."""

import time

import pytest
from anyio import to_thread

from privexbot_app.adapters.llm import embedding
from privexbot_app.db import in_session
from privexbot_app.models import Chatbot, Source
from privexbot_app.services import conflicts, embedding_choices, knowledge, knowledge_bases, qa, search
from privexbot_app.services.conflicts import Report
from privexbot_app.services.embedding_choices import WantedModel
from privexbot_app.services.followups import look_up_asked
from privexbot_app.services.qa import PairForm
from privexbot_app.services.search_trials import try_search
from privexbot_app.services.verdicts import Question
from tests.conftest import learn
from tests.embedding.conftest import QUESTION, RETURNS, base_of, go, settle
from tests.rag.twisted import embed_squeezed

MAILED = "My mail is ann@example.com: can I give my sneakers back?"


@pytest.fixture
async def elsewhere(shop, installed):
    """The shop's knowledge base, searched by another model."""
    installed()
    await settle(shop)
    return shop


@pytest.fixture
async def shared(alice, alices_bot, elsewhere, key, provider):
    """Another knowledge base of the same chatbot, in a third space: the built-in one stays with `elsewhere`'s copy."""
    base = await knowledge_bases.create_base(alice, "Shared")
    await knowledge_bases.link_base(alice, alices_bot.id, base.id)
    await embedding_choices.choose_model(alice, base.id, WantedModel(source="built_in"))
    await to_thread.run_sync(go, base.id)
    text = "Unworn shoes can be returned within 14 days for a full refund. Gift cards never expire."
    source = await knowledge.add_text(alice, base.id, "Old page", text)
    await to_thread.run_sync(learn, source)
    return base.id


async def test_a_question_to_several_knowledge_bases_is_embedded_once_for_each_model(elsewhere, shared, provider):
    provider.requests.clear()

    found = (await search.look_up_in([elsewhere, shared], QUESTION)).found

    assert base_of(shared).space_id is None and base_of(elsewhere).space_id is not None
    assert provider.embedded() == [QUESTION]
    best = {one.title: one for one in found}
    assert {"Returns", "Old page"} <= best.keys()
    assert best["Returns"].cosine == pytest.approx(best["Old page"].cosine, abs=0.1), "the levels differ"


async def test_two_that_have_the_same_model_ask_it_once(alice, elsewhere, provider):
    other = await knowledge_bases.create_base(alice, "Second")
    source = await knowledge.add_text(alice, other.id, "More", "Boots are resoled within a week.")
    await to_thread.run_sync(learn, source)
    assert base_of(other.id).space_id == base_of(elsewhere).space_id
    provider.requests.clear()

    await search.look_up_in([elsewhere, other.id], QUESTION)
    await search.look_up_in([elsewhere, other.id], QUESTION)

    assert provider.embedded() == [QUESTION]


async def test_a_model_that_does_not_answer_in_time_leaves_the_words(elsewhere, provider, monkeypatch):
    monkeypatch.setattr(embedding, "QUESTION_SECONDS", 0.3)
    provider.script = "hang"
    began = time.monotonic()

    first = await search.look_up(elsewhere, "When does a refund arrive?")
    waited, began = time.monotonic() - began, time.monotonic()
    second = await search.look_up(elsewhere, "How many days does a refund take?")

    assert "refund" in first.found[0].text and first.found[0].signs.lexical > 0
    assert [one.cosine for one in first.found] == [0] * len(first.found)
    assert second.found and waited < 3 and time.monotonic() - began < 0.25, "the second question waited too"


async def test_a_switch_between_question_and_search_is_noticed(shop, installed):
    """The process still believes that the knowledge base is in the built-in space."""
    before = await search.look_up(shop, QUESTION)
    installed().embed = embed_squeezed
    await settle(shop)
    assert search._last_space.get(shop) is None

    after = await search.look_up(shop, QUESTION)

    assert [one.passage_id for one in after.found] == [one.passage_id for one in before.found]
    assert search._last_space[shop] == base_of(shop).space_id


@pytest.mark.parametrize("masks", [True, False])
async def test_what_is_personal_in_a_question_leaves_only_where_the_chatbot_does_not_mask(
    alices_bot, elsewhere, provider, masks
):
    in_session(lambda session: setattr(session.get_one(Chatbot, alices_bot.id), "masks_personal", masks))
    chatbot = in_session(lambda session: session.get_one(Chatbot, alices_bot.id))
    await search.look_up(elsewhere, QUESTION)
    provider.requests.clear()

    await look_up_asked(Question(chatbot, MAILED), None)

    assert ("ann@example.com" in "".join(provider.embedded())) is not masks
    assert provider.embedded()


async def test_a_tried_search_masks_like_the_chatbot(alice, alices_bot, elsewhere, provider):
    await try_search(alice, alices_bot.id, MAILED)

    assert provider.embedded()[-1] == "My mail is <EMAIL_1>: can I give my sneakers back?"


async def test_contradictions_are_found_within_each_model(alice, alices_bot, elsewhere, shared, installed):
    """The contradiction is within the knowledge base that is searched by the squeezed model."""
    old = "Unworn shoes can be returned within 60 days for a full refund."
    source = await knowledge.add_text(alice, elsewhere, "Newer page", old)
    await to_thread.run_sync(learn, source)

    [report] = [step async for step in conflicts.find_conflicts(alice, alices_bot.id) if isinstance(step, Report)]

    said = [{pair.first.said, pair.second.said} for pair in report.contradictions]
    assert {old, RETURNS.partition(". ")[0] + "."} in said
    assert report.compared == report.total


async def test_an_owners_answer_is_told_whatever_the_model_and_found_by_it(alice, elsewhere, provider):
    from privexbot_app.services.owner_answers import find_owner_answer

    form = PairForm(question="Do you wrap gifts?", answer="Yes, for two dollars.", phrasings=["Is wrapping possible?"])
    await qa.add_pair(alice, elsewhere, form)
    provider.requests.clear()

    told = await find_owner_answer([elsewhere], "Do you wrap gifts?")

    assert told.answer == "Yes, for two dollars." and provider.requests == []
    assert "two dollars" in (await search.look_up(elsewhere, "Can you wrap it?")).found[0].text


async def test_a_pair_that_cannot_be_embedded_is_refused_with_a_sentence(alice, elsewhere, provider):
    from privexbot_app.services.embedding_words import NotEmbedded

    provider.script = "bad_key"
    with pytest.raises(NotEmbedded, match="does not accept the key"):
        await qa.add_pair(alice, elsewhere, PairForm(question="Do you wrap gifts?", answer="Yes."))

    assert await qa.count_pairs(alice, elsewhere) == 0


async def test_a_text_that_cannot_be_embedded_says_why_and_is_read_once_the_provider_is_back(
    alice, elsewhere, provider
):
    from privexbot_app.services import ingest

    provider.script = "bad_key"
    source = await knowledge.add_text(alice, elsewhere, "Gifts", "Gift cards never expire.")
    with pytest.raises(Exception, match="does not accept the key") as problem:
        await to_thread.run_sync(learn, source)
    await to_thread.run_sync(ingest.fail_source, source.id, source.attempt, problem.value.message)
    assert "30 days" in (await search.look_up(elsewhere, "Is a full refund possible?")).found[0].text

    provider.script = "normal"
    await knowledge.retry_source(alice, source.id)
    again = in_session(lambda session: session.get_one(Source, source.id))
    await to_thread.run_sync(learn, again)
    assert "Gift cards" in (await search.look_up(elsewhere, "Do gift cards expire?")).found[0].text
