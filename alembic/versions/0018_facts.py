"""Facts that pages state for machines."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

OWNERS = {"document_id": "documents", "knowledge_base_id": "knowledge_bases"}


def upgrade() -> None:
    op.create_table(
        "facts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        *[sa.Column(column, sa.Uuid(), nullable=False) for column in OWNERS],
        sa.Column("position", sa.Integer(), nullable=False),
        *[sa.Column(column, sa.Text(), nullable=False) for column in ("subject", "name", "value")],
        *[sa.Column(column, sa.Date(), nullable=True) for column in ("valid_from", "valid_until")],
        sa.Column("is_hidden", sa.Boolean(), nullable=False),
        *[
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_facts_{column}_{table}"), ondelete="CASCADE"
            )
            for column, table in OWNERS.items()
        ],
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facts")),
    )
    for column in OWNERS:
        op.create_index(op.f(f"ix_facts_{column}"), "facts", [column])

    op.add_column("site_changes", sa.Column("facts", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    op.drop_column("site_changes", "facts")
    op.drop_table("facts")
