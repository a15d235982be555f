"""How sure a chatbot must be to answer without a model, in percent."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("chatbots", sa.Column("least_sure", sa.Integer(), nullable=False, server_default="40"))


def downgrade() -> None:
    op.drop_column("chatbots", "least_sure")
