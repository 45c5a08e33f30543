"""Add the library of change ideas: what a team publishes, and where a copy came from."""

import sqlalchemy as sa
from alembic import op

revision = "0008_add_change_idea_library"
down_revision = "0007_add_charters"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "published_idea",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("node_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("context", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("advice", sa.Text(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=True),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["measure_id"],
            ["measure.id"],
            name=op.f("fk_published_idea_measure_id_measure"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["node_id"],
            ["driver_node.id"],
            name=op.f("fk_published_idea_node_id_driver_node"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"],
            ["user.id"],
            name=op.f("fk_published_idea_published_by_id_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["team.id"],
            name=op.f("fk_published_idea_team_id_team"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_idea")),
        sa.UniqueConstraint("node_id", name=op.f("uq_published_idea_node_id")),
    )
    with op.batch_alter_table("published_idea", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_published_idea_team_id"), ["team_id"], unique=False)

    op.create_table(
        "idea_copy",
        sa.Column("node_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("root_id", sa.Integer(), nullable=True),
        sa.Column("copied_by_id", sa.Integer(), nullable=True),
        sa.Column("copied_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["copied_by_id"],
            ["user.id"],
            name=op.f("fk_idea_copy_copied_by_id_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["node_id"],
            ["driver_node.id"],
            name=op.f("fk_idea_copy_node_id_driver_node"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["root_id"],
            ["published_idea.id"],
            name=op.f("fk_idea_copy_root_id_published_idea"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["published_idea.id"],
            name=op.f("fk_idea_copy_source_id_published_idea"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("node_id", name=op.f("pk_idea_copy")),
    )
    with op.batch_alter_table("idea_copy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_idea_copy_root_id"), ["root_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_idea_copy_source_id"), ["source_id"], unique=False)

    op.create_table(
        "published_idea_cycle",
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cycle_id"],
            ["cycle.id"],
            name=op.f("fk_published_idea_cycle_cycle_id_cycle"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["idea_id"],
            ["published_idea.id"],
            name=op.f("fk_published_idea_cycle_idea_id_published_idea"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("idea_id", "cycle_id", name=op.f("pk_published_idea_cycle")),
    )
    with op.batch_alter_table("published_idea_cycle", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_published_idea_cycle_cycle_id"), ["cycle_id"], unique=False
        )


def downgrade():
    with op.batch_alter_table("published_idea_cycle", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_published_idea_cycle_cycle_id"))

    op.drop_table("published_idea_cycle")
    with op.batch_alter_table("idea_copy", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_idea_copy_source_id"))
        batch_op.drop_index(batch_op.f("ix_idea_copy_root_id"))

    op.drop_table("idea_copy")
    with op.batch_alter_table("published_idea", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_published_idea_team_id"))

    op.drop_table("published_idea")
