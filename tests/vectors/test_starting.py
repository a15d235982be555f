"""A start with a store that cannot work ends with a sentence; with one that can, everything is made."""

import os
import subprocess
import sys

import pytest
from pydantic import ValidationError
from sqlalchemy import text as sql

from privexbot_app.db import engine, in_session
from privexbot_app.services import health, vector_indexes
from privexbot_app.settings import Settings
from privexbot_app.store import vectors
from tests.conftest import ROOT
from tests.vectors.conftest import choose


def test_pgvector_without_postgresql_is_refused() -> None:
    with pytest.raises(ValidationError, match="VECTOR_STORE=pgvector needs PostgreSQL"):
        Settings(vector_store="pgvector", database_url="")


def test_an_unknown_store_is_refused() -> None:
    with pytest.raises(ValidationError, match="vector_store"):
        Settings(vector_store="chroma")


def test_a_server_with_pgvector_and_no_postgresql_does_not_start(tmp_path: object) -> None:
    surroundings = {**os.environ, "DATA_DIR": str(tmp_path), "DATABASE_URL": "", "VECTOR_STORE": "pgvector"}
    command = [sys.executable, "-m", "privexbot_app", "migrate"]
    ended = subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, timeout=60, check=False)

    assert ended.returncode == 1
    assert "VECTOR_STORE=pgvector needs PostgreSQL" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_without_the_setting_nothing_is_made(database: str) -> None:
    vector_indexes.prepare_store()
    if database == "postgresql":
        assert not in_session(vectors.has_tables)


def test_starting_twice_is_harmless(in_postgresql: None) -> None:
    vector_indexes.prepare_store()
    assert in_session(vectors.has_tables)


def test_a_database_without_the_extension_is_told_what_to_do(
    in_postgresql: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vectors, "_TABLES", ("CREATE EXTENSION not_there",))
    with pytest.raises(ValueError, match=r"CREATE EXTENSION vector once.*not_there"):
        vector_indexes.prepare_store()


def test_a_user_who_may_make_no_extension_needs_none_where_it_is_there(in_postgresql: None) -> None:
    """A superuser made it once; the database's own user makes the rest."""
    with engine().begin() as connection:
        connection.execute(sql("DROP SCHEMA vectors CASCADE"))
        connection.execute(sql("CREATE ROLE shop"))
        connection.execute(sql("GRANT CREATE ON DATABASE postgres TO shop"))
        connection.execute(sql("GRANT ALL ON ALL TABLES IN SCHEMA public TO shop"))
    try:
        with engine().begin() as connection:
            connection.execute(sql("SET LOCAL ROLE shop"))
            for statement in vectors._TABLES:
                connection.execute(sql(statement))
    finally:
        with engine().begin() as connection:
            connection.execute(sql("DROP OWNED BY shop CASCADE"))
            connection.execute(sql("DROP ROLE shop"))


async def test_a_node_whose_vectors_were_dropped_is_not_ready(
    in_postgresql: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await health.find_failing_parts() == []
    with engine().begin() as connection:
        connection.execute(sql("DROP SCHEMA vectors CASCADE"))
    assert await health.find_failing_parts() == ["vectors"]
    choose(monkeypatch, "faiss")
    assert await health.find_failing_parts() == []
