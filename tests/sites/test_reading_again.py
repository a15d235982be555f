"""A website is kept up to date: what did not change is not touched, what did replaces its own passages only."""

from datetime import timedelta

import pytest
from sqlmodel import select

from privexbot_app import db
from privexbot_app.models import ChangeKind, ChangeState, Passage, Site, SourceState, now
from privexbot_app.services import crawl_calendar, crawls, knowledge, site_changes, sites
from privexbot_app.services.knowledge import Upload
from privexbot_app.services.search import find_passages
from privexbot_app.services.sites import SiteForm
from tests.conftest import learn
from tests.sites.conftest import passages, reasons, states

PRICES = "".join(f"<h2>Shoe {n}</h2><p>Shoe number {n} costs {n * 7} dollars in every size.</p>" for n in range(9))


async def kinds(alice, source):
    return [
        (change.kind, change.url.rpartition("/")[2])
        for change in (await site_changes.list_changes(alice, source.id)).decided
    ]


async def test_nothing_is_embedded_and_no_row_changes_when_nothing_changed(alice, read, again, site, embedded):
    source = await read()
    before = passages()
    embedded.clear()

    shown = await again(source)

    assert (shown.state, shown.done, passages(), embedded) == (SourceState.READY, 5, before, [])
    assert site.conditions["/returns"] == '"returns"', "the website was not told what we have"
    assert site.conditions["/shipping"] == "", "it never said a tag"


async def test_only_what_changed_on_a_page_is_embedded_and_the_rest_keeps_its_ids(read, again, site, embedded):
    site.page("/returns", f"Within 30 days. {PRICES}")
    source = await read()
    before = passages()
    embedded.clear()

    site.page("/returns", f"Within 30 days. {PRICES.replace('28 dollars', '29 dollars')}")
    await again(source)

    after = passages()
    assert sorted(text for text in before.keys() - after.keys()) == ["Shoe number 4 costs 28 dollars in every size."]
    assert sorted(text for text in after.keys() - before.keys()) == ["Shoe number 4 costs 29 dollars in every size."]
    assert all(after[text] == before[text] for text in after.keys() & before.keys())
    assert all("Shoe 4" in text or "29 dollars" in text for text in embedded) and len(embedded) == 2


async def test_an_answer_comes_from_the_new_text_at_once(alices_bot, read, again, site):
    source = await read()
    site.page("/returns", "Unworn shoes can be returned within 45 days for a full refund.")

    await again(source)

    found = await find_passages(alices_bot.knowledge_base_id, "How many days do I have to return shoes?")
    assert "45 days" in found[0].text and not [one for one in found if "30 days" in one.text]


async def test_a_passage_that_moved_keeps_its_id_and_its_new_place(read, again, site):
    site.page("/returns", PRICES)
    source = await read()
    before = passages()

    turned = "".join(reversed(PRICES.replace("<h2>", "\n<h2>").splitlines(keepends=True)))
    site.page("/returns", turned)
    await again(source)

    assert passages() == before
    rows = db.in_session(
        lambda session: list(session.exec(select(Passage).order_by(Passage.document_id, Passage.position)))
    )
    prices = [row.text for row in rows if "Shoe number" in row.text]
    assert prices[0].startswith("Shoe number 8") and prices[-1].startswith("Shoe number 0")


async def test_a_page_that_is_gone_is_forgotten_at_the_second_time(alices_bot, read, again, site):
    source = await read()
    del site.answers["/returns"]

    await again(source)
    assert states(source)["/returns"] == "gone" and any("30 days" in text for text in passages())

    await again(source)
    assert not any("30 days" in text for text in passages())
    assert reasons(source)["/returns"] == "The page answered 404."


async def test_a_page_that_nobody_links_to_any_more_is_forgotten_at_the_second_time(alice, read, again, site):
    source = await read()
    site.page("/", "The Comet shoe shop sells running shoes in Toronto.", "/shipping")

    await again(source)
    assert reasons(source)["/returns"] == "Nothing leads to it any more."
    assert any("30 days" in text for text in passages())

    await again(source)
    assert not any("30 days" in text for text in passages())
    assert (ChangeKind.VANISHED, "returns") in await kinds(alice, source)


async def test_a_page_that_was_missing_once_is_forgiven(read, again, site):
    source = await read()
    page = site.answers.pop("/returns")
    await again(source)
    site.answers["/returns"] = page
    await again(source)
    del site.answers["/returns"]

    await again(source)

    assert any("30 days" in text for text in passages())


@pytest.mark.parametrize("broken", ["page", "start", "robots"])
async def test_a_crawl_that_fails_keeps_what_was_known(read, again, site, broken):
    source = await read()
    before = passages()
    site.put({"page": "/returns", "start": "/", "robots": "/robots.txt"}[broken], "", status=503)

    for _ in range(3):
        shown = await again(source)

    assert passages() == before
    assert shown.state is (SourceState.READY if broken == "page" else SourceState.FAILED)
    assert shown.passages == 5


async def test_a_page_that_appears_is_read_through_a_page_that_did_not_change(alice, read, again, site):
    source = await read()
    site.page("/shipping/abroad", "Parcels to Iceland cost nine dollars and take a week.", "/iceland")
    site.page("/iceland", "Reykjavik is served on Mondays.")

    await again(source)

    assert states(source)["/iceland"] == "indexed", "the way there leads over pages that answered 304"
    assert (ChangeKind.NEW, "iceland") in await kinds(alice, source)


async def test_the_first_reading_is_no_change_and_later_ones_show_their_difference(alice, read, again, site):
    source = await read()
    assert await kinds(alice, source) == []
    site.page("/returns", "Unworn shoes can be returned within 45 days for a full refund.", "/")

    await again(source)

    (change,) = (await site_changes.list_changes(alice, source.id)).decided
    assert (change.kind, change.state) == (ChangeKind.CHANGED, ChangeState.APPLIED)
    assert "-Unworn shoes can be returned within 30 days for a full refund." in change.diff
    assert "+Unworn shoes can be returned within 45 days for a full refund." in change.diff


async def test_paths_that_the_owner_leaves_out_are_forgotten_by_the_next_crawl(alice, read, again):
    source = await read()
    await sites.save_site(alice, source.id, SiteForm(exclude=["/returns"]))

    await again(source)

    assert not any("30 days" in text for text in passages())
    assert reasons(source)["/returns"] == "Your rules leave it out."


async def test_the_same_text_in_another_source_is_not_embedded_again(alice, alices_bot, embedded):
    from anyio import to_thread

    text = "Unworn shoes can be returned within thirty days for a full refund of whatever you paid for them."
    first = await knowledge.add_text(alice, alices_bot.knowledge_base_id, "Returns", text)
    await to_thread.run_sync(learn, first)
    embedded.clear()

    second = await knowledge.add_text(alice, alices_bot.knowledge_base_id, "Returns", text)
    await to_thread.run_sync(learn, second)
    await to_thread.run_sync(learn, await knowledge.retry_source(alice, first.id))

    assert embedded == []
    assert len(await knowledge.list_sources(alice, alices_bot.knowledge_base_id)) == 2


async def test_what_neighbouring_passages_share_is_embedded_once_and_each_is_found_by_its_own(
    alice, alices_bot, embedded
):
    from anyio import to_thread

    line = "Farm number {n} makes leather for {n}0 pairs of shoes a year, all of which are sold in the shop in Toronto."
    text = "# Farms\n\n" + " ".join(line.format(n=n) for n in range(40))
    upload = Upload("farms.md", text.encode())
    source = await knowledge.add_file(alice, alices_bot.knowledge_base_id, upload)
    await to_thread.run_sync(learn, source)

    assert len(passages()) > 2
    assert len(embedded) == len(set(embedded)) == 41
    best = (await find_passages(alices_bot.knowledge_base_id, line.format(n=33)))[0]
    spoken = [best.text[start:end] for start, end in best.sentences]
    assert spoken[best.sentence_cosines.index(max(best.sentence_cosines))] == line.format(n=33)


async def test_a_website_is_read_again_when_its_time_has_come_and_not_before(alice, read):
    source = await read(every_hours=6)
    assert await crawl_calendar.queue_due() == []
    _set_next(source, now() - timedelta(seconds=1))

    assert await crawl_calendar.queue_due() == [(source.id, 2)]
    assert await crawl_calendar.queue_due() == []
    shown = await sites.get_site(alice, source.id)
    assert shown.state is SourceState.QUEUED
    assert shown.next_at and timedelta(hours=5) < shown.next_at - now() <= timedelta(hours=6)


async def test_one_that_is_being_read_is_not_started_again_but_afterwards(alice, read, again):
    source = await read()
    await sites.crawl_now(alice, source.id)
    _set_next(source, now())

    assert await crawl_calendar.queue_due() == []
    crawls.fail_crawl(source.id, 2, "The website could not be reached.")
    assert await crawl_calendar.queue_due() == [(source.id, 3)]


async def test_a_crawl_whose_place_in_the_queue_was_lost_is_found_by_the_sweep(alice, read):
    source = await read()
    await sites.crawl_now(alice, source.id)

    assert await crawl_calendar.list_stalled(0) == [(source.id, 2)]
    assert await crawl_calendar.list_stalled(60) == []


async def test_a_new_calendar_counts_from_now(alice, read):
    source = await read()
    await sites.save_site(alice, source.id, SiteForm(every_hours=24))
    planned = (await sites.get_site(alice, source.id)).next_at
    assert planned is not None and timedelta(hours=23) < planned - now() <= timedelta(hours=24)

    await sites.save_site(alice, source.id, SiteForm(every_hours=0))
    assert (await sites.get_site(alice, source.id)).next_at is None


def _set_next(source, moment):
    def change(session):
        session.get_one(Site, source.id).next_at = moment

    db.in_session(change)
