"""Add sent cycle forms."""

import sqlalchemy as sa
from alembic import op

revision = "0011_add_sent_cycle_forms"
down_revision = "0010_link_drivers_to_measures"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "cycle_form_sent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=40), nullable=False),
        sa.Column("once", sa.String(length=36), nullable=False),
        sa.Column("typed_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["team.id"],
            name=op.f("fk_cycle_form_sent_team_id_team"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user.id"],
            name=op.f("fk_cycle_form_sent_user_id_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cycle_form_sent")),
        sa.UniqueConstraint(
            "team_id", "user_id", "form", name=op.f("uq_cycle_form_sent_team_id_user_id_form")
        ),
    )
    with op.batch_alter_table("cycle_form_sent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cycle_form_sent_user_id"), ["user_id"], unique=False)


def downgrade():
    with op.batch_alter_table("cycle_form_sent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cycle_form_sent_user_id"))

    op.drop_table("cycle_form_sent")
