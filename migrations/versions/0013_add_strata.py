"""Add strata."""

import sqlalchemy as sa
from alembic import op

revision = "0013_add_strata"
down_revision = "0012_add_measure_definitions"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "breakdown",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["network.id"],
            name=op.f("fk_breakdown_network_id_network"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_breakdown")),
        sa.UniqueConstraint("network_id", "name", name=op.f("uq_breakdown_network_id_name")),
    )
    op.create_table(
        "small_numbers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["network.id"],
            name=op.f("fk_small_numbers_network_id_network"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["set_by_id"],
            ["user.id"],
            name=op.f("fk_small_numbers_set_by_id_user"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_small_numbers")),
    )
    with op.batch_alter_table("small_numbers", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_small_numbers_network_id"), ["network_id"], unique=False
        )

    op.create_table(
        "stratum",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("breakdown_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["breakdown_id"],
            ["breakdown.id"],
            name=op.f("fk_stratum_breakdown_id_breakdown"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stratum")),
        sa.UniqueConstraint("breakdown_id", "name", name=op.f("uq_stratum_breakdown_id_name")),
    )
    op.create_table(
        "measure_breakdown",
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("breakdown_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["breakdown_id"],
            ["breakdown.id"],
            name=op.f("fk_measure_breakdown_breakdown_id_breakdown"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["measure_id"],
            ["measure.id"],
            name=op.f("fk_measure_breakdown_measure_id_measure"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("measure_id", "breakdown_id", name=op.f("pk_measure_breakdown")),
    )
    with op.batch_alter_table("measure_breakdown", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_measure_breakdown_breakdown_id"), ["breakdown_id"], unique=False
        )

    op.create_table(
        "stratum_observation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("stratum_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.Date(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("denominator", sa.Double(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entered_by_id"],
            ["user.id"],
            name=op.f("fk_stratum_observation_entered_by_id_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["series_id"],
            ["series.id"],
            name=op.f("fk_stratum_observation_series_id_series"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["stratum_id"], ["stratum.id"], name=op.f("fk_stratum_observation_stratum_id_stratum")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stratum_observation")),
        sa.UniqueConstraint(
            "series_id",
            "period",
            "stratum_id",
            name=op.f("uq_stratum_observation_series_id_period_stratum_id"),
        ),
    )
    with op.batch_alter_table("stratum_observation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_stratum_observation_stratum_id"), ["stratum_id"], unique=False
        )

    op.create_table(
        "stratum_correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("observation_id", sa.Integer(), nullable=False),
        sa.Column("old_value", sa.Double(), nullable=False),
        sa.Column("old_denominator", sa.Double(), nullable=True),
        sa.Column("old_note", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("corrected_by_id", sa.Integer(), nullable=True),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["corrected_by_id"],
            ["user.id"],
            name=op.f("fk_stratum_correction_corrected_by_id_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["observation_id"],
            ["stratum_observation.id"],
            name=op.f("fk_stratum_correction_observation_id_stratum_observation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stratum_correction")),
    )
    with op.batch_alter_table("stratum_correction", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_stratum_correction_observation_id"), ["observation_id"], unique=False
        )

    with op.batch_alter_table("measure", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "protects_small_numbers", sa.Boolean(), server_default=sa.false(), nullable=False
            )
        )


def downgrade():
    with op.batch_alter_table("measure", schema=None) as batch_op:
        batch_op.drop_column("protects_small_numbers")

    with op.batch_alter_table("stratum_correction", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stratum_correction_observation_id"))

    op.drop_table("stratum_correction")
    with op.batch_alter_table("stratum_observation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stratum_observation_stratum_id"))

    op.drop_table("stratum_observation")
    with op.batch_alter_table("measure_breakdown", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_measure_breakdown_breakdown_id"))

    op.drop_table("measure_breakdown")
    op.drop_table("stratum")
    with op.batch_alter_table("small_numbers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_small_numbers_network_id"))

    op.drop_table("small_numbers")
    op.drop_table("breakdown")
