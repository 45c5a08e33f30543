"""Let drivers have several measures."""

import sqlalchemy as sa
from alembic import op

revision = "0010_link_drivers_to_measures"
down_revision = "0009_add_storyboards"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "driver_measure",
        sa.Column("node_id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["measure_id"],
            ["measure.id"],
            name=op.f("fk_driver_measure_measure_id_measure"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["node_id"],
            ["driver_node.id"],
            name=op.f("fk_driver_measure_node_id_driver_node"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("node_id", "measure_id", name=op.f("pk_driver_measure")),
    )
    with op.batch_alter_table("driver_measure", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_driver_measure_measure_id"), ["measure_id"], unique=False
        )

    op.execute(
        "INSERT INTO driver_measure (node_id, measure_id) "
        "SELECT id, measure_id FROM driver_node WHERE measure_id IS NOT NULL"
    )
    with op.batch_alter_table("driver_node", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_driver_node_measure_id_measure"), type_="foreignkey"
        )
        batch_op.drop_column("measure_id")


def downgrade():
    with op.batch_alter_table("driver_node", schema=None) as batch_op:
        batch_op.add_column(sa.Column("measure_id", sa.INTEGER(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_driver_node_measure_id_measure"),
            "measure",
            ["measure_id"],
            ["id"],
            ondelete="SET NULL",
        )

    # There is room for one only: the oldest stays.
    op.execute(
        "UPDATE driver_node SET measure_id = (SELECT MIN(driver_measure.measure_id) "
        "FROM driver_measure WHERE driver_measure.node_id = driver_node.id)"
    )
    with op.batch_alter_table("driver_measure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_driver_measure_measure_id"))

    op.drop_table("driver_measure")
