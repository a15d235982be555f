"""What contradicts or repeats itself in all that a chatbot searches is told, with where it stands."""

import pytest
from anyio import to_thread

from privexbot_app.errors import NotFound
from privexbot_app.services import conflicts, knowledge, knowledge_bases, passages
from privexbot_app.services.conflicts import Report, find_conflicts
from tests.conftest import learn


async def report_of(viewer, bot) -> Report:
    *steps, report = [step async for step in find_conflicts(viewer, bot.id)]
    assert all(isinstance(step, float) and 0 <= step <= 1 for step in steps) and isinstance(report, Report)
    return report


async def teach(viewer, base_id, title, text):
    await to_thread.run_sync(learn, await knowledge.add_text(viewer, base_id, title, text))


@pytest.fixture
async def torn(alice, taught_bot):
    """A chatbot whose own knowledge says 30 days, and another that it searches 14."""
    base = await knowledge_bases.create_base(alice, "Old")
    await teach(alice, base.id, "Old page", "Unworn shoes can be returned within 14 days for a full refund.")
    await knowledge_bases.link_base(alice, taught_bot.id, base.id)
    return taught_bot


async def test_two_knowledge_bases_that_differ_in_a_number_are_told_with_their_places(alice, torn):
    report = await report_of(alice, torn)

    [pair] = report.contradictions
    sides = {side.source: side.said for side in (pair.first, pair.second)}
    assert "30 days" in sides["The shop"] and "14 days" in sides["Old page"]
    assert pair.percent >= 60 and report.duplicates == () and report.compared == report.total == 2


async def test_a_passage_that_was_disabled_contradicts_nothing_any_more(alice, torn):
    [pair] = (await report_of(alice, torn)).contradictions
    await passages.disable(alice, pair.first.passage_id, True)
    assert (await report_of(alice, torn)).contradictions == ()


async def test_the_same_text_twice_is_a_duplicate(alice, torn):
    await teach(alice, torn.knowledge_base_id, "Copy", "Unworn shoes can be returned within 14 days for a full refund.")
    [pair] = (await report_of(alice, torn)).duplicates
    assert {pair.first.source, pair.second.source} == {"Old page", "Copy"}


async def test_it_says_how_much_it_has_left_out(alice, torn, monkeypatch):
    monkeypatch.setattr(conflicts, "MOST_PASSAGES", 1)
    report = await report_of(alice, torn)
    assert (report.compared, report.total, report.contradictions) == (1, 2, ())


async def test_a_chatbot_that_knows_nothing_contradicts_nothing(alice, alices_bot):
    assert await report_of(alice, alices_bot) == Report((), (), 0, 0, 0)


async def test_a_stranger_compares_nothing(mallory, torn):
    with pytest.raises(NotFound):
        await report_of(mallory, torn)
