"""A worker that is killed while it embeds anew: another goes on where it was, and nothing is half."""

import asyncio
import os
import signal

import pytest
from sqlmodel import func, select

from privexbot_app import db
from privexbot_app.models import PendingVectors
from privexbot_app.services import knowledge, search
from privexbot_app.settings import settings
from tests.embedding.conftest import KEY, QUESTION, base_of, find_move, passages_of
from tests.jobs.test_killed_jobs import start, worker

__all__ = ["worker"]

SENTENCE = "Shoe number {n} is made of leather from farm {n} and costs {n} dollars in the autumn sale of the shop. "
TEXT = "\n\n".join("".join(SENTENCE.format(n=9 * block + n) for n in range(9)) for block in range(60))


def count_pending() -> int:
    return db.in_session(lambda session: session.exec(select(func.count(PendingVectors.passage_id))).one())


async def wait_for(condition, seconds=90):
    for _ in range(int(seconds / 0.05)):
        if condition():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("it never came so far")


@pytest.mark.slow
@pytest.mark.timeout(300)
async def test_a_move_goes_on_after_its_worker_was_killed(alice, shop, worker, provider, monkeypatch):
    from anyio import to_thread

    from tests.conftest import learn

    source = await knowledge.add_text(alice, shop, "Catalogue", TEXT)
    await to_thread.run_sync(learn, source)
    passages = len(passages_of(shop))
    before = await search.look_up(shop, QUESTION)
    for name, value in (("MODEL", "openai/disguised"), ("API_KEY", KEY), ("API_BASE", provider.base_url)):
        monkeypatch.setitem(os.environ, f"EMBEDDING_{name}", value)
        monkeypatch.setattr(
            settings(), f"embedding_{name.lower()}", getattr(type(settings())(), f"embedding_{name.lower()}")
        )

    first = start(worker)
    await wait_for(lambda: count_pending() >= 32)
    first.send_signal(signal.SIGKILL)
    first.wait()
    half = count_pending()
    assert 32 <= half < passages and base_of(shop).space_id is None, "it was killed too late to prove anything"
    assert await search.look_up(shop, QUESTION) == before

    start(worker)
    await wait_for(lambda: find_move(shop) is None and base_of(shop).space_id is not None)

    assert count_pending() == 0
    embedded = [text for text in provider.embedded() if text.startswith("Shoe number")]
    assert len(embedded) - len(set(embedded)) <= 32 * 10, "more than the batch that was lost was embedded again"
    after = await search.look_up(shop, QUESTION)
    assert [one.passage_id for one in after.found[:2]] == [one.passage_id for one in before.found[:2]]
