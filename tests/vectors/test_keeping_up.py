"""Vectors in PostgreSQL follow the passages: only what changed is written, by one process, whole or not at all."""

import asyncio
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest
from anyio import to_thread
from sqlalchemy import text as sql
from sqlmodel import Session, col, delete

from privexbot_app.db import engine, in_session
from privexbot_app.errors import NotFound, Unavailable
from privexbot_app.models import KnowledgeBase, Passage, PassageOverride
from privexbot_app.services import search, vector_indexes, vector_upkeep
from privexbot_app.store import passages as store
from privexbot_app.store import vector_writing
from tests.conftest import ROOT
from tests.rag.test_search import COOKBOOK, SHOP, learn, new_base
from tests.vectors.conftest import choose, stored_rows

pytestmark = pytest.mark.usefixtures("in_postgresql")

KILLED = """
import asyncio, os, sys, time
from uuid import UUID
from privexbot_app.services import vector_indexes
from privexbot_app.store import vector_writing

def stay(*_given):
    print("half", flush=True)
    time.sleep(60)

vector_writing.keep_stored = stay
asyncio.run(vector_indexes.build_index(UUID(sys.argv[1])))
"""


async def titles(base_id: UUID, question: str) -> list[str]:
    return [found.title for found in await search.find_passages(base_id, question)]


@contextmanager
def claimed(base_id: UUID) -> Iterator[None]:
    """Another process is writing the vectors of this knowledge base."""
    with Session(engine()) as session:
        assert vector_writing.claim(session, base_id)
        yield


async def test_only_what_is_new_or_changed_is_written() -> None:
    base, other = new_base(SHOP), new_base(COOKBOOK)
    document = learn(base, "Gift cards", ["Gift cards never expire."])
    await titles(base, "gift cards")
    await titles(other, "dough")
    before, others = stored_rows(base), stored_rows(other)

    learn(base, "Gift cards", ["Vouchers end after a year."], document)

    assert (await titles(base, "Do vouchers end?"))[0] == "Gift cards"
    after = stored_rows(base)
    kept = {place: row for place, row in after.items() if before.get(place) == row}
    assert len(kept) == len(before) - 2 and len(after) == len(before)
    assert stored_rows(other) == others


async def test_a_heading_that_the_passage_before_no_longer_has_can_be_found() -> None:
    base = new_base({"Care": ["Brush suede when it is dry."]})
    first = in_session(lambda session: session.execute(sql("SELECT id FROM documents")).scalar_one())
    learn(base, "Care", ["Wipe leather with a damp cloth."])
    await titles(base, "care")
    assert len(stored_rows(base)) == 3  # one heading for both

    learn(base, "Suede", ["Brush suede when it is dry."], first)

    await titles(base, "care")
    assert len(stored_rows(base)) == 4


async def test_what_is_deleted_is_gone_from_the_vectors_in_the_same_moment() -> None:
    base = new_base(SHOP)
    await titles(base, "boots")

    in_session(lambda session: session.execute(delete(Passage).where(col(Passage.text).contains("waxed"))))
    assert len({passage for passage, _ in stored_rows(base)}) == len(SHOP) - 1
    in_session(lambda session: session.execute(delete(KnowledgeBase).where(col(KnowledgeBase.id) == base)))

    assert stored_rows(base) == {}
    assert in_session(lambda session: session.execute(sql("SELECT count(*) FROM vectors.bases")).scalar_one()) == 0


async def test_an_empty_knowledge_base_finds_nothing_and_an_unknown_one_is_not_found() -> None:
    assert await search.find_passages(new_base(), "Anything?") == []
    with pytest.raises(NotFound):
        await search.find_passages(UUID(int=7), "Anything?")


async def test_while_another_process_writes_one_goes_on_with_what_is_there() -> None:
    base = new_base(SHOP)
    await titles(base, "boots")
    before = stored_rows(base)
    learn(base, "Gift cards", ["Gift cards never expire."])

    with claimed(base):
        assert "Gift cards" in await titles(base, "Do gift cards expire?")  # by its words; the passages are the truth
        assert stored_rows(base) == before

    await titles(base, "Do gift cards expire?")
    assert len(stored_rows(base)) == len(before) + 2


async def test_where_nothing_is_there_yet_one_waits_for_the_other_process_but_not_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    base = new_base(SHOP)
    with claimed(base):
        waiting = asyncio.create_task(titles(base, "boots"))
        await asyncio.sleep(0.3)
        assert not waiting.done()
    assert "Boot" in await waiting

    late = new_base(SHOP)
    monkeypatch.setattr(vector_indexes, "WAIT_SECONDS", 0.2)
    with claimed(late), pytest.raises(Unavailable):
        await titles(late, "boots")


async def test_of_many_questions_at_once_one_writes_and_all_are_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    base, written = new_base(SHOP), []
    real = vector_writing.bring_up_to_date

    def write(session: Session, *given: object) -> object:
        written.append(given)
        return real(session, *given)

    monkeypatch.setattr(vector_writing, "bring_up_to_date", write)
    answers = await asyncio.gather(*(titles(base, f"Boot number {number}") for number in range(20)))

    assert all("Boot" in answer for answer in answers)
    assert len(written) == 1


async def test_who_changes_passages_waits_for_no_reader_and_a_writer_of_vectors_gives_way() -> None:
    base = new_base(SHOP)
    await titles(base, "boots")
    before = stored_rows(base)
    learn(base, "Gift cards", ["Gift cards never expire."])
    with Session(engine()) as deleting:  # not committed
        deleting.execute(delete(Passage).where(col(Passage.text).contains("Gift cards")))
        began = time.monotonic()
        await titles(base, "boots")
        assert time.monotonic() - began < 5
        assert stored_rows(base) == before
        deleting.rollback()

    await titles(base, "boots")
    assert len(stored_rows(base)) == len(before) + 2


async def test_a_process_killed_in_the_middle_leaves_nothing_half_written() -> None:
    base = new_base(SHOP)
    process = subprocess.Popen([sys.executable, "-c", KILLED, str(base)], cwd=ROOT, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert await to_thread.run_sync(process.stdout.readline) == b"half\n"
    assert stored_rows(base) == {}

    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()

    assert (await titles(base, "Where can I leave my car?"))[0] == "Visit us"
    assert stored_rows(base)


async def test_a_new_process_finds_everything_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    base = new_base(SHOP)
    await titles(base, "boots")
    before = stored_rows(base)

    choose(monkeypatch, "pgvector")
    monkeypatch.setattr(vector_indexes, "bring_up_to_date", None)

    assert "Boot" in await titles(base, "boots")
    assert stored_rows(base) == before


async def test_what_was_learned_is_made_ready_before_somebody_asks() -> None:
    bases = [new_base(SHOP), new_base(COOKBOOK), new_base()]

    assert await vector_upkeep.tend_vectors() == 2
    assert [bool(stored_rows(base)) for base in bases] == [True, True, False]
    assert await vector_upkeep.tend_vectors() == 0

    learn(bases[1], "Pizza", ["This dough is thin."])
    assert await vector_upkeep.tend_vectors() == 1


async def test_a_disabled_passage_has_no_vectors() -> None:
    base = new_base(SHOP)
    await titles(base, "boots")
    before = stored_rows(base)

    def disable(session: Session) -> None:
        passage = session.get_one(Passage, min(before)[0])
        override = PassageOverride(
            knowledge_base_id=base,
            source_id=in_session(lambda other: other.execute(sql("SELECT source_id FROM documents LIMIT 1")).scalar()),
            words_hash="a",
            is_disabled=True,
            **{f"read_{name}": getattr(passage, name) for name in ("text", "sentences", "vectors", "lexemes")},
        )
        session.add(override)
        session.flush()
        passage.override_id = override.id
        store.bump_version(session, base)

    in_session(disable)
    await titles(base, "boots")

    assert {passage for passage, _ in before} - {passage for passage, _ in stored_rows(base)} == {min(before)[0]}
