"""Add coaching."""

import sqlalchemy as sa
from alembic import op

revision = "0021_add_coaching"
down_revision = "0020_add_sharing_and_pairings"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "attention_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("limit", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["network.id"],
            name=op.f("fk_attention_rule_network_id_network"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attention_rule")),
        sa.UniqueConstraint("network_id", "rule", name=op.f("uq_attention_rule_network_id_rule")),
    )
    op.create_table(
        "inbox_mark",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=120), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mailed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_inbox_mark_user_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "item", name=op.f("pk_inbox_mark")),
    )
    op.create_table(
        "chart_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "signed off",
                "asked",
                name="review_outcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("up_to", sa.Date(), nullable=True),
        sa.Column("better_chart", sa.String(length=16), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by_id"],
            ["user.id"],
            name=op.f("fk_chart_review_answered_by_id_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["user.id"], name=op.f("fk_chart_review_by_id_user"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["series_id"],
            ["series.id"],
            name=op.f("fk_chart_review_series_id_series"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chart_review")),
    )
    with op.batch_alter_table("chart_review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chart_review_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_chart_review_series_id"), ["series_id"], unique=False)

    op.create_table(
        "series_standing",
        sa.Column("series_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("latest_period", sa.Date(), nullable=True),
        sa.Column("latest_value", sa.Double(), nullable=True),
        sa.Column("recent", sa.Double(), nullable=True),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("direction", sa.String(length=8), nullable=True),
        sa.Column("signals", sa.JSON(), nullable=False),
        sa.Column("sigma_z", sa.Double(), nullable=True),
        sa.Column("events", sa.Double(), nullable=True),
        sa.Column("method", sa.String(length=16), nullable=False),
        sa.Column("inputs", sa.String(length=16), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["series_id"],
            ["series.id"],
            name=op.f("fk_series_standing_series_id_series"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("series_id", name=op.f("pk_series_standing")),
    )


def downgrade():
    op.drop_table("series_standing")
    with op.batch_alter_table("chart_review", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chart_review_series_id"))
        batch_op.drop_index(batch_op.f("ix_chart_review_by_id"))

    op.drop_table("chart_review")
    op.drop_table("inbox_mark")
    op.drop_table("attention_rule")
