"""How the widget looks and behaves, and the pictures it shows."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("chatbots", sa.Column("widget", sa.JSON(), nullable=False, server_default="{}"))
    op.create_table(
        "chatbot_pictures",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("chatbot_id", sa.Uuid(), nullable=False),
        sa.Column("hash", sa.String(16), nullable=False),
        sa.Column("media_type", sa.String(20), nullable=False),
        sa.Column("image", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chatbot_id"], ["chatbots.id"], name=op.f("fk_chatbot_pictures_chatbot_id_chatbots"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chatbot_pictures")),
        sa.UniqueConstraint("chatbot_id", "hash", name=op.f("uq_chatbot_pictures_chatbot_id_hash")),
    )


def downgrade() -> None:
    op.drop_table("chatbot_pictures")
    op.drop_column("chatbots", "widget")
