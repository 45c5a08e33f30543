"""Add measure definitions."""

import sqlalchemy as sa
from alembic import op

revision = "0012_add_measure_definitions"
down_revision = "0011_add_sent_cycle_forms"
branch_labels = None
depends_on = None

KINDS = ("proportion", "rate", "count", "single value")
NEW_KINDS = ("subgroup of raw values", "event dates")
FREQUENCIES = ("week", "month", "quarter")


def upgrade():
    op.create_table(
        "measure_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("definition_version", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["changed_by_id"],
            ["user.id"],
            name=op.f("fk_measure_revision_changed_by_id_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["measure_id"],
            ["measure.id"],
            name=op.f("fk_measure_revision_measure_id_measure"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure_revision")),
        sa.UniqueConstraint(
            "measure_id", "number", name=op.f("uq_measure_revision_measure_id_number")
        ),
    )
    op.create_table(
        "measure_strategy",
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("strategy_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["measure_id"],
            ["measure.id"],
            name=op.f("fk_measure_strategy_measure_id_measure"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["strategy_id"],
            ["strategy.id"],
            name=op.f("fk_measure_strategy_strategy_id_strategy"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("measure_id", "strategy_id", name=op.f("pk_measure_strategy")),
    )
    with op.batch_alter_table("measure_strategy", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_measure_strategy_strategy_id"), ["strategy_id"], unique=False
        )

    with op.batch_alter_table("measure", schema=None) as batch_op:
        batch_op.add_column(sa.Column("purpose", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(
            sa.Column("definition_starts", sa.JSON(), server_default="{}", nullable=False)
        )
        batch_op.add_column(sa.Column("inclusions", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("exclusions", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(
            sa.Column("collector", sa.String(length=200), server_default="", nullable=False)
        )
        batch_op.add_column(sa.Column("sampling", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(
            sa.Column("link", sa.String(length=300), server_default="", nullable=False)
        )
        batch_op.add_column(sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column("retired_because", sa.Text(), server_default="", nullable=False)
        )
    _hold("data_kind", (*KINDS, *NEW_KINDS))
    _hold("frequency", (*FREQUENCIES, "event"))

    with op.batch_alter_table("observation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("raw", sa.JSON(), nullable=True))

    with op.batch_alter_table("observation_correction", schema=None) as batch_op:
        batch_op.add_column(sa.Column("old_raw", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("old_period", sa.Date(), nullable=True))

    with op.batch_alter_table("series", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("ended_because", sa.Text(), server_default="", nullable=False)
        )


def _hold(column, values):
    """Hold a column to its values."""
    listed = ", ".join(f"'{value}'" for value in values)
    with op.batch_alter_table("measure", schema=None) as batch_op:
        batch_op.drop_constraint(op.f(f"ck_measure_{column}"), type_="check")
        batch_op.create_check_constraint(op.f(f"ck_measure_{column}"), f"{column} IN ({listed})")


def downgrade():
    # What the older models do not know is kept as what comes nearest, so that no row is lost.
    op.execute(
        "UPDATE measure SET data_kind = 'single value', chart = 'run', rules = 'perla' "
        "WHERE data_kind IN ('subgroup of raw values', 'event dates')"
    )
    op.execute("UPDATE measure SET frequency = 'month' WHERE frequency = 'event'")
    _hold("frequency", FREQUENCIES)
    _hold("data_kind", KINDS)

    with op.batch_alter_table("series", schema=None) as batch_op:
        batch_op.drop_column("ended_because")

    with op.batch_alter_table("observation_correction", schema=None) as batch_op:
        batch_op.drop_column("old_period")
        batch_op.drop_column("old_raw")

    with op.batch_alter_table("observation", schema=None) as batch_op:
        batch_op.drop_column("raw")

    with op.batch_alter_table("measure", schema=None) as batch_op:
        batch_op.drop_column("retired_because")
        batch_op.drop_column("retired_at")
        batch_op.drop_column("link")
        batch_op.drop_column("sampling")
        batch_op.drop_column("collector")
        batch_op.drop_column("exclusions")
        batch_op.drop_column("inclusions")
        batch_op.drop_column("definition_starts")
        batch_op.drop_column("purpose")

    with op.batch_alter_table("measure_strategy", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_measure_strategy_strategy_id"))

    op.drop_table("measure_strategy")
    op.drop_table("measure_revision")
