"""Models: customers' own keys, what went wrong with them, what was used, and budgets."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "credentials",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("provider", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("sealed_key", sa.LargeBinary(), nullable=False),
        sa.Column("last_letters", sqlmodel.sql.sqltypes.AutoString(length=4), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_credentials_workspace_id_workspaces"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credentials")),
    )
    with op.batch_alter_table("credentials", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_credentials_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "model_troubles",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("model", sqlmodel.sql.sqltypes.AutoString(length=160), nullable=False),
        sa.Column("code", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("is_over", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspaces.id"],
            name=op.f("fk_model_troubles_workspace_id_workspaces"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "source", name=op.f("pk_model_troubles")),
    )
    op.create_table(
        "budget_counts",
        sa.Column("chatbot_id", sa.Uuid(), nullable=False),
        sa.Column("period", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.Column("nanodollars", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chatbot_id"], ["chatbots.id"], name=op.f("fk_budget_counts_chatbot_id_chatbots"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("chatbot_id", "period", name=op.f("pk_budget_counts")),
    )
    op.create_table(
        "model_uses",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("chatbot_id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("model", sqlmodel.sql.sqltypes.AutoString(length=160), nullable=False),
        sa.Column("is_platform", sa.Boolean(), nullable=False),
        sa.Column("asked_tokens", sa.Integer(), nullable=False),
        sa.Column("answered_tokens", sa.Integer(), nullable=False),
        sa.Column("is_estimated", sa.Boolean(), nullable=False),
        sa.Column("nanodollars", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["chatbot_id"], ["chatbots.id"], name=op.f("fk_model_uses_chatbot_id_chatbots"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_model_uses_workspace_id_workspaces"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_uses")),
    )
    with op.batch_alter_table("model_uses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_model_uses_chatbot_id"), ["chatbot_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_model_uses_message_id"), ["message_id"], unique=False)
        batch_op.create_index("ix_model_uses_workspace_id_day", ["workspace_id", "day"], unique=False)

    op.add_column("chatbots", sa.Column("model_options", sa.JSON(), server_default="{}", nullable=False))


def downgrade() -> None:
    op.drop_column("chatbots", "model_options")

    with op.batch_alter_table("model_uses", schema=None) as batch_op:
        batch_op.drop_index("ix_model_uses_workspace_id_day")
        batch_op.drop_index(batch_op.f("ix_model_uses_message_id"))
        batch_op.drop_index(batch_op.f("ix_model_uses_chatbot_id"))

    op.drop_table("model_uses")
    op.drop_table("budget_counts")
    op.drop_table("model_troubles")
    with op.batch_alter_table("credentials", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_credentials_workspace_id"))

    op.drop_table("credentials")
