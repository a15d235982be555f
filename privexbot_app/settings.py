"""Everything that can be set from outside, in one place; nothing else reads the environment."""

import secrets
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from tempfile import mkstemp
from typing import Literal, Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

WEAK_KEY_CHARACTERS = 32


class Settings(BaseSettings):
    """Names are the environment variables' names in lower case; limits carry their unit."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    # where things are
    data_dir: Path = Path("data")
    database_url: str = ""
    redis_url: str = ""
    public_url: str = ""
    widget_cdn_url: str = ""
    host: str = "127.0.0.1"
    port: int = Field(8000, ge=1, le=65535)
    trusted_proxy_hops: int = Field(0, ge=0, le=5)
    secret_key: SecretStr = SecretStr("")
    previous_secret_key: SecretStr = SecretStr("")
    run_jobs: bool = True

    # the model; without any of these the bot quotes its sources
    llm_model: str = ""
    llm_api_key: SecretStr = SecretStr("")
    llm_api_base: str = ""
    openai_api_key: SecretStr = SecretStr("")
    llm_connect_seconds: float = 5
    llm_first_token_seconds: float = 20
    llm_gap_seconds: float = 15
    llm_total_seconds: float = 120
    llm_max_output_tokens: int = 700
    llm_context_tokens: int = Field(8000, ge=2000)
    llm_allowed_private_origins: str = ""
    llm_messages_per_day: int = Field(0, ge=0)
    llm_messages_per_month: int = Field(0, ge=0)
    llm_dollars_per_day: float = Field(0, ge=0)
    llm_dollars_per_month: float = Field(0, ge=0)

    # what passages are embedded by; without a model, by the one that comes along
    embedding_model: str = ""
    embedding_api_key: SecretStr = SecretStr("")
    embedding_api_base: str = ""
    # a model that puts what search found in order; without one it stays as it was found
    rerank_model: str = ""
    rerank_api_key: SecretStr = SecretStr("")
    rerank_api_base: str = ""

    # a reply goes on for so long after the visitor's connection is gone; 0 ends it at once
    reply_outlives_visitor_seconds: float = Field(30, ge=0, le=600)

    # e-mails; without a server they lie in `data_dir`/outbox
    smtp_url: SecretStr = SecretStr("")
    mail_from: str = "no-reply@localhost"

    # limits
    message_characters: int = 4000
    body_bytes: int = 32_000
    file_bytes: int = 20_000_000
    upload_bytes: int = 5_000_000
    messages_per_minute_per_visitor: int = 20
    messages_per_minute_per_address: int = 60
    leads_per_minute_per_address: int = 10
    transcripts_per_hour_per_address: int = 5
    uploads_per_minute_per_address: int = 10
    uploads_per_day_per_visitor: int = 20
    uploads_per_day_per_chatbot: int = 1000
    events_per_minute_per_address: int = 120
    sign_ins_per_minute_per_address: int = 10

    # fetching pages
    fetch_bytes: int = 10_000_000
    fetch_seconds: float = 20
    fetch_redirects: int = 5
    development_allowed_origins: str = ""

    # reading whole websites
    crawl_pages: int = Field(500, ge=1)
    crawl_most_pages: int = Field(5000, ge=1)
    crawl_pause_seconds: float = Field(0.2, ge=0, le=60)
    site_refreshes_per_hour: int = Field(30, ge=1)

    # parsing
    parse_seconds: float = 25
    parse_memory_bytes: int = 1_500_000_000
    ocr_pages: int = Field(30, ge=0, le=500)
    ocr_seconds: float = 120
    ocr_languages: str = "eng"

    # searching
    index_memory_bytes: int = 100_000_000
    vector_store: Literal["faiss", "pgvector"] = "faiss"

    @field_validator("smtp_url")
    @classmethod
    def _of_mail(cls, url: SecretStr) -> SecretStr:
        scheme = url.get_secret_value().partition("://")[0]
        if scheme and scheme not in ("smtp", "smtps", "smtp+plain"):
            raise ValueError("SMTP_URL begins with smtp://, smtps:// or smtp+plain://.")
        return url

    @field_validator("public_url", "widget_cdn_url")
    @classmethod
    def _without_slash(cls, url: str) -> str:
        return url.rstrip("/")

    @model_validator(mode="after")
    def _of_vectors(self) -> Self:
        if self.vector_store == "pgvector" and not self.sql_url().startswith("postgresql"):
            raise ValueError("VECTOR_STORE=pgvector needs PostgreSQL: set DATABASE_URL=postgresql://… as well.")
        return self

    def sql_url(self) -> str:
        """The database address for SQLAlchemy: psycopg 3 for PostgreSQL, a file under `data_dir` without one."""
        if not self.database_url:
            return f"sqlite:///{self.data_dir.resolve() / 'privexbot.sqlite3'}"
        scheme, _, rest = self.database_url.partition("://")
        return f"postgresql+psycopg://{rest}" if scheme in ("postgres", "postgresql") else self.database_url

    def base_url(self) -> str:
        """Where visitors' browsers reach this install."""
        return self.public_url or f"http://localhost:{self.port}"

    def key(self) -> bytes:
        """The secret all tokens hang on: set, or made on first start and kept in `data_dir`; never a default one."""
        given = self.secret_key.get_secret_value()
        if given and len(given) < WEAK_KEY_CHARACTERS:
            raise ValueError(f"SECRET_KEY is too short: give at least {WEAK_KEY_CHARACTERS} random characters.")
        return (given or _kept_key(self.data_dir / "secret.key")).encode()

    def keys(self) -> tuple[bytes, ...]:
        """What secrets may be encrypted under: the key, then the one before it."""
        previous = self.previous_secret_key.get_secret_value()
        return (self.key(), previous.encode()) if previous else (self.key(),)


def _kept_key(file: Path) -> str:
    """Two processes may start at once: whoever links the file first decides, and nobody ever reads half a key."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor, draft = mkstemp(dir=file.parent)  # readable by its owner only
        with open(descriptor, "w") as new:
            new.write(secrets.token_urlsafe(48))
        with suppress(FileExistsError):
            file.hardlink_to(draft)
        Path(draft).unlink()
    return file.read_text().strip()


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process, read once; tests call `settings.cache_clear()` after changing the environment."""
    return Settings()
