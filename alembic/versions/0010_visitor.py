"""Who a visitor is, what the page tells, and what of it a chatbot may know."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

VISITORS = {"external_id": 200, "name": 120, "email": 254}


def upgrade() -> None:
    op.create_table(
        "identity_rules",
        sa.Column("chatbot_id", sa.Uuid(), nullable=False),
        sa.Column("sealed_secret", sa.LargeBinary(), nullable=True),
        sa.Column("signed_only", sa.Boolean(), nullable=False),
        sa.Column("context_fields", sa.JSON(), nullable=False),
        sa.Column("told_fields", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chatbot_id"], ["chatbots.id"], name=op.f("fk_identity_rules_chatbot_id_chatbots"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("chatbot_id", name=op.f("pk_identity_rules")),
    )
    for name, length in VISITORS.items():
        op.add_column("visitors", sa.Column(name, sa.String(length), nullable=False, server_default=""))
    op.add_column("visitors", sa.Column("is_verified", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index(
        "uq_visitors_verified",
        "visitors",
        ["chatbot_id", "external_id"],
        unique=True,
        sqlite_where=sa.text("is_verified"),
        postgresql_where=sa.text("is_verified"),
    )
    op.add_column("conversations", sa.Column("context", sa.JSON(), nullable=False, server_default="{}"))


def downgrade() -> None:
    op.drop_column("conversations", "context")
    op.drop_index("uq_visitors_verified", table_name="visitors")
    for column in ("is_verified", *VISITORS):
        op.drop_column("visitors", column)
    op.drop_table("identity_rules")
