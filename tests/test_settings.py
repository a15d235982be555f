"""Settings: where things are, and a key that is never a default one."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from pydantic import SecretStr

from privexbot_app.settings import Settings


def test_a_key_is_made_on_the_first_start_and_kept(tmp_path):
    first = Settings(data_dir=tmp_path, secret_key=SecretStr("")).key()
    again = Settings(data_dir=tmp_path, secret_key=SecretStr("")).key()
    elsewhere = Settings(data_dir=tmp_path / "other", secret_key=SecretStr("")).key()

    assert first == again != elsewhere
    assert len(first) >= 32
    assert (tmp_path / "secret.key").stat().st_mode & 0o077 == 0


def test_processes_that_start_at_once_agree_on_the_key(tmp_path):
    with ThreadPoolExecutor(16) as pool:
        keys = set(pool.map(lambda _: Settings(data_dir=tmp_path, secret_key=SecretStr("")).key(), range(64)))

    assert len(keys) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["secret.key"]


def test_a_short_key_is_refused(tmp_path):
    with pytest.raises(ValueError, match="too short"):
        Settings(data_dir=tmp_path, secret_key=SecretStr("changeme")).key()


def test_secrets_do_not_show_when_settings_are_printed():
    given = Settings(secret_key=SecretStr("x" * 40), openai_api_key=SecretStr("sk-canary"))

    assert "canary" not in repr(given)
    assert "x" * 40 not in repr(given)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("postgres://u:p@db/name", "postgresql+psycopg://u:p@db/name"),
        ("postgresql://u:p@db/name", "postgresql+psycopg://u:p@db/name"),
        ("postgresql+psycopg://u:p@db/name", "postgresql+psycopg://u:p@db/name"),
    ],
)
def test_any_spelling_of_postgresql_works(given, expected):
    assert Settings(database_url=given).sql_url() == expected


def test_without_a_database_url_everything_lies_in_the_data_folder(tmp_path):
    assert Settings(data_dir=tmp_path, database_url="").sql_url() == f"sqlite:///{tmp_path}/privexbot.sqlite3"
