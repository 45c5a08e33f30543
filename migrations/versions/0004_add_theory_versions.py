"""Add theory versions."""

import sqlalchemy as sa
from alembic import op

revision = "0004_add_theory_versions"
down_revision = "0003_add_cycle_records"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "theory_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("frozen_by_id", sa.Integer(), nullable=True),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["frozen_by_id"],
            ["user.id"],
            name=op.f("fk_theory_version_frozen_by_id_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["team.id"],
            name=op.f("fk_theory_version_team_id_team"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theory_version")),
        sa.UniqueConstraint("team_id", "number", name=op.f("uq_theory_version_team_id_number")),
    )
    with op.batch_alter_table("driver_node", schema=None) as batch_op:
        batch_op.add_column(sa.Column("changed_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("removed_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_driver_node_changed_by_id_user"),
            "user",
            ["changed_by_id"],
            ["id"],
            ondelete="SET NULL",
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_driver_node_removed_by_id_user"),
            "user",
            ["removed_by_id"],
            ["id"],
            ondelete="SET NULL",
        )


def downgrade():
    with op.batch_alter_table("driver_node", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_driver_node_removed_by_id_user"), type_="foreignkey"
        )
        batch_op.drop_constraint(
            batch_op.f("fk_driver_node_changed_by_id_user"), type_="foreignkey"
        )
        batch_op.drop_column("removed_at")
        batch_op.drop_column("removed_by_id")
        batch_op.drop_column("changed_at")
        batch_op.drop_column("changed_by_id")

    op.drop_table("theory_version")
