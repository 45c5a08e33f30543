"""Add cycle records."""

import sqlalchemy as sa
from alembic import op

revision = "0003_add_cycle_records"
down_revision = "0002_keep_causes_of_signals"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "cycle_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=40), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id"], ["team.id"], name=op.f("fk_cycle_draft_team_id_team"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_cycle_draft_user_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cycle_draft")),
        sa.UniqueConstraint(
            "team_id", "user_id", "form", name=op.f("uq_cycle_draft_team_id_user_id_form")
        ),
    )
    with op.batch_alter_table("cycle_draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cycle_draft_user_id"), ["user_id"], unique=False)

    op.create_table(
        "cycle_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(length=120), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"],
            ["user.id"],
            name=op.f("fk_cycle_change_actor_id_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["cycle_id"],
            ["cycle.id"],
            name=op.f("fk_cycle_change_cycle_id_cycle"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cycle_change")),
    )
    with op.batch_alter_table("cycle_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cycle_change_cycle_id"), ["cycle_id"], unique=False)

    op.create_table(
        "cycle_task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["cycle_id"],
            ["cycle.id"],
            name=op.f("fk_cycle_task_cycle_id_cycle"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["user.id"], name=op.f("fk_cycle_task_owner_id_user"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cycle_task")),
    )
    with op.batch_alter_table("cycle_task", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cycle_task_cycle_id"), ["cycle_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_cycle_task_owner_id"), ["owner_id"], unique=False)

    with op.batch_alter_table("cycle", schema=None) as batch_op:
        batch_op.add_column(sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("deleted_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("once", sa.String(length=36), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_cycle_team_id_once"), ["team_id", "once"])
        batch_op.create_foreign_key(
            batch_op.f("fk_cycle_deleted_by_id_user"),
            "user",
            ["deleted_by_id"],
            ["id"],
            ondelete="SET NULL",
        )

    with op.batch_alter_table("prediction", schema=None) as batch_op:
        batch_op.add_column(sa.Column("measure_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("due_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("confidence", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "judged_as",
                sa.Enum(
                    "hit",
                    "partly",
                    "miss",
                    name="judged_as",
                    native_enum=False,
                    create_constraint=True,
                    length=32,
                ),
                nullable=True,
            )
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_prediction_measure_id_measure"),
            "measure",
            ["measure_id"],
            ["id"],
            ondelete="SET NULL",
        )

    # What was judged by yes or no is a hit or a miss.
    op.execute("UPDATE prediction SET judged_as = 'hit' WHERE judged")
    op.execute("UPDATE prediction SET judged_as = 'miss' WHERE NOT judged")
    with op.batch_alter_table("prediction", schema=None) as batch_op:
        batch_op.drop_column("judged")


def downgrade():
    with op.batch_alter_table("prediction", schema=None) as batch_op:
        batch_op.add_column(sa.Column("judged", sa.BOOLEAN(), nullable=True))

    # Half true has no place in yes or no: it goes back to not judged.
    op.execute("UPDATE prediction SET judged = (judged_as = 'hit') WHERE judged_as <> 'partly'")
    with op.batch_alter_table("prediction", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_prediction_measure_id_measure"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("ck_prediction_judged_as"), type_="check")
        batch_op.drop_column("judged_as")
        batch_op.drop_column("confidence")
        batch_op.drop_column("due_on")
        batch_op.drop_column("measure_id")

    with op.batch_alter_table("cycle", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_cycle_deleted_by_id_user"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_cycle_team_id_once"), type_="unique")
        batch_op.drop_column("once")
        batch_op.drop_column("deleted_by_id")
        batch_op.drop_column("deleted_at")

    with op.batch_alter_table("cycle_task", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cycle_task_owner_id"))
        batch_op.drop_index(batch_op.f("ix_cycle_task_cycle_id"))

    op.drop_table("cycle_task")
    with op.batch_alter_table("cycle_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cycle_change_cycle_id"))

    op.drop_table("cycle_change")
    with op.batch_alter_table("cycle_draft", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cycle_draft_user_id"))

    op.drop_table("cycle_draft")
