"""What an owner decides about a passage: the chatbot does so at once, a new reading keeps it, and all can be undone."""

from dataclasses import replace

import pytest
from anyio import to_thread
from sqlmodel import select

from privexbot_app.db import in_session
from privexbot_app.errors import Conflict, Forbidden, Invalid, NotFound
from privexbot_app.models import Passage, PassageOverride, Role, SourceContent
from privexbot_app.rag.stretches import Stretch
from privexbot_app.services import documents, knowledge, passages, qa, search
from privexbot_app.services.evidence import Evidence, receipt
from privexbot_app.store.passages import list_candidates
from tests.answers.telling import ask, find_all, last_reply, text_of
from tests.bases.conftest import RETURNS
from tests.conftest import learn

QUESTION = "Within how many days can shoes be returned?"


async def found(bot, question=QUESTION):
    return (await search.look_up(bot.knowledge_base_id, question)).found


async def titles(bot, question=QUESTION):
    return [one.title for one in await found(bot, question)]


async def read_again(viewer, bot, title, text=None):
    sources = await knowledge.list_sources(viewer, bot.knowledge_base_id)
    source_id = next(source.id for source in sources if source.title == title)
    if text is not None:
        in_session(lambda session: setattr(session.get_one(SourceContent, source_id), "content", text.encode()))
    source = await knowledge.retry_source(viewer, source_id)
    await to_thread.run_sync(learn, source)


def row_of(passage_id):
    def read(session):
        row = session.get_one(Passage, passage_id)
        return row.text, row.sentences, row.vectors, row.lexemes, row.lexeme_count, row.override_id

    return in_session(read)


async def test_a_disabled_passage_is_never_found_nor_counted(alice, shop, passage_of):
    passage = await passage_of("Outlet")
    before = row_of(passage.id)
    await passages.disable(alice, passage.id, True)

    looked = await search.look_up(shop.knowledge_base_id, "outlet")
    assert [one.title for one in looked.found] == ["Returns"]
    assert looked.statistics.frequencies == {"outlet": 0} and looked.statistics.passages == 1
    assert in_session(list_candidates, [shop.knowledge_base_id], [passage.id]) == []  # nor by an index of before
    assert "10 days" not in text_of(await ask(shop, "How long can outlet shoes be returned?"))

    await passages.disable(alice, passage.id, False)
    assert row_of(passage.id) == before and find_all(PassageOverride) == []
    assert set(await titles(shop)) == {"Returns", "Outlet"}


async def test_a_boost_is_added_to_the_score_and_a_negative_one_taken_away(alice, shop, passage_of):
    passage, before = await passage_of("Outlet"), {one.title: one for one in await found(shop)}
    for by in (0.3, -0.25):
        await passages.boost(alice, passage.id, by)
        after = {one.title: one for one in await found(shop)}
        assert after["Outlet"].score == pytest.approx(before["Outlet"].score + by)
        assert after["Outlet"].boost == by and after["Outlet"].signs == before["Outlet"].signs
        assert after["Returns"].score == pytest.approx(before["Returns"].score)

    await passages.boost(alice, passage.id, 0)
    assert {one.title: one.score for one in await found(shop)} == {title: one.score for title, one in before.items()}


@pytest.mark.parametrize("by", [0.31, -0.5, float("nan"), float("inf")])
async def test_a_boost_beyond_the_limit_is_refused(alice, passage_of, by):
    with pytest.raises(Invalid):
        await passages.boost(alice, (await passage_of("Outlet")).id, by)


async def test_a_pinned_passage_comes_first_where_it_is_found_and_nowhere_else(alice, shop, passage_of):
    first, last = await titles(shop)
    await passages.pin(alice, (await passage_of(last)).id, True)

    assert await titles(shop) == [last, first]
    [only] = (await search.look_up(shop.knowledge_base_id, QUESTION, limit=1)).found
    assert only.title == first
    await passages.pin(alice, (await passage_of(last)).id, False)
    assert await titles(shop) == [first, last]


async def test_other_words_are_what_the_chatbot_sees_and_says_and_citations_tell_so(alice, shop, passage_of):
    passage = await passage_of("Outlet")
    before = row_of(passage.id)
    await passages.edit(alice, passage.id, "  Outlet shoes can be returned within 20 days, umbrellas never. ")

    assert "20 days" in text_of(await ask(shop, "How long can outlet shoes be returned?"))
    reply = last_reply()
    assert reply.citations[0]["edited"] is True and reply.receipt["passages"][0]["edited"] is True
    assert (await titles(shop, "umbrella"))[0] == "Outlet"
    looked = await search.look_up(shop.knowledge_base_id, "box")
    assert looked.statistics.frequencies == {"box": 0}
    edited = await passage_of("Outlet")
    assert edited.is_edited and edited.text.startswith("Outlet shoes") and edited.read == passage.text

    await passages.restore(alice, passage.id)
    assert row_of(passage.id) == before
    await ask(shop, "How long can outlet shoes be returned?")
    assert "edited" not in last_reply().citations[0]


async def test_the_link_of_an_edited_passage_leads_to_the_page_and_not_to_words_that_are_not_there(shop):
    [one, *_] = await found(shop)
    on_page = replace(one, url="https://shop.example/returns")

    assert ":~:text=" in Evidence([Stretch((on_page,))]).cite(1, 1)["url"]
    cited = Evidence([Stretch((replace(on_page, is_edited=True),))]).cite(1, 1)
    assert (cited["url"], cited["edited"]) == ("https://shop.example/returns", True)
    assert receipt([one], "m")["passages"][0]["source"] == str(one.source_id)


async def test_words_that_are_the_same_again_undo_the_edit(alice, shop, passage_of):
    passage = await passage_of("Returns")
    await passages.edit(alice, passage.id, "Never.")
    await passages.edit(alice, passage.id, RETURNS)
    assert not (await passage_of("Returns")).is_edited and find_all(PassageOverride) == []


async def test_every_decision_outlives_a_new_reading_of_the_same_words(alice, shop, passage_of):
    returns, outlet = await passage_of("Returns"), await passage_of("Outlet")
    await passages.edit(alice, returns.id, "Unworn boots can be returned within 99 days.")
    await passages.pin(alice, returns.id, True)
    await passages.boost(alice, returns.id, 0.1)
    await passages.disable(alice, outlet.id, True)

    for title in ("Returns", "Outlet"):
        await read_again(alice, shop, title)

    again = await passage_of("Returns")
    assert again.id != returns.id
    assert (again.text, again.read) == ("Unworn boots can be returned within 99 days.", RETURNS)
    assert (again.is_edited, again.is_pinned, again.boost) == (True, True, 0.1)
    assert (await passage_of("Outlet")).is_disabled and await titles(shop) == ["Returns"]
    await passages.restore(alice, again.id)
    assert (await passage_of("Returns")).text == RETURNS


async def test_words_that_have_changed_on_the_page_are_read_as_they_are_now(alice, shop, passage_of):
    await passages.edit(alice, (await passage_of("Returns")).id, "Within 99 days.")

    await read_again(alice, shop, "Returns", "Shoes can be returned within 45 days.")

    now = await passage_of("Returns")
    assert (now.text, now.is_edited) == ("Shoes can be returned within 45 days.", False)


async def test_a_decision_goes_with_its_source(alice, shop, passage_of):
    await passages.disable(alice, (await passage_of("Outlet")).id, True)
    [outlet] = [one for one in await knowledge.list_sources(alice, shop.knowledge_base_id) if one.title == "Outlet"]
    await knowledge.delete_source(alice, outlet.id)
    assert find_all(PassageOverride) == []


async def test_the_owners_answers_are_disabled_here_but_edited_where_they_were_written(alice, shop):
    pair = qa.PairForm(question="Do you wrap gifts?", answer="Yes, for $4.", phrasings=["gift paper"])
    await qa.add_pair(alice, shop.knowledge_base_id, pair)
    rows = (await documents.list_documents(alice, shop.id, "questions")).rows
    [passage] = (await documents.read_document(alice, rows[0].row.id)).passages
    before = row_of(passage.id)

    with pytest.raises(Conflict):
        await passages.edit(alice, passage.id, "No.")
    await passages.disable(alice, passage.id, True)
    assert "gift" not in str(await titles(shop, "What does gift paper cost?"))
    await passages.disable(alice, passage.id, False)
    assert row_of(passage.id) == before


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 4001])
async def test_an_edit_has_words_but_not_too_many(alice, passage_of, text):
    with pytest.raises(Invalid):
        await passages.edit(alice, (await passage_of("Returns")).id, text)


async def test_neither_a_stranger_nor_who_may_only_look_decides_anything(alice, mallory, shop, passage_of):
    passage_id = (await passage_of("Returns")).id
    for viewer, refusal in ((mallory, NotFound), (replace(alice, role=Role.VIEWER), Forbidden)):
        for attempt in (
            passages.disable(viewer, passage_id, True),
            passages.pin(viewer, passage_id, True),
            passages.boost(viewer, passage_id, 0.1),
            passages.edit(viewer, passage_id, "Everything is free."),
            passages.restore(viewer, passage_id),
        ):
            with pytest.raises(refusal):
                await attempt
    assert in_session(lambda session: list(session.exec(select(PassageOverride)))) == []
