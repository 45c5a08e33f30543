"""Add reopened rounds."""

import sqlalchemy as sa
from alembic import op

revision = "0026_add_reopened_rounds"
down_revision = "0025_add_days_of_sessions"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("assessment_round", schema=None) as batch_op:
        batch_op.add_column(sa.Column("closed_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("shown_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_assessment_round_closed_by_id_user"),
            "user",
            ["closed_by_id"],
            ["id"],
            ondelete="SET NULL",
        )

    with op.batch_alter_table("instrument", schema=None) as batch_op:
        batch_op.add_column(sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True))


def downgrade():
    with op.batch_alter_table("instrument", schema=None) as batch_op:
        batch_op.drop_column("retired_at")

    with op.batch_alter_table("assessment_round", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_assessment_round_closed_by_id_user"), type_="foreignkey"
        )
        batch_op.drop_column("shown_at")
        batch_op.drop_column("closed_by_id")
