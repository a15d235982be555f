"""Several knowledge bases for a chatbot, and what owners decide about passages."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

LINKED = ("chatbots", "knowledge_bases")


def upgrade() -> None:
    for table in LINKED:
        op.create_index(f"uq_{table}_workspace_id_id", table, ["workspace_id", "id"], unique=True)
    op.create_table(
        "knowledge_links",
        sa.Column("chatbot_id", sa.Uuid(), nullable=False),
        sa.Column("knowledge_base_id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        *[_within_workspace(table) for table in LINKED],
        sa.PrimaryKeyConstraint("chatbot_id", "knowledge_base_id", name=op.f("pk_knowledge_links")),
    )
    op.create_index(op.f("ix_knowledge_links_knowledge_base_id"), "knowledge_links", ["knowledge_base_id"])
    op.create_table(
        "passage_overrides",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("knowledge_base_id", sa.Uuid(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("words_hash", sa.String(64), nullable=False),
        sa.Column("is_disabled", sa.Boolean(), nullable=False),
        sa.Column("is_pinned", sa.Boolean(), nullable=False),
        sa.Column("boost", sa.Float(), nullable=False),
        *_columns_of_text("edited"),
        *_columns_of_text("read"),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["knowledge_base_id"],
            ["knowledge_bases.id"],
            name=op.f("fk_passage_overrides_knowledge_base_id_knowledge_bases"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_passage_overrides_source_id_sources"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passage_overrides")),
        sa.UniqueConstraint("source_id", "words_hash", name=op.f("uq_passage_overrides_source_id_words_hash")),
    )
    op.create_index(op.f("ix_passage_overrides_knowledge_base_id"), "passage_overrides", ["knowledge_base_id"])
    op.add_column("passages", sa.Column("override_id", sa.Uuid(), nullable=True))


def _within_workspace(table: str) -> sa.ForeignKeyConstraint:
    column = f"{table.removesuffix('s')}_id"
    return sa.ForeignKeyConstraint(
        ["workspace_id", column],
        [f"{table}.workspace_id", f"{table}.id"],
        name=op.f(f"fk_knowledge_links_workspace_id_{column}_{table}"),
        ondelete="CASCADE",
    )


def _columns_of_text(name: str) -> list[sa.Column]:
    return [
        sa.Column(f"{name}_text", sa.Text(), nullable=False),
        sa.Column(f"{name}_sentences", sa.JSON(), nullable=False),
        sa.Column(f"{name}_vectors", sa.LargeBinary(), nullable=False),
        sa.Column(f"{name}_lexemes", sa.Text(), nullable=False),
    ]


def downgrade() -> None:
    op.drop_column("passages", "override_id")
    op.drop_table("passage_overrides")
    op.drop_table("knowledge_links")
    for table in LINKED:
        op.drop_index(f"uq_{table}_workspace_id_id", table_name=table)
