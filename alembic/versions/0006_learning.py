"""Learning: the owner's own answers, gaps, versions and the test set."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "chatbot_versions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("chatbot_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("author", sqlmodel.sql.sqltypes.AutoString(length=254), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chatbot_id"], ["chatbots.id"], name=op.f("fk_chatbot_versions_chatbot_id_chatbots"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chatbot_versions")),
        sa.UniqueConstraint("chatbot_id", "number", name=op.f("uq_chatbot_versions_chatbot_id_number")),
    )
    with op.batch_alter_table("chatbot_versions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chatbot_versions_chatbot_id"), ["chatbot_id"], unique=False)

    op.create_table(
        "golden_questions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("chatbot_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("expected_text", sa.Text(), nullable=False),
        sa.Column("expected_source_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["chatbot_id"], ["chatbots.id"], name=op.f("fk_golden_questions_chatbot_id_chatbots"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["expected_source_id"],
            ["sources.id"],
            name=op.f("fk_golden_questions_expected_source_id_sources"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_golden_questions")),
    )
    with op.batch_alter_table("golden_questions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_golden_questions_chatbot_id"), ["chatbot_id"], unique=False)

    op.create_table(
        "golden_runs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("chatbot_id", sa.Uuid(), nullable=False),
        sa.Column("fingerprint", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("finished_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["chatbot_id"], ["chatbots.id"], name=op.f("fk_golden_runs_chatbot_id_chatbots"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_golden_runs")),
    )
    with op.batch_alter_table("golden_runs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_golden_runs_chatbot_id"), ["chatbot_id"], unique=False)

    op.create_table(
        "golden_results",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("golden_id", sa.Uuid(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["golden_id"],
            ["golden_questions.id"],
            name=op.f("fk_golden_results_golden_id_golden_questions"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["golden_runs.id"], name=op.f("fk_golden_results_run_id_golden_runs"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run_id", "golden_id", name=op.f("pk_golden_results")),
    )
    op.create_table(
        "qa_pairs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("knowledge_base_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("question", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("question_key", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("phrasings", sa.JSON(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("vectors", sa.LargeBinary(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_qa_pairs_document_id_documents"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["knowledge_base_id"],
            ["knowledge_bases.id"],
            name=op.f("fk_qa_pairs_knowledge_base_id_knowledge_bases"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_qa_pairs")),
        sa.UniqueConstraint("document_id", name=op.f("uq_qa_pairs_document_id")),
        sa.UniqueConstraint(
            "knowledge_base_id", "question_key", name=op.f("uq_qa_pairs_knowledge_base_id_question_key")
        ),
    )
    with op.batch_alter_table("qa_pairs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_qa_pairs_knowledge_base_id"), ["knowledge_base_id"], unique=False)

    op.create_table(
        "gaps",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("chatbot_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("open", "answered", "dismissed", name="gapstate", native_enum=False, length=16),
            nullable=False,
        ),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.Column("pair_id", sa.Uuid(), nullable=True),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chatbot_id"], ["chatbots.id"], name=op.f("fk_gaps_chatbot_id_chatbots"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["pair_id"], ["qa_pairs.id"], name=op.f("fk_gaps_pair_id_qa_pairs"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gaps")),
    )
    with op.batch_alter_table("gaps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_gaps_chatbot_id"), ["chatbot_id"], unique=False)

    op.create_table(
        "gap_questions",
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("chatbot_id", sa.Uuid(), nullable=False),
        sa.Column("gap_id", sa.Uuid(), nullable=True),
        sa.Column(
            "reason", sa.Enum("unknown", "down_voted", name="gapreason", native_enum=False, length=16), nullable=False
        ),
        sa.Column("asked_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chatbot_id"], ["chatbots.id"], name=op.f("fk_gap_questions_chatbot_id_chatbots"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["gap_id"], ["gaps.id"], name=op.f("fk_gap_questions_gap_id_gaps"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_gap_questions_message_id_messages"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_gap_questions")),
    )
    with op.batch_alter_table("gap_questions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_gap_questions_chatbot_id"), ["chatbot_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_gap_questions_gap_id"), ["gap_id"], unique=False)

    with op.batch_alter_table("chatbots", schema=None) as batch_op:
        batch_op.add_column(sa.Column("publish_gate", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:

    op.drop_column("chatbots", "publish_gate")  # not in a batch, which would make the table anew and empty its children

    with op.batch_alter_table("gap_questions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_gap_questions_gap_id"))
        batch_op.drop_index(batch_op.f("ix_gap_questions_chatbot_id"))

    op.drop_table("gap_questions")
    with op.batch_alter_table("gaps", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_gaps_chatbot_id"))

    op.drop_table("gaps")
    with op.batch_alter_table("qa_pairs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_qa_pairs_knowledge_base_id"))

    op.drop_table("qa_pairs")
    op.drop_table("golden_results")
    with op.batch_alter_table("golden_runs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_golden_runs_chatbot_id"))

    op.drop_table("golden_runs")
    with op.batch_alter_table("golden_questions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_golden_questions_chatbot_id"))

    op.drop_table("golden_questions")
    with op.batch_alter_table("chatbot_versions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chatbot_versions_chatbot_id"))

    op.drop_table("chatbot_versions")
