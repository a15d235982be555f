"""The pages that documents were read from."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

PAGED = ("passages", "site_changes")


def upgrade() -> None:
    op.add_column("documents", sa.Column("page_kind", sa.String(10), nullable=False, server_default=""))
    for table in PAGED:
        op.add_column(table, sa.Column("pages", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    for table in PAGED:
        op.drop_column(table, "pages")
    op.drop_column("documents", "page_kind")
