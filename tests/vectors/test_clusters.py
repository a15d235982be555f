"""A large knowledge base is searched by clusters of its own, which nearly always find what exact search finds."""

from uuid import UUID

import numpy as np
import pytest
from numpy.typing import NDArray
from sqlalchemy import text as sql

from privexbot_app.db import engine, in_session
from privexbot_app.rag.vectors import pack
from privexbot_app.services import vector_indexes
from privexbot_app.store import passages as store
from privexbot_app.store import vector_clusters, vectors
from privexbot_app.store.vector_clusters import Clusters, tend_clusters
from privexbot_app.store.vectors import StoredIndex
from tests.rag.test_search import learn, new_base

pytestmark = pytest.mark.usefixtures("in_postgresql")

PASSAGES, SENTENCES = 900, 2


def search(index: StoredIndex, question: NDArray[np.float32], among: list[int] | None = None) -> dict[int, float]:
    return in_session(lambda session: index.search(question, 10, among, session))


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is large here."""
    for module in (vectors, vector_clusters):
        monkeypatch.setattr(module, "CLUSTERED_FROM", 1_000)


def unit(chance: np.random.Generator, count: int) -> NDArray[np.float32]:
    """Around a few topics, which are always the same."""
    topics = np.random.default_rng(0).normal(size=(20, 384))
    made = topics[chance.integers(20, size=count)] + 0.7 * chance.normal(size=(count, 384))
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), dtype=np.float32)


def large_base(count: int = PASSAGES, seed: int = 1) -> UUID:
    base_id, chance = new_base(), np.random.default_rng(seed)
    document = learn(base_id, "Large", ["One."])
    prepared = [
        store.PreparedPassage(n + 1, "", f"Text {n}", 0, 4, ((0, 2), (2, 4)), pack(unit(chance, SENTENCES)), ("text",))
        for n in range(count)
    ]
    in_session(store.put_passages, document, base_id, prepared)
    in_session(store.bump_version, base_id)
    return base_id


def names() -> list[str]:
    query = sql("SELECT indexname FROM pg_indexes WHERE schemaname = 'vectors' AND indexname LIKE 'near%'")
    return sorted(in_session(lambda session: session.execute(query).scalars().all()))


def clusters_of(base_id: UUID) -> Clusters:
    rows = in_session(vectors.find_stored, base_id)
    assert rows is not None
    return vector_clusters._wanted(base_id, 384, rows.row_count)


async def test_only_a_large_knowledge_base_has_clusters_and_only_once() -> None:
    large, small = large_base(), large_base(10)
    for base in (large, small):
        await vector_indexes.build_index(base)

    assert tend_clusters() == 1
    assert names() == [clusters_of(large).name]
    assert tend_clusters() == 0


async def test_the_search_of_a_large_one_goes_through_its_clusters_and_finds_what_is_nearest() -> None:
    base = large_base()
    index = await vector_indexes.build_index(base)
    exact = await vector_indexes.build_in_memory(base)
    assert isinstance(index, StoredIndex)
    tend_clusters()

    statement = vectors._by_clusters(base, 384).text.replace(":vector", "'" + vectors._written(np.ones(384)) + "'")
    explained = sql("EXPLAIN " + statement.replace(":rows", "240").replace(":limit", "40"))
    plan = in_session(lambda session: session.execute(explained).scalars().all())
    assert any(clusters_of(base).name in line for line in plan), plan

    questions = unit(np.random.default_rng(2), 20)
    kept = sum(len(search(index, question).keys() & exact.search(question, 10).keys()) for question in questions)
    assert kept >= 0.97 * 10 * len(questions)


async def test_a_search_in_some_sources_is_exact() -> None:
    base = large_base()
    index = await vector_indexes.build_index(base)
    exact = await vector_indexes.build_in_memory(base)
    assert isinstance(index, StoredIndex)
    tend_clusters()
    ids = sorted(exact.search(unit(np.random.default_rng(4), 1)[0], 400))[::7]

    for question in unit(np.random.default_rng(5), 5):
        assert list(search(index, question, ids)) == list(exact.search(question, 10, ids))


async def test_clusters_that_were_outgrown_are_made_anew_and_those_of_the_deleted_go() -> None:
    base = large_base()
    await vector_indexes.build_index(base)
    tend_clusters()
    before = names()

    document = learn(base, "More", ["One."])
    chance = np.random.default_rng(9)
    more = [
        store.PreparedPassage(n + 1, "", f"More {n}", 0, 4, ((0, 2), (2, 4)), pack(unit(chance, 2)), ("more",))
        for n in range(1_500)
    ]
    in_session(store.put_passages, document, base, more)
    in_session(store.bump_version, base)
    await vector_indexes.build_index(base)
    assert tend_clusters() == 1
    assert names() == [clusters_of(base).name] != before

    in_session(lambda session: session.execute(sql("DELETE FROM knowledge_bases")))
    tend_clusters()
    assert names() == []


async def test_clusters_that_a_killed_process_left_unfinished_are_made_again() -> None:
    base = large_base()
    await vector_indexes.build_index(base)
    tend_clusters()
    [name] = names()
    with engine().begin() as connection:
        connection.execute(
            sql("UPDATE pg_index SET indisvalid = false WHERE indexrelid = CAST(:name AS regclass)"),
            {"name": f"vectors.{name}"},
        )

    assert tend_clusters() == 1
    assert names() == [name]


async def test_while_another_process_makes_them_nothing_is_done_twice() -> None:
    base = large_base()
    await vector_indexes.build_index(base)
    with engine().connect() as connection, vector_clusters._alone(connection) as is_alone:
        assert is_alone
        assert tend_clusters() == 0
    assert tend_clusters() == 1
