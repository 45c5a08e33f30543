"""Add charters."""

import sqlalchemy as sa
from alembic import op

revision = "0007_add_charters"
down_revision = "0006_add_baselines_of_phases"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "charter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("scope_in", sa.Text(), nullable=False),
        sa.Column("scope_out", sa.Text(), nullable=False),
        sa.Column("sponsor", sa.String(length=200), nullable=False),
        sa.Column("resources", sa.Text(), nullable=False),
        sa.Column("timeline", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id"], ["team.id"], name=op.f("fk_charter_team_id_team"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charter")),
        sa.UniqueConstraint("team_id", name=op.f("uq_charter_team_id")),
    )
    op.create_table(
        "charter_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("charter_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("revised_by_id", sa.Integer(), nullable=True),
        sa.Column("revised_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["charter_id"],
            ["charter.id"],
            name=op.f("fk_charter_revision_charter_id_charter"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["revised_by_id"],
            ["user.id"],
            name=op.f("fk_charter_revision_revised_by_id_user"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charter_revision")),
        sa.UniqueConstraint(
            "charter_id", "number", name=op.f("uq_charter_revision_charter_id_number")
        ),
    )


def downgrade():
    op.drop_table("charter_revision")
    op.drop_table("charter")
