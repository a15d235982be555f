"""The full-text half of search: FTS5 on SQLite, a tsvector index on PostgreSQL; both over the search words we make."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SQLITE = (
    """CREATE VIRTUAL TABLE passage_words USING fts5(
        knowledge_base_id, lexemes,
        content='passages', content_rowid='id', tokenize='unicode61 remove_diacritics 0')""",
    """CREATE TRIGGER passage_words_insert AFTER INSERT ON passages BEGIN
        INSERT INTO passage_words(rowid, knowledge_base_id, lexemes)
        VALUES (new.id, new.knowledge_base_id, new.lexemes);
    END""",
    """CREATE TRIGGER passage_words_delete AFTER DELETE ON passages BEGIN
        INSERT INTO passage_words(passage_words, rowid, knowledge_base_id, lexemes)
        VALUES ('delete', old.id, old.knowledge_base_id, old.lexemes);
    END""",
    """CREATE TRIGGER passage_words_update AFTER UPDATE OF lexemes, knowledge_base_id ON passages BEGIN
        INSERT INTO passage_words(passage_words, rowid, knowledge_base_id, lexemes)
        VALUES ('delete', old.id, old.knowledge_base_id, old.lexemes);
        INSERT INTO passage_words(rowid, knowledge_base_id, lexemes)
        VALUES (new.id, new.knowledge_base_id, new.lexemes);
    END""",
)
POSTGRESQL = ("CREATE INDEX ix_passages_words ON passages USING gin (to_tsvector('simple', lexemes))",)


def upgrade() -> None:
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP INDEX ix_passages_words")
        return
    for trigger in ("insert", "delete", "update"):
        op.execute(f"DROP TRIGGER passage_words_{trigger}")
    op.execute("DROP TABLE passage_words")
