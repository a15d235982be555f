"""Other embedding models, and the way from one to another."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

SPACES = ("space_id", "own_space_id")
TIME = sqlmodel.sql.sqltypes.UTCDateTime


def upgrade() -> None:
    op.create_table(
        "embedding_spaces",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", TIME(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=True),
        sa.Column("credential_id", sa.Uuid(), nullable=True),
        sa.Column("model", sa.String(160), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("sealed_key", sa.LargeBinary(), nullable=False),
        sa.Column("dimensions", sa.Integer(), nullable=False),
        sa.Column("gain", sa.Float(), nullable=False),
        sa.Column("shift", sa.Float(), nullable=False),
        sa.Column("dollars_per_token", sa.Float(), nullable=True),
        _leads("embedding_spaces", "workspace_id", "workspaces", "CASCADE"),
        _leads("embedding_spaces", "credential_id", "credentials", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_embedding_spaces")),
    )
    for column in ("workspace_id", "credential_id"):
        op.create_index(op.f(f"ix_embedding_spaces_{column}"), "embedding_spaces", [column])
    for column in SPACES:
        _add_space(column)
    op.add_column("knowledge_bases", sa.Column("embedding", sa.String(16), nullable=False, server_default="install"))
    _create_moves()
    _create_pending()


def _add_space(column: str) -> None:
    """SQLite takes a foreign key only together with its column."""
    name = f"fk_knowledge_bases_{column}_embedding_spaces"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"ALTER TABLE knowledge_bases ADD COLUMN {column} CHAR(32)"
            f" CONSTRAINT {name} REFERENCES embedding_spaces (id)"
        )
        return
    op.add_column("knowledge_bases", sa.Column(column, sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f(name), "knowledge_bases", "embedding_spaces", [column], ["id"])


def _create_moves() -> None:
    op.create_table(
        "embedding_moves",
        sa.Column("knowledge_base_id", sa.Uuid(), nullable=False),
        sa.Column("space_id", sa.Uuid(), nullable=True),
        sa.Column("attempt", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        *[sa.Column(column, TIME(), nullable=False) for column in ("due_at", "started_at", "changed_at")],
        _leads("embedding_moves", "knowledge_base_id", "knowledge_bases", "CASCADE"),
        _leads("embedding_moves", "space_id", "embedding_spaces", "CASCADE"),
        sa.PrimaryKeyConstraint("knowledge_base_id", name=op.f("pk_embedding_moves")),
    )


def _create_pending() -> None:
    op.create_table(
        "pending_vectors",
        sa.Column(
            "passage_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, autoincrement=False
        ),
        sa.Column("knowledge_base_id", sa.Uuid(), nullable=False),
        sa.Column("read_hash", sa.String(64), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("vectors", sa.LargeBinary(), nullable=False),
        _leads("pending_vectors", "passage_id", "passages", "CASCADE"),
        _leads("pending_vectors", "knowledge_base_id", "knowledge_bases", "CASCADE"),
        sa.PrimaryKeyConstraint("passage_id", name=op.f("pk_pending_vectors")),
    )
    op.create_index("ix_pending_vectors_content", "pending_vectors", ["knowledge_base_id", "content_hash"])
    op.create_table(
        "pending_overrides",
        sa.Column("override_id", sa.Uuid(), nullable=False),
        sa.Column("knowledge_base_id", sa.Uuid(), nullable=False),
        sa.Column("decided_at", TIME(), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        *[sa.Column(f"{words}_vectors", sa.LargeBinary(), nullable=False) for words in ("read", "edited")],
        _leads("pending_overrides", "override_id", "passage_overrides", "CASCADE"),
        _leads("pending_overrides", "knowledge_base_id", "knowledge_bases", "CASCADE"),
        sa.PrimaryKeyConstraint("override_id", name=op.f("pk_pending_overrides")),
    )
    op.create_index(op.f("ix_pending_overrides_knowledge_base_id"), "pending_overrides", ["knowledge_base_id"])


def _leads(table: str, column: str, to: str, ondelete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"), ondelete=ondelete)


def downgrade() -> None:
    for table in ("pending_overrides", "pending_vectors", "embedding_moves"):
        op.drop_table(table)
    op.drop_column("knowledge_bases", "embedding")
    for column in SPACES:
        op.drop_column("knowledge_bases", column)
    op.drop_table("embedding_spaces")
