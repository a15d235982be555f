"""How a chatbot answers: who it is, its tone and language, what it may say, and how much."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("chatbots") as chatbots:
        chatbots.add_column(sa.Column("persona", sa.Text(), nullable=False, server_default=""))
        chatbots.add_column(sa.Column("tone", sa.String(16), nullable=False, server_default="friendly"))
        chatbots.add_column(sa.Column("language", sa.String(2), nullable=False, server_default=""))
        chatbots.add_column(sa.Column("grounding", sa.String(16), nullable=False, server_default="guided"))
        chatbots.add_column(sa.Column("answer_length", sa.String(16), nullable=False, server_default="medium"))


def downgrade() -> None:
    for column in ("answer_length", "grounding", "language", "tone", "persona"):
        op.drop_column("chatbots", column)  # not in a batch, which would make the table anew and empty its children
