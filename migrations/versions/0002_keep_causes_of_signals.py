"""Keep causes of signals."""

import sqlalchemy as sa
from alembic import op

revision = "0002_keep_causes_of_signals"
down_revision = "0001_foundation"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "signal_cause",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=8), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column(
            "cause",
            sa.Enum(
                "our change",
                "something else",
                "data artifact",
                "unknown",
                name="cause",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"],
            ["user.id"],
            name=op.f("fk_signal_cause_confirmed_by_id_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["user.id"],
            name=op.f("fk_signal_cause_decided_by_id_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["series_id"],
            ["series.id"],
            name=op.f("fk_signal_cause_series_id_series"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signal_cause")),
        sa.UniqueConstraint(
            "series_id", "side", "first", name=op.f("uq_signal_cause_series_id_side_first")
        ),
    )
    op.create_table(
        "signal_cause_cycle",
        sa.Column("cause_id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cause_id"],
            ["signal_cause.id"],
            name=op.f("fk_signal_cause_cycle_cause_id_signal_cause"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cycle_id"],
            ["cycle.id"],
            name=op.f("fk_signal_cause_cycle_cycle_id_cycle"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("cause_id", "cycle_id", name=op.f("pk_signal_cause_cycle")),
    )
    with op.batch_alter_table("signal_cause_cycle", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_signal_cause_cycle_cycle_id"), ["cycle_id"], unique=False
        )


def downgrade():
    with op.batch_alter_table("signal_cause_cycle", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_signal_cause_cycle_cycle_id"))

    op.drop_table("signal_cause_cycle")
    op.drop_table("signal_cause")
