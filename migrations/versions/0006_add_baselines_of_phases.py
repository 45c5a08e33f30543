"""Add baselines of phases."""

import sqlalchemy as sa
from alembic import op

revision = "0006_add_baselines_of_phases"
down_revision = "0005_add_stakeholder_work"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("annotation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("version", sa.Integer(), server_default="1", nullable=False))

    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_audit_event_thing_kind_audit_event_thing_id"),
            ["thing_kind", "thing_id"],
            unique=False,
        )

    with op.batch_alter_table("series", schema=None) as batch_op:
        batch_op.add_column(sa.Column("baseline_points", sa.Integer(), nullable=True))

    with op.batch_alter_table("series_phase", schema=None) as batch_op:
        batch_op.add_column(sa.Column("baseline_points", sa.Integer(), nullable=True))


def downgrade():
    with op.batch_alter_table("series_phase", schema=None) as batch_op:
        batch_op.drop_column("baseline_points")

    with op.batch_alter_table("series", schema=None) as batch_op:
        batch_op.drop_column("baseline_points")

    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_event_thing_kind_audit_event_thing_id"))

    with op.batch_alter_table("annotation", schema=None) as batch_op:
        batch_op.drop_column("version")
        batch_op.drop_column("removed_at")
