"""Conversations that people take over: who has them, notes, profiles, canned replies, and notices that somebody waits."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("chatbots", sa.Column("handoff", sa.JSON(), nullable=False, server_default="{}"))
    with op.batch_alter_table("conversations") as conversations:
        conversations.add_column(sa.Column("operator_id", sa.Uuid(), nullable=True))
        conversations.add_column(sa.Column("waiting_since", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
        conversations.add_column(sa.Column("handoff_reason", sa.String(16), nullable=False, server_default=""))
        conversations.create_foreign_key(
            op.f("fk_conversations_operator_id_members"), "members", ["operator_id"], ["id"], ondelete="SET NULL"
        )
        conversations.create_index(op.f("ix_conversations_operator_id"), ["operator_id"])
        conversations.create_index(op.f("ix_conversations_waiting_since"), ["waiting_since"])
    with op.batch_alter_table("messages") as messages:
        messages.add_column(sa.Column("author_id", sa.Uuid(), nullable=True))
        messages.create_foreign_key(
            op.f("fk_messages_author_id_members"), "members", ["author_id"], ["id"], ondelete="SET NULL"
        )
    op.create_table(
        "member_profiles",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("color", sa.String(7), nullable=False),
        sa.Column("avatar", sa.String(16), nullable=False),
        sa.Column("wants_mail", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_member_profiles_member_id_members"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_member_profiles")),
    )
    op.create_table(
        "member_avatars",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("media_type", sa.String(20), nullable=False),
        sa.Column("image", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_member_avatars_member_id_members"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_member_avatars")),
    )
    op.create_table(
        "notes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_notes_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["members.id"], name=op.f("fk_notes_author_id_members"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
    )
    op.create_index(op.f("ix_notes_conversation_id"), "notes", ["conversation_id"])
    op.create_table(
        "canned_replies",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("shortcut", sa.String(40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspaces.id"],
            name=op.f("fk_canned_replies_workspace_id_workspaces"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_canned_replies")),
        sa.UniqueConstraint("workspace_id", "shortcut", name=op.f("uq_canned_replies_workspace_id_shortcut")),
    )
    op.create_index(op.f("ix_canned_replies_workspace_id"), "canned_replies", ["workspace_id"])
    op.create_table(
        "notice_webhooks",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("sealed_secret", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspaces.id"],
            name=op.f("fk_notice_webhooks_workspace_id_workspaces"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", name=op.f("pk_notice_webhooks")),
    )
    op.create_table(
        "notices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("problem", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_notices_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_notices_member_id_members"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
    )
    op.create_index(op.f("ix_notices_conversation_id"), "notices", ["conversation_id"])
    op.create_index(op.f("ix_notices_due_at"), "notices", ["due_at"])


def downgrade() -> None:
    for table in ("notices", "notice_webhooks", "canned_replies", "notes", "member_avatars", "member_profiles"):
        op.drop_table(table)
    with op.batch_alter_table("messages") as messages:
        messages.drop_constraint(op.f("fk_messages_author_id_members"), type_="foreignkey")
        messages.drop_column("author_id")
    with op.batch_alter_table("conversations") as conversations:
        conversations.drop_constraint(op.f("fk_conversations_operator_id_members"), type_="foreignkey")
        conversations.drop_index(op.f("ix_conversations_operator_id"))
        conversations.drop_index(op.f("ix_conversations_waiting_since"))
        for column in ("handoff_reason", "waiting_since", "operator_id"):
            conversations.drop_column(column)
    op.drop_column("chatbots", "handoff")
