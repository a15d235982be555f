"""What is older than a chatbot keeps it goes by itself, and nothing else."""

import asyncio
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from sqlmodel import select, update

from privexbot_app import db
from privexbot_app.errors import Forbidden, NotFound
from privexbot_app.jobs import sweeps
from privexbot_app.models import Chatbot, Conversation, Lead, Message, Role, Visitor, now
from privexbot_app.services import privacy, retention
from privexbot_app.services.privacy import PrivacyChanges
from privexbot_app.store import retention as store
from privexbot_app.store.retention import Expiry, Swept
from tests.privacy.worlds import build_world, clear, hash_rows

DETAILS = {"fields": {"name": "Ada", "email": "ada@example.com"}}


def expired_rows(session, expiry: Expiry) -> set[tuple[str, str]]:
    """What has to go, said a second time in plain words."""
    threads = [one for one in session.exec(select(Conversation)) if one.chatbot_id == expiry.chatbot_id]
    gone = {one.id for one in threads if one.changed_at < expiry.before}
    leads = [one for one in session.exec(select(Lead)) if one.chatbot_id == expiry.chatbot_id]
    gone_leads = {one.id for one in leads if expiry.with_leads and one.created_at < expiry.before}
    needed = {one.visitor_id for one in threads if one.id not in gone}
    needed |= {one.visitor_id for one in leads if one.id not in gone_leads}
    visitors = [one for one in session.exec(select(Visitor)) if one.chatbot_id == expiry.chatbot_id]
    gone_visitors = {one.id for one in visitors if one.seen_at < expiry.before and one.id not in needed}
    messages = {one.id for one in session.exec(select(Message)) if one.conversation_id in gone}
    by_table = {"conversations": gone, "messages": messages, "leads": gone_leads, "visitors": gone_visitors}
    return {(name, str(id_)) for name, ids in by_table.items() for id_ in ids}


@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    seed=st.integers(0, 2**32), days=st.sampled_from([1, 7, 30, 50]), with_leads=st.booleans(), batch=st.integers(1, 4)
)
def test_a_sweep_deletes_exactly_what_is_too_old_and_the_preview_says_so_before(
    database, seed, days, with_leads, batch
):
    def sweep(session):
        clear(session)
        build_world(session, seed)
        bot = session.exec(select(Chatbot)).first()
        expiry = Expiry(bot.id, now() - timedelta(days=days), with_leads)
        unlinked = frozenset({"leads.conversation_id"})  # a lead that is kept outlives its conversation
        before, expired = hash_rows(session, unlinked), expired_rows(session, expiry)
        promised = store.count_expired(session, expiry)

        total = Swept()
        while swept := store.delete_expired(session, expiry, batch):
            total += swept
        session.expire_all()

        assert hash_rows(session, unlinked) == {key: row for key, row in before.items() if key not in expired}
        assert total == promised

    db.in_session(sweep)


def age(table, column, days):
    """Everything in the table is so many days older."""
    db.in_session(lambda session: session.exec(update(table).values({column: now() - timedelta(days=days)})))


def count(table):
    return len(db.in_session(lambda session: list(session.exec(select(table)))))


@pytest.fixture
async def old_talk(browser):
    """A visitor who asked something and left details, 40 days ago."""
    await browser.ask("When is the shop open? I am ada@example.com")
    await browser.post("/leads", DETAILS)
    age(Conversation, "changed_at", 40)
    age(Lead, "created_at", 40)
    age(Visitor, "seen_at", 40)
    return browser


async def test_by_default_everything_is_kept_for_ever(old_talk):
    assert await retention.sweep() == Swept()
    assert count(Conversation) == 1


async def test_old_conversations_go_and_leads_only_if_the_owner_says_so(old_talk, alice, taught_bot):
    await privacy.change_settings(alice, taught_bot.id, PrivacyChanges(retention_days=30))
    assert await retention.sweep() == Swept(conversations=1, messages=2)
    assert [count(table) for table in (Conversation, Message, Lead, Visitor)] == [0, 0, 1, 1]

    await privacy.change_settings(alice, taught_bot.id, PrivacyChanges(retention_covers_leads=True))
    assert await retention.sweep() == Swept(leads=1, visitors=1)
    assert [count(table) for table in (Lead, Visitor)] == [0, 0]


async def test_a_conversation_that_goes_on_is_kept_whole(old_talk, alice, taught_bot):
    await privacy.change_settings(alice, taught_bot.id, PrivacyChanges(retention_days=30))
    await old_talk.ask("How long does shipping take?")

    assert await retention.sweep() == Swept()
    assert count(Message) == 4


async def test_what_was_deleted_is_counted_by_day_and_logged_without_a_word_of_it(old_talk, alice, taught_bot, caplog):
    caplog.set_level("DEBUG")
    await privacy.change_settings(alice, taught_bot.id, PrivacyChanges(retention_days=30))

    await retention.sweep()
    await retention.sweep()

    [row] = await retention.list_sweeps(alice, taught_bot.id)
    assert (row.day, row.conversations, row.messages, row.leads) == (now().date(), 1, 2, 0)
    [line] = [record.getMessage() for record in caplog.records if record.name == retention.__name__]
    assert "conversations=1, messages=2" in line and "ada@" not in caplog.text


async def test_two_sweeps_at_once_count_every_row_once(browser, client, alice, taught_bot, monkeypatch):
    monkeypatch.setattr(retention, "BATCH", 2)
    for number in range(9):
        await client.post(f"/chatbots/{taught_bot.public_id}/message", json={"message": f"Question {number}?"})
    age(Conversation, "changed_at", 40)
    await privacy.change_settings(alice, taught_bot.id, PrivacyChanges(retention_days=30))

    swept = await asyncio.gather(*(retention.sweep() for _ in range(3)))

    assert sum(one.conversations for one in swept) == 9 and sum(one.messages for one in swept) == 18
    [row] = await retention.list_sweeps(alice, taught_bot.id)
    assert (row.conversations, row.messages) == (9, 18)


async def test_the_preview_changes_nothing_and_is_refused_to_strangers(old_talk, alice, mallory, taught_bot):
    assert await retention.preview(alice, taught_bot.id, 30, True) == Swept(1, 2, 1, 1)
    assert await retention.preview(alice, taught_bot.id, 60, True) == Swept()
    assert await retention.preview(alice, taught_bot.id, 0, True) == Swept()
    assert count(Conversation) == 1
    with pytest.raises(NotFound):
        await retention.preview(mallory, taught_bot.id, 30, True)
    with pytest.raises(NotFound):
        await retention.list_sweeps(mallory, taught_bot.id)


async def test_only_editors_of_the_workspace_change_the_settings(alice, mallory, alices_bot):
    from dataclasses import replace

    with pytest.raises(NotFound):
        await privacy.change_settings(mallory, alices_bot.id, PrivacyChanges(retention_days=1))
    with pytest.raises(Forbidden):
        await privacy.change_settings(replace(alice, role=Role.VIEWER), alices_bot.id, PrivacyChanges(retention_days=1))


@pytest.mark.parametrize("days", [-1, 3651, "30", 1.5])
def test_a_number_of_days_that_makes_no_sense_is_refused(days):
    with pytest.raises(ValidationError):
        PrivacyChanges(retention_days=days)


async def test_a_running_process_sweeps_and_a_failure_does_not_end_it(old_talk, alice, taught_bot, monkeypatch, caplog):
    await privacy.change_settings(alice, taught_bot.id, PrivacyChanges(retention_days=30))
    monkeypatch.setattr(sweeps, "RETRY_SECONDS", 0.05)
    sweep, failures = retention.sweep, [RuntimeError("ada@example.com was in the row")]

    async def fails_once():
        if failures:
            raise failures.pop()
        return await sweep()

    monkeypatch.setattr(retention, "sweep", fails_once)
    task = asyncio.create_task(sweeps.sweep_for_ever())
    for _ in range(100):
        await asyncio.sleep(0.05)
        if not count(Conversation):
            break
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task

    assert count(Conversation) == 0
    assert "RuntimeError" in caplog.text and "ada@" not in caplog.text
