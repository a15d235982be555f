"""Reading and indexing: every step may run twice, and a failed reading keeps what was known."""

import pytest
from anyio import to_thread
from sqlmodel import func, select

from privexbot_app import db
from privexbot_app.errors import AppError, Conflict, Invalid, NotFound, TooLarge
from privexbot_app.models import Passage, SourceState
from privexbot_app.services import ingest, knowledge
from privexbot_app.services.knowledge import Upload
from privexbot_app.services.search import find_passages
from privexbot_app.settings import settings
from tests.conftest import learn


def count_passages():
    return db.in_session(lambda session: session.exec(select(func.count(Passage.id))).one())


async def test_a_text_becomes_searchable(alice, alices_bot):
    base = alices_bot.knowledge_base_id
    source = await knowledge.add_text(alice, base, "Returns", "Unworn shoes can be returned within 30 days.")
    assert (await knowledge.list_sources(alice, base))[0].state is SourceState.QUEUED

    await to_thread.run_sync(learn, source)

    [overview] = await knowledge.list_sources(alice, base)
    assert (overview.state, overview.done, overview.total, overview.passages) == (SourceState.READY, 1, 1, 1)
    [found] = await find_passages(base, "Can I give shoes back?")
    assert (found.title, found.text) == ("Returns", "Unworn shoes can be returned within 30 days.")


async def test_every_step_may_run_twice_without_doubling_a_passage(alice, alices_bot):
    text = "\n".join(f"The model number {n} of our shoes costs {n * 3} dollars. " * 9 for n in range(120))
    source = await knowledge.add_text(alice, alices_bot.knowledge_base_id, "Prices", text)

    def learn_stuttering():
        for _ in range(2):
            passages = ingest.read_source(source.id, 1)
        for first in range(0, passages, ingest.BATCH):
            for _ in range(2):
                ingest._forget(source.id)  # as after a restart
                ingest.index_batch(source.id, 1, first)
        return passages

    passages = await to_thread.run_sync(learn_stuttering)

    assert passages > ingest.BATCH
    assert count_passages() == passages


async def test_a_batch_that_is_written_twice_keeps_its_passages_ids(alice, alices_bot):
    text = "\n".join(f"The model number {n} of our shoes costs {n * 3} dollars. " * 9 for n in range(120))
    source = await knowledge.add_text(alice, alices_bot.knowledge_base_id, "Prices", text)
    ids = []

    def index_twice():
        ingest.read_source(source.id, 1)
        for first in (0, ingest.BATCH, 0, ingest.BATCH):
            ingest.index_batch(source.id, 1, first)
            ids.append(db.in_session(lambda session: list(session.exec(select(Passage.id).order_by(Passage.position)))))

    await to_thread.run_sync(index_twice)

    assert len(ids[1]) > len(ids[0]) > 0
    assert ids[1] == ids[2] == ids[3]


async def test_a_reading_that_fails_says_why_and_keeps_what_was_known(alice, taught_bot):
    [source] = await knowledge.list_sources(alice, taught_bot.knowledge_base_id)
    again = await knowledge.retry_source(alice, source.id)
    before = count_passages()

    def fail_midway():
        ingest.read_source(again.id, again.attempt)
        ingest.index_batch(again.id, again.attempt, 0)
        ingest.fail_source(again.id, again.attempt, "The page answered 500.")

    await to_thread.run_sync(fail_midway)

    [source] = await knowledge.list_sources(alice, taught_bot.knowledge_base_id)
    assert (source.state, source.error) == (SourceState.FAILED, "The page answered 500.")
    assert count_passages() == before
    assert await find_passages(taught_bot.knowledge_base_id, "When is the shop open?")


async def test_reading_again_replaces_what_was_read_before(alice, taught_bot):
    [source] = await knowledge.list_sources(alice, taught_bot.knowledge_base_id)
    before = count_passages()

    await to_thread.run_sync(learn, await knowledge.retry_source(alice, source.id))

    assert count_passages() == before


async def test_a_job_for_an_older_attempt_does_nothing(alice, taught_bot):
    [source] = await knowledge.list_sources(alice, taught_bot.knowledge_base_id)
    await knowledge.retry_source(alice, source.id)

    assert await to_thread.run_sync(ingest.read_source, source.id, 1) == 0


async def test_a_job_for_what_has_been_read_already_leaves_it_as_it_is(alice, taught_bot):
    [source] = await knowledge.list_sources(alice, taught_bot.knowledge_base_id)

    assert await to_thread.run_sync(ingest.read_source, source.id, 1) == 0
    assert await find_passages(taught_bot.knowledge_base_id, "When is the shop open?")


async def test_a_source_that_is_being_read_cannot_be_queued_twice(alice, alices_bot):
    source = await knowledge.add_text(alice, alices_bot.knowledge_base_id, "Returns", "Within 30 days.")

    with pytest.raises(Conflict):
        await knowledge.retry_source(alice, source.id)


async def test_a_deleted_source_is_forgotten_at_once(alice, taught_bot):
    [source] = await knowledge.list_sources(alice, taught_bot.knowledge_base_id)

    await knowledge.delete_source(alice, source.id)

    assert await find_passages(taught_bot.knowledge_base_id, "When is the shop open?") == []


async def test_a_file_that_cannot_be_read_ends_with_a_reason(alice, alices_bot):
    source = await knowledge.add_file(alice, alices_bot.knowledge_base_id, Upload("chart.pdf", b"%PDF-1.7 nonsense"))

    with pytest.raises(AppError) as reason:
        await to_thread.run_sync(ingest.read_source, source.id, 1)

    assert reason.value.message.endswith(".")


async def test_what_makes_no_sense_is_refused_before_it_is_queued(alice, alices_bot, monkeypatch):
    base = alices_bot.knowledge_base_id
    monkeypatch.setattr(settings(), "file_bytes", 10)
    wrong = [
        (Invalid, knowledge.add_text(alice, base, "", "text")),
        (Invalid, knowledge.add_text(alice, base, "title", "  ")),
        (TooLarge, knowledge.add_text(alice, base, "title", "more than ten")),
        (Invalid, knowledge.add_file(alice, base, Upload("virus.exe", b"MZ"))),
        (Invalid, knowledge.add_file(alice, base, Upload("empty.txt", b""))),
        (Invalid, knowledge.add_page(alice, base, "ftp://example.com")),
    ]
    for error, call in wrong:
        with pytest.raises(error):
            await call

    assert await knowledge.list_sources(alice, base) == []


async def test_a_stranger_cannot_teach_read_or_delete(alice, mallory, taught_bot):
    [source] = await knowledge.list_sources(alice, taught_bot.knowledge_base_id)
    calls = [
        knowledge.add_text(mallory, taught_bot.knowledge_base_id, "Lies", "Everything is free."),
        knowledge.list_sources(mallory, taught_bot.knowledge_base_id),
        knowledge.retry_source(mallory, source.id),
        knowledge.delete_source(mallory, source.id),
    ]
    for call in calls:
        with pytest.raises(NotFound):
            await call

    assert len(await knowledge.list_sources(alice, taught_bot.knowledge_base_id)) == 1


async def test_a_source_whose_place_in_the_queue_was_lost_is_found_by_the_sweep(alice, alices_bot):
    source = await knowledge.add_text(alice, alices_bot.knowledge_base_id, "Returns", "Within 30 days.")

    assert await ingest.list_stalled(unchanged_seconds=0) == [(source.id, 1)]
    assert await ingest.list_stalled(unchanged_seconds=60) == []


@pytest.mark.parametrize(
    ("charset", "expected"),
    [("windows-1251", "Привет"), ("no-such-charset", "\xcf\xf0\xe8\xe2\xe5\xf2"), ("", "\xcf\xf0\xe8\xe2\xe5\xf2")],
)
def test_a_page_is_read_in_the_encoding_its_website_names(charset, expected):
    content = "Привет".encode("windows-1251")

    text = ingest.as_utf8(content, charset, "text/plain")

    assert (text.decode("utf-8-sig") if charset == "windows-1251" else text.decode("latin-1")) == expected
