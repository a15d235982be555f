"""Runs migrations on the product's own engine, or on a connection that was handed in."""

from alembic import context
from sqlalchemy import Connection, text
from sqlmodel import SQLModel

from privexbot_app import db, models  # noqa: F401  (importing the models fills the metadata)

FULL_TEXT = "passage_words"
ONE_AT_A_TIME = 7_209_115


def is_ours(_object: object, name: str | None, _kind: str, _reflected: bool, _compared: object) -> bool:
    """Leave out what SQLAlchemy cannot describe: the full-text table, its shadow tables, and the PostgreSQL index."""
    return not (name or "").startswith((FULL_TEXT, "ix_passages_words", "sqlite_"))


def migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        compare_type=True,
        render_as_batch=True,
        include_object=is_ours,
        user_module_prefix="sqlmodel.sql.sqltypes.",
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":  # several nodes may start at once
            connection.execute(text(f"SELECT pg_advisory_xact_lock({ONE_AT_A_TIME})"))
        context.run_migrations()


def hold_foreign_keys(connection: Connection, *, held: bool) -> None:
    """SQLite changes a table by making it anew: with its foreign keys on, the rows that hang on it would go too."""
    if connection.dialect.name == "sqlite":
        connection.connection.execute(f"PRAGMA foreign_keys={'OFF' if held else 'ON'}")


if (given := context.config.attributes.get("connection")) is not None:
    migrate(given)
else:
    with db.engine().connect() as connection:
        hold_foreign_keys(connection, held=True)
        migrate(connection)
        connection.commit()
        hold_foreign_keys(connection, held=False)
