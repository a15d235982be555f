"""Jobs as processes: they read what is queued, and one that is killed loses and doubles nothing."""

import asyncio
import random
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest
from sqlmodel import func, select

from privexbot_app import db
from privexbot_app.models import Passage, SourceState
from privexbot_app.services import knowledge
from privexbot_app.services.knowledge import Upload
from tests.conftest import ROOT

SENTENCE = "Shoe number {n} is made of leather from farm {n} and costs {n} dollars in the autumn sale of the shop. "
LONG_TEXT = "\n\n".join("".join(SENTENCE.format(n=9 * block + n) for n in range(9)) for block in range(160))


@pytest.fixture
def worker(database: str) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Processes to start with `start`; whatever is left of them ends with the test."""
    started: list[subprocess.Popen[bytes]] = []
    yield started
    for process in started:
        process.kill()
        process.wait()


def start(started: list[subprocess.Popen[bytes]]) -> subprocess.Popen[bytes]:
    process = subprocess.Popen([sys.executable, "-m", "privexbot_app", "worker"], cwd=ROOT)
    started.append(process)
    return process


async def wait_until(viewer, base, condition, seconds=60.0):
    for _ in range(int(seconds / 0.1)):
        [source] = await knowledge.list_sources(viewer, base)
        if condition(source):
            return source
        await asyncio.sleep(0.1)
    raise AssertionError(f"it never came so far: {source}")


def list_positions():
    return db.in_session(lambda session: list(session.exec(select(Passage.position).order_by(Passage.position))))


def list_ids():
    """Every passage's id by its position."""
    rows = db.in_session(lambda session: list(session.exec(select(Passage.position, Passage.id))))
    return dict(map(tuple, rows))


@pytest.mark.slow
async def test_a_worker_killed_in_the_middle_of_a_source_goes_on_after_a_restart(alice, alices_bot, worker):
    base = alices_bot.knowledge_base_id
    first = start(worker)
    await knowledge.add_text(alice, base, "Catalogue", LONG_TEXT)
    half = await wait_until(alice, base, lambda source: 32 <= source.done < source.total)
    first.send_signal(signal.SIGKILL)
    first.wait()
    [after] = await knowledge.list_sources(alice, base)
    assert half.done <= after.done < after.total, "it was killed too late to prove anything"

    start(worker)
    ready = await wait_until(alice, base, lambda source: source.state in (SourceState.READY, SourceState.FAILED))

    assert ready.state is SourceState.READY
    assert list_positions() == list(range(ready.total))


@pytest.mark.long
@pytest.mark.timeout(1200)
async def test_a_source_whose_worker_is_killed_twenty_times_is_read_once(alice, alices_bot, worker):
    base, by_chance, known = alices_bot.knowledge_base_id, random.Random(7), {}
    await knowledge.add_text(alice, base, "Catalogue", LONG_TEXT)
    for kill in range(20):
        process = start(worker)
        reached = (kill + by_chance.random()) / 21
        await wait_until(alice, base, lambda source, least=reached: source.done >= least * source.total)
        await asyncio.sleep(by_chance.random() * 0.5)
        process.send_signal(signal.SIGKILL)
        process.wait()
        now_known = list_ids()
        assert {place: now_known.get(place) for place in known} == known, "a passage got another id"
        known = now_known

    start(worker)
    ready = await wait_until(alice, base, lambda source: source.state in (SourceState.READY, SourceState.FAILED))

    assert ready.state is SourceState.READY
    assert list_positions() == list(range(ready.total))
    assert {place: list_ids().get(place) for place in known} == known, "a passage got another id"


async def test_a_source_that_cannot_be_read_says_why_and_can_be_tried_again(alice, alices_bot, worker):
    base = alices_bot.knowledge_base_id
    start(worker)
    source = await knowledge.add_file(alice, base, Upload("chart.pdf", b"%PDF-1.7 nonsense"))
    failed = await wait_until(alice, base, lambda source: source.state is SourceState.FAILED)
    assert failed.error.endswith(".")

    await knowledge.retry_source(alice, source.id)
    again = await wait_until(alice, base, lambda source: source.state is SourceState.FAILED)

    assert again.error == failed.error


async def test_a_page_on_a_private_address_is_never_fetched(alice, alices_bot, worker):
    base = alices_bot.knowledge_base_id
    start(worker)
    await knowledge.add_page(alice, base, "http://127.0.0.1/admin")

    failed = await wait_until(alice, base, lambda source: source.state is SourceState.FAILED)

    assert "127" not in failed.error
    assert db.in_session(lambda session: session.exec(select(func.count(Passage.id))).one()) == 0
