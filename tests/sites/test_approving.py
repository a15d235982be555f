"""An owner who wants to be asked: what differs waits, with its difference, and until then what was known stays."""

import pytest
from anyio import to_thread

from privexbot_app import db
from privexbot_app.errors import Conflict, NotFound
from privexbot_app.models import ChangeKind, ChangeState, SiteChange
from privexbot_app.services import site_changes, sites
from privexbot_app.services.search import find_passages
from tests.rag.files import pdf
from tests.sites.conftest import passages, reasons, states

NEW_TEXT = "Unworn shoes can be returned within 45 days for a full refund."


@pytest.fixture
async def asked(alice, read, again, site):
    """A website after a crawl that found one changed, one new, and for the second time one missing page."""
    source = await read(needs_approval=True)
    del site.answers["/hidden"]
    await again(source)
    site.page("/returns", NEW_TEXT, "/", "/news")
    site.page("/news", "The shop in Montreal opens in May.")
    await again(source)
    return source


async def waiting(alice, source):
    found = await site_changes.list_changes(alice, source.id)
    return {change.url.rpartition("/")[2]: change for change in found.waiting}


def apply_all():
    for change_id, tries in db.in_session(lambda session: [(c.id, c.tries) for c in session.query(SiteChange)]):
        site_changes.apply_change(change_id, tries)


async def test_the_first_reading_needs_no_word(alice, read):
    source = await read(needs_approval=True)

    assert set(states(source).values()) == {"indexed"}
    assert await waiting(alice, source) == {}


async def test_what_differs_waits_and_what_was_known_stays(alice, asked):
    found = await waiting(alice, asked)

    assert (await sites.get_site(alice, asked.id)).notes == ["3 changes wait for your word."]
    assert {name: change.kind for name, change in found.items()} == {
        "returns": ChangeKind.CHANGED,
        "news": ChangeKind.NEW,
        "hidden": ChangeKind.VANISHED,
    }
    assert f"+{NEW_TEXT}" in found["returns"].diff and "-The warranty" in found["hidden"].diff
    texts = " ".join(passages())
    assert "30 days" in texts and "warranty" in texts and "Montreal" not in texts and "45 days" not in texts


async def test_nobody_is_asked_twice_about_the_same(alice, asked, again):
    before = {name: change.id for name, change in (await waiting(alice, asked)).items()}

    await again(asked)

    assert {name: change.id for name, change in (await waiting(alice, asked)).items()} == before


async def test_an_approved_change_counts_and_the_others_go_on_waiting(alice, asked):
    change = (await waiting(alice, asked))["returns"]

    await site_changes.approve_change(alice, asked.id, change.id)
    assert await site_changes.list_stalled(0) == [(change.id, 1)]
    await to_thread.run_sync(apply_all)

    assert "45 days" in " ".join(passages()) and "30 days" not in " ".join(passages())
    assert set(await waiting(alice, asked)) == {"news", "hidden"}
    assert await site_changes.list_stalled(0) == []


async def test_all_are_approved_at_once_and_applying_twice_leaves_them_once(alice, asked):
    assert await site_changes.approve_all(alice, asked.id) == 3
    for _ in range(2):
        await to_thread.run_sync(apply_all)

    texts = " ".join(passages())
    assert "45 days" in texts and "Montreal" in texts and "warranty" not in texts
    assert len(passages()) == 5
    assert states(asked)["/news"] == "indexed"
    assert (await sites.get_site(alice, asked.id)).notes == []


async def test_what_was_rejected_is_not_asked_about_again(alice, asked, again, site):
    assert await site_changes.reject_all(alice, asked.id) == 3
    site.answers["/returns"].body += b"<!-- other bytes -->"

    await again(asked)

    assert await waiting(alice, asked) == {}
    assert "30 days" in " ".join(passages()) and "warranty" in " ".join(passages())
    assert reasons(asked)["/news"] == "You did not want it."


async def test_another_change_after_a_rejected_one_is_asked_about(alice, asked, again, site):
    await site_changes.reject_all(alice, asked.id)
    site.page("/returns", "Unworn shoes can be returned within 60 days for a full refund.", "/", "/news")

    await again(asked)

    assert set(await waiting(alice, asked)) == {"returns"}


async def test_a_change_that_was_taken_back_waits_no_longer(alice, asked, again, site):
    site.page("/returns", "Unworn shoes can be returned within 30 days for a full refund.", "/", "/news")
    site.page("/hidden", "The warranty on soles lasts eighteen months from the day of purchase.")

    await again(asked)

    assert set(await waiting(alice, asked)) == {"news"}
    assert states(asked)["/returns"] == "indexed"


async def test_a_decision_is_made_once(alice, asked):
    change = (await waiting(alice, asked))["news"]
    await site_changes.reject_change(alice, asked.id, change.id)

    for decide in (site_changes.approve_change, site_changes.reject_change):
        with pytest.raises(Conflict):
            await decide(alice, asked.id, change.id)
    assert db.in_session(lambda session: session.get_one(SiteChange, change.id).text) == ""


async def test_an_approval_that_fails_waits_again_with_the_reason(alice, asked):
    change = (await waiting(alice, asked))["news"]
    await site_changes.approve_change(alice, asked.id, change.id)

    site_changes.put_back(change.id, 1, "The embedding model's file is damaged.")

    again_waiting = (await waiting(alice, asked))["news"]
    assert (again_waiting.state, again_waiting.problem[:13]) == (ChangeState.WAITING, "The embedding")


async def test_a_stranger_decides_nothing(mallory, alice, asked):
    change = (await waiting(alice, asked))["news"]
    calls = [
        site_changes.list_changes(mallory, asked.id),
        site_changes.approve_change(mallory, asked.id, change.id),
        site_changes.reject_change(mallory, asked.id, change.id),
        site_changes.approve_all(mallory, asked.id),
        site_changes.reject_all(mallory, asked.id),
    ]
    for call in calls:
        with pytest.raises(NotFound):
            await call


async def test_the_pages_of_a_pdf_that_waited_are_still_known_when_it_is_approved(alice, alices_bot, read, again, site):
    source = await read(needs_approval=True)
    site.page("/returns", "See our guide.", "/", "/guide.pdf")
    site.put("/guide.pdf", pdf(["The shop is in Montreal.", "Gift cards last for three years."]), "application/pdf")
    await again(source)
    await site_changes.approve_all(alice, source.id)
    await to_thread.run_sync(apply_all)

    best = (await find_passages(alices_bot.knowledge_base_id, "How long do gift cards last?"))[0]
    assert (best.pages, best.page_kind) == ((1, 2), "page")
