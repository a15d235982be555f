"""The owner's own answers: known at once, told word for word, and only to the question they answer."""

import pytest

from privexbot_app.errors import Conflict, Forbidden, NotFound
from privexbot_app.models import Role
from privexbot_app.services import knowledge, qa, search
from privexbot_app.services.qa import PairForm

GIFTS = PairForm(
    question="Do you have gift wrapping?",
    phrasings=["Can you wrap it as a present?"],
    answer="Yes! We wrap for $4.\nTell us at the till.",
    link="https://shop.example/gifts",
)


async def test_an_answer_is_known_as_soon_as_it_is_saved(ask, alice, taught_bot):
    said, ended, _ = await ask("Do you have gift wrapping?")
    assert (said, ended["grounded"]) == (taught_bot.fallback, False)

    await qa.add_pair(alice, taught_bot.knowledge_base_id, GIFTS)

    said, ended, citations = await ask("do you offer gift wrap")
    assert (said, ended["grounded"]) == (GIFTS.answer, True)
    assert [(one["title"], one["url"]) for one in citations] == [("Answer by the owner", GIFTS.link)]


@pytest.mark.parametrize(
    "question", ["can you wrap it as a present", "DO YOU HAVE GIFT WRAPPING ??", "do you gift wrap"]
)
async def test_every_phrasing_gets_the_answer_word_for_word(ask, alice, taught_bot, question):
    await qa.add_pair(alice, taught_bot.knowledge_base_id, GIFTS)

    assert (await ask(question))[0] == GIFTS.answer


async def test_it_wins_over_what_the_sources_say(ask, alice, taught_bot):
    assert "sizes 7, 8, 9" in (await ask("Do you have size 9 in red?"))[0]

    form = PairForm(question="Do you have size 9 in red?", answer="Sold out since this morning.")
    await qa.add_pair(alice, taught_bot.knowledge_base_id, form)

    assert (await ask("Do you have size 9 in red?"))[0] == "Sold out since this morning."


@pytest.mark.parametrize(
    "other",
    ["Do you have size 10 in red?", "Do you have size 9 in blue?", "Do you not have size 9 in red?"],
)
async def test_another_size_or_colour_is_another_question(ask, alice, taught_bot, other):
    form = PairForm(question="Do you have size 9 in red?", answer="Sold out since this morning.")
    await qa.add_pair(alice, taught_bot.knowledge_base_id, form)

    assert (await ask(other))[0] != "Sold out since this morning."


async def test_a_deleted_answer_is_forgotten_at_once(ask, alice, taught_bot):
    pair = await qa.add_pair(alice, taught_bot.knowledge_base_id, GIFTS)
    await qa.delete_pair(alice, pair.id)

    said, ended, _ = await ask("Do you have gift wrapping?")
    assert (said, ended["grounded"]) == (taught_bot.fallback, False)
    assert await qa.list_pairs(alice, taught_bot.knowledge_base_id) == []


async def test_an_edited_answer_replaces_the_old_one_and_its_phrasings(ask, alice, taught_bot):
    pair = await qa.add_pair(alice, taught_bot.knowledge_base_id, GIFTS)
    await qa.edit_pair(alice, pair.id, GIFTS.model_copy(update={"answer": "Not any more.", "phrasings": []}))

    assert (await ask("Do you have gift wrapping?"))[0] == "Not any more."
    (kept,) = await qa.list_pairs(alice, taught_bot.knowledge_base_id)
    assert kept.phrasings == [] and kept.changed_at > kept.created_at


async def test_what_no_phrasing_matches_can_still_be_found_in_the_answer(alice, taught_bot):
    await qa.add_pair(alice, taught_bot.knowledge_base_id, GIFTS)

    found = await search.find_passages(taught_bot.knowledge_base_id, "What does wrapping cost at the till?")

    assert (found[0].title, found[0].heading) == ("Answer by the owner", GIFTS.question)


async def test_a_question_has_one_answer_however_it_is_spelled(alice, taught_bot):
    first = await qa.add_pair(alice, taught_bot.knowledge_base_id, GIFTS)
    other = await qa.add_pair(alice, taught_bot.knowledge_base_id, PairForm(question="Do you repair?", answer="No."))

    again = PairForm(question="do you have GIFT wrapping", answer="Another.")
    with pytest.raises(Conflict):
        await qa.add_pair(alice, taught_bot.knowledge_base_id, again)
    with pytest.raises(Conflict):
        await qa.edit_pair(alice, other.id, again)
    assert (await qa.get_pair(alice, first.id)).answer == GIFTS.answer


async def test_all_pairs_are_one_source_and_go_with_it(ask, alice, taught_bot):
    await qa.add_pair(alice, taught_bot.knowledge_base_id, GIFTS)
    await qa.add_pair(alice, taught_bot.knowledge_base_id, PairForm(question="Do you repair?", answer="No."))
    [source] = [one for one in await knowledge.list_sources(alice, taught_bot.knowledge_base_id) if one.kind == "qa"]
    assert (source.title, source.passages, source.state) == ("Questions and answers", 2, "ready")

    with pytest.raises(Conflict):
        await knowledge.retry_source(alice, source.id)
    await knowledge.delete_source(alice, source.id)

    assert await qa.count_pairs(alice, taught_bot.knowledge_base_id) == 0
    assert (await ask("Do you have gift wrapping?"))[0] == taught_bot.fallback


async def test_a_stranger_sees_changes_and_deletes_nothing(alice, mallory, taught_bot):
    pair = await qa.add_pair(alice, taught_bot.knowledge_base_id, GIFTS)

    for call in (
        qa.list_pairs(mallory, taught_bot.knowledge_base_id),
        qa.count_pairs(mallory, taught_bot.knowledge_base_id),
        qa.get_pair(mallory, pair.id),
        qa.add_pair(mallory, taught_bot.knowledge_base_id, PairForm(question="Free?", answer="Yes.")),
        qa.edit_pair(mallory, pair.id, PairForm(question="Free?", answer="Yes.")),
        qa.delete_pair(mallory, pair.id),
    ):
        with pytest.raises(NotFound):
            await call
    assert await qa.count_pairs(alice, taught_bot.knowledge_base_id) == 1


async def test_who_may_only_look_cannot_write_answers(alice, taught_bot):
    from dataclasses import replace

    with pytest.raises(Forbidden):
        await qa.add_pair(replace(alice, role=Role.VIEWER), taught_bot.knowledge_base_id, GIFTS)


@pytest.mark.parametrize("wrong", [{"link": "javascript:alert(1)"}, {"question": "  "}, {"phrasings": ["x" * 301]}])
def test_what_cannot_be_an_answer_is_refused(wrong):
    with pytest.raises(ValueError):
        PairForm.model_validate(GIFTS.model_dump() | wrong)


async def test_a_file_adds_new_answers_and_renews_old_ones_and_its_bad_lines_are_named(ask, alice, taught_bot):
    await qa.add_pair(alice, taught_bot.knowledge_base_id, GIFTS)
    table = await qa.read_table(
        b"Question,Answer,Phrasings,Link\n"
        b"do you have gift wrapping,We stopped wrapping.,,\n"
        b'Do you sell laces?,"Yes,\nin all colours.",have you got shoelaces|any laces,https://shop.example/laces\n'
        b"No answer,,,\n"
        b"too,few\n"
        b"Bad link?,Yes.,,ftp://x\n"
    )
    heard = [step async for step in qa.import_pairs(alice, taught_bot.knowledge_base_id, table)]

    assert heard[-1] == 2
    assert [step.split(":")[0] for step in heard if isinstance(step, str)] == [
        "Line 5 was left out", "Line 6 was left out", "Line 7 was left out"
    ]  # fmt: skip
    assert (await ask("Do you have gift wrapping?"))[0] == "We stopped wrapping."
    assert (await ask("have you got shoelaces"))[0] == "Yes,\nin all colours."
