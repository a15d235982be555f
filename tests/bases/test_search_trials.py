"""A question tried on the search says what is found, why, what would be quoted, and what a model would read."""

import pytest

from privexbot_app.errors import Invalid, NotFound
from privexbot_app.models import Message
from privexbot_app.services import chatbots, knowledge, knowledge_bases, passages, qa
from privexbot_app.services.chatbots import ChatbotChanges
from privexbot_app.services.search_trials import try_search
from tests.answers.telling import ask, find_all, text_of

QUESTION = "Within how many days can unworn shoes be returned?"


async def test_the_parts_of_a_score_add_up_to_it(alice, shop, passage_of):
    await passages.boost(alice, (await passage_of("Outlet")).id, 0.2)

    trial = await try_search(alice, shop.id, QUESTION)

    assert {one.passage.title for one in trial.passages} == {"Returns", "Outlet"}
    for one in trial.passages:
        assert sum(one.parts) == pytest.approx(one.passage.score, abs=1e-5)
    assert [one.parts[4] for one in trial.passages if one.passage.title == "Outlet"] == [0.2]
    assert all(one.is_used for one in trial.passages)


async def test_the_quote_is_what_the_chatbot_says_and_is_told_only_when_it_is_sure_enough(alice, shop):
    trial = await try_search(alice, shop.id, QUESTION)
    assert trial.is_told and trial.quoted in text_of(await ask(shop, QUESTION))

    await chatbots.update_chatbot(alice, shop.id, ChatbotChanges(least_sure=90))
    stricter = await try_search(alice, shop.id, "Who was the first man on the moon?")
    assert (stricter.least_sure, stricter.is_told) == (90, False) and stricter.percent < 90


async def test_the_prompt_has_the_rules_the_passages_and_the_question_as_a_model_would_get_them(alice, shop):
    await chatbots.update_chatbot(alice, shop.id, ChatbotChanges(instructions="Mention the umbrella sale."))

    trial = await try_search(alice, shop.id, f"{QUESTION} I am grace@example.com")

    assert "Mention the umbrella sale." in trial.system and "within 30 days" in trial.system
    assert QUESTION in trial.asked and "grace@example.com" not in trial.asked and "<EMAIL_1>" in trial.asked
    assert trial.fitting == 2


async def test_it_can_be_kept_to_one_knowledge_base_or_source(alice, shop):
    base = await knowledge_bases.create_base(alice, "Empty")
    await knowledge_bases.link_base(alice, shop.id, base.id)
    sources = {source.title: source.id for source in await knowledge.list_sources_of_bot(alice, shop.id)}

    assert (await try_search(alice, shop.id, QUESTION, [base.id])).passages == ()
    only = await try_search(alice, shop.id, QUESTION, [shop.knowledge_base_id], [sources["Outlet"]])
    assert [one.passage.title for one in only.passages] == ["Outlet"]


async def test_the_owners_own_answer_is_shown_as_what_is_told_first(alice, shop):
    await qa.add_pair(alice, shop.knowledge_base_id, qa.PairForm(question=QUESTION, answer="30."))
    assert (await try_search(alice, shop.id, QUESTION)).owners == "30."


async def test_more_is_shown_than_an_answer_is_made_from(alice, alices_bot):
    for number in range(9):
        pair = qa.PairForm(question=f"Do you sell sock number {number}?", answer=f"Sock {number} is sold in packs.")
        await qa.add_pair(alice, alices_bot.knowledge_base_id, pair)

    trial = await try_search(alice, alices_bot.id, "What about socks?")

    assert [one.is_used for one in trial.passages] == [True] * 6 + [False] * 3


async def test_nothing_of_it_is_kept(alice, shop):
    await try_search(alice, shop.id, QUESTION)
    assert find_all(Message) == []


async def test_strangers_try_nothing_neither_here_nor_in_what_is_not_searched(alice, mallory, shop):
    theirs = await chatbots.create_chatbot(mallory, "Mine")
    with pytest.raises(NotFound):
        await try_search(mallory, shop.id, QUESTION)
    assert (await try_search(mallory, theirs.id, QUESTION, [shop.knowledge_base_id])).passages == ()
    with pytest.raises(Invalid):
        await try_search(alice, shop.id, "  ")
