"""The vectors of knowledge bases in PostgreSQL, beside the same ones in memory."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from sqlalchemy import text as sql

from privexbot_app.db import engine, in_session
from privexbot_app.services import vector_indexes
from privexbot_app.settings import settings


@pytest.fixture
def in_postgresql(database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As if the server had been started with `VECTOR_STORE=pgvector`."""
    if database != "postgresql":
        pytest.skip("only PostgreSQL has pgvector")
    choose(monkeypatch, "pgvector")
    vector_indexes.prepare_store()
    yield
    with engine().begin() as connection:
        connection.execute(sql("DROP SCHEMA IF EXISTS vectors CASCADE"))
    choose(monkeypatch, "faiss")


def choose(monkeypatch: pytest.MonkeyPatch, store: str) -> None:
    """As after a restart with this setting: nothing is remembered."""
    monkeypatch.setenv("VECTOR_STORE", store)
    settings.cache_clear()
    vector_indexes._cache.cache_clear()


def stored_rows(base_id: UUID) -> dict[tuple[int, int], str]:
    """By passage and place: the transaction that wrote the row."""
    query = sql("SELECT passage_id, place, xmin FROM vectors.sentences WHERE knowledge_base_id = :base")
    rows = in_session(lambda session: session.execute(query, {"base": base_id}).all())
    return {(row.passage_id, row.place): str(row.xmin) for row in rows}
