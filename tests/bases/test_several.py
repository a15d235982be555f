"""A chatbot that searches several knowledge bases finds what it would find if they were one."""

import pytest

from privexbot_app.db import in_session
from privexbot_app.models import Source
from privexbot_app.services import search
from tests.rag.test_search import COOKBOOK, SHOP, learn, new_base

pytestmark = pytest.mark.usefixtures("database")

QUESTIONS = ("How long do I have to give them back?", "Is the red sneaker there in size 9?", "dough", "Cooper's")


CLOSE = 1e-6  # floats are added in another order


def told(looked: search.LookUp) -> list[tuple[str, str]]:
    return [(one.title, one.text) for one in looked.found]


def scores(looked: search.LookUp) -> dict[tuple[str, str, str], float]:
    of_score = {(one.title, one.text, "score"): one.score for one in looked.found}
    return of_score | {(one.title, one.text, "lexical"): one.lexical for one in looked.found}


@pytest.mark.parametrize("question", QUESTIONS)
async def test_two_halves_are_searched_as_the_whole_would_be(question):
    pages = SHOP | COOKBOOK
    whole = new_base(pages)
    halves = [new_base({title: pages[title] for title in list(pages)[half::2]}) for half in (0, 1)]

    one, two = await search.look_up(whole, question, 10), await search.look_up_in(halves, question, 10)

    assert sorted(told(two)) == sorted(told(one))
    assert scores(two) == pytest.approx(scores(one), abs=CLOSE)
    assert (two.statistics, two.found[0].title) == (one.statistics, one.found[0].title)


@pytest.mark.parametrize("question", QUESTIONS)
async def test_an_empty_one_beside_it_and_the_same_one_twice_change_no_score(question):
    shop, empty = new_base(SHOP), new_base()
    alone = await search.look_up(shop, question)

    for bases in ([shop, empty], [shop, shop]):
        beside = await search.look_up_in(bases, question)
        assert told(beside) == told(alone)
        assert scores(beside) == pytest.approx(scores(alone), abs=CLOSE)


async def test_a_change_in_one_of_them_is_found_at_once():
    shop, cookbook = new_base(SHOP), new_base(COOKBOOK)
    await search.look_up_in([shop, cookbook], "Do gift cards expire?")

    learn(cookbook, "Gift cards", ["Gift cards never expire."])

    found = (await search.look_up_in([shop, cookbook], "Do gift cards expire?")).found
    assert found[0].title == "Gift cards"


async def test_a_filter_lets_only_its_sources_through_with_the_scores_they_always_have():
    shop, cookbook = new_base(SHOP), new_base(COOKBOOK)
    question = "Is the red sneaker in stock in size 9, and how do I bake bread?"
    everything = await search.look_up_in([shop, cookbook], question, 10)
    sources = {one.title: one.source_id for one in everything.found}

    only = await search.look_up_in([shop, cookbook], question, 10, [sources["Boot"], sources["Bread"]])

    assert {one.title for one in only.found} == {"Boot", "Bread"}
    assert set(told(only)) <= set(told(everything))
    assert scores(only) == pytest.approx({of: scores(everything)[of] for of in scores(only)}, abs=CLOSE)
    assert only.statistics == everything.statistics


async def test_a_source_of_another_knowledge_base_finds_nothing():
    shop, cookbook = new_base(SHOP), new_base(COOKBOOK)
    bread = (await search.look_up(cookbook, "bread")).found[0].source_id

    assert (await search.look_up_in([shop], "bread", source_ids=[bread])).found == ()
    assert in_session(lambda session: session.get_one(Source, bread)).title == "Bread"
