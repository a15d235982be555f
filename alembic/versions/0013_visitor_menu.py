"""What visitors do beside asking: ratings, files, copies by mail, and questions to ask next."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("chatbots", sa.Column("visitor_menu", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("messages", sa.Column("followups", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("notices", sa.Column("address", sa.String(254), nullable=False, server_default=""))
    op.add_column("notices", sa.Column("language", sa.String(2), nullable=False, server_default=""))
    _add_ratings()
    _add_uploads()


def _add_ratings() -> None:
    op.create_table(
        "conversation_ratings",
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_conversation_ratings_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_conversation_ratings")),
    )
    op.create_index(op.f("ix_conversation_ratings_changed_at"), "conversation_ratings", ["changed_at"])


def _add_uploads() -> None:
    op.create_table(
        "visitor_uploads",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("chatbot_id", sa.Uuid(), nullable=False),
        sa.Column("visitor_id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("media_type", sa.String(80), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        *[_belongs_to(name) for name in ("chatbot", "visitor", "message")],
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visitor_uploads")),
    )
    for name in ("chatbot_id", "visitor_id", "message_id"):
        op.create_index(op.f(f"ix_visitor_uploads_{name}"), "visitor_uploads", [name])
    op.create_table(
        "upload_contents",
        sa.Column("upload_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["upload_id"],
            ["visitor_uploads.id"],
            name=op.f("fk_upload_contents_upload_id_visitor_uploads"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("upload_id", name=op.f("pk_upload_contents")),
    )


def _belongs_to(name: str) -> sa.ForeignKeyConstraint:
    key = op.f(f"fk_visitor_uploads_{name}_id_{name}s")
    return sa.ForeignKeyConstraint([f"{name}_id"], [f"{name}s.id"], name=key, ondelete="CASCADE")


def downgrade() -> None:
    op.drop_table("upload_contents")
    op.drop_table("visitor_uploads")
    op.drop_table("conversation_ratings")
    op.drop_column("notices", "language")
    op.drop_column("notices", "address")
    op.drop_column("messages", "followups")
    op.drop_column("chatbots", "visitor_menu")
