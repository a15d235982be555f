"""Masking and retention of each chatbot, what retention deleted, and whose a lead is."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("chatbots", sa.Column("masks_personal", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("chatbots", sa.Column("masks_passages", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("chatbots", sa.Column("retention_days", sa.Integer(), nullable=False, server_default="0"))
    op.add_column(
        "chatbots", sa.Column("retention_covers_leads", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_table(
        "sweeps",
        sa.Column("chatbot_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("conversations", sa.Integer(), nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.Column("leads", sa.Integer(), nullable=False),
        sa.Column("visitors", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chatbot_id"], ["chatbots.id"], name=op.f("fk_sweeps_chatbot_id_chatbots"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("chatbot_id", "day", name=op.f("pk_sweeps")),
    )
    with op.batch_alter_table("leads", schema=None) as batch_op:
        batch_op.add_column(sa.Column("visitor_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_leads_visitor_id_visitors"), "visitors", ["visitor_id"], ["id"], ondelete="CASCADE"
        )
        batch_op.create_index(batch_op.f("ix_leads_visitor_id"), ["visitor_id"], unique=False)
    op.execute(
        "UPDATE leads SET visitor_id ="
        " (SELECT visitor_id FROM conversations WHERE conversations.id = leads.conversation_id)"
        " WHERE conversation_id IS NOT NULL"
    )


def downgrade() -> None:
    with op.batch_alter_table("leads", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_leads_visitor_id_visitors"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_leads_visitor_id"))
        batch_op.drop_column("visitor_id")
    op.drop_table("sweeps")
    for column in ("retention_covers_leads", "retention_days", "masks_passages", "masks_personal"):
        op.drop_column("chatbots", column)
