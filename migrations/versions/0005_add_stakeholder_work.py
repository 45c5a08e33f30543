"""Add stakeholder work."""

import sqlalchemy as sa
from alembic import op

revision = "0005_add_stakeholder_work"
down_revision = "0004_add_theory_versions"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "interview",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("who", sa.String(length=120), nullable=False),
        sa.Column("interviewer_id", sa.Integer(), nullable=True),
        sa.Column(
            "consent",
            sa.Enum(
                "not asked",
                "notes",
                "quotes",
                name="consent",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("consent_note", sa.String(length=200), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["interviewer_id"],
            ["user.id"],
            name=op.f("fk_interview_interviewer_id_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["team.id"], name=op.f("fk_interview_team_id_team"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview")),
    )
    with op.batch_alter_table("interview", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_interview_team_id"), ["team_id"], unique=False)

    op.create_table(
        "engagement_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stakeholder_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id"],
            ["user.id"],
            name=op.f("fk_engagement_action_owner_id_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["stakeholder_id"],
            ["stakeholder.id"],
            name=op.f("fk_engagement_action_stakeholder_id_stakeholder"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_engagement_action")),
    )
    with op.batch_alter_table("engagement_action", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_engagement_action_stakeholder_id"), ["stakeholder_id"], unique=False
        )

    op.create_table(
        "interview_quote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("interview_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["interview_id"],
            ["interview.id"],
            name=op.f("fk_interview_quote_interview_id_interview"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview_quote")),
    )
    with op.batch_alter_table("interview_quote", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_interview_quote_interview_id"), ["interview_id"], unique=False
        )

    op.create_table(
        "interview_stakeholder",
        sa.Column("interview_id", sa.Integer(), nullable=False),
        sa.Column("stakeholder_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["interview_id"],
            ["interview.id"],
            name=op.f("fk_interview_stakeholder_interview_id_interview"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["stakeholder_id"],
            ["stakeholder.id"],
            name=op.f("fk_interview_stakeholder_stakeholder_id_stakeholder"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "interview_id", "stakeholder_id", name=op.f("pk_interview_stakeholder")
        ),
    )
    with op.batch_alter_table("interview_stakeholder", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_interview_stakeholder_stakeholder_id"), ["stakeholder_id"], unique=False
        )

    op.create_table(
        "interview_theme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("interview_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["interview_id"],
            ["interview.id"],
            name=op.f("fk_interview_theme_interview_id_interview"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview_theme")),
        sa.UniqueConstraint(
            "interview_id", "name", name=op.f("uq_interview_theme_interview_id_name")
        ),
    )
    op.create_table(
        "stakeholder_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stakeholder_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"],
            ["user.id"],
            name=op.f("fk_stakeholder_change_by_id_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["stakeholder_id"],
            ["stakeholder.id"],
            name=op.f("fk_stakeholder_change_stakeholder_id_stakeholder"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stakeholder_change")),
    )
    with op.batch_alter_table("stakeholder_change", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_stakeholder_change_stakeholder_id"), ["stakeholder_id"], unique=False
        )

    op.create_table(
        "interview_driver",
        sa.Column("interview_id", sa.Integer(), nullable=False),
        sa.Column("driver_node_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["driver_node_id"],
            ["driver_node.id"],
            name=op.f("fk_interview_driver_driver_node_id_driver_node"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["interview_id"],
            ["interview.id"],
            name=op.f("fk_interview_driver_interview_id_interview"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("interview_id", "driver_node_id", name=op.f("pk_interview_driver")),
    )
    with op.batch_alter_table("interview_driver", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_interview_driver_driver_node_id"), ["driver_node_id"], unique=False
        )

    with op.batch_alter_table("stakeholder", schema=None) as batch_op:
        batch_op.add_column(sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("stakeholder_position", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("note", sa.String(length=300), server_default="", nullable=False)
        )
        batch_op.add_column(sa.Column("set_by_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_stakeholder_position_set_by_id_user"),
            "user",
            ["set_by_id"],
            ["id"],
            ondelete="SET NULL",
        )

    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("stakeholders_open", sa.Boolean(), server_default=sa.false(), nullable=False)
        )


def downgrade():
    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.drop_column("stakeholders_open")

    with op.batch_alter_table("stakeholder_position", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_stakeholder_position_set_by_id_user"), type_="foreignkey"
        )
        batch_op.drop_column("set_by_id")
        batch_op.drop_column("note")

    with op.batch_alter_table("stakeholder", schema=None) as batch_op:
        batch_op.drop_column("removed_at")

    with op.batch_alter_table("interview_driver", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_interview_driver_driver_node_id"))

    op.drop_table("interview_driver")
    with op.batch_alter_table("stakeholder_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stakeholder_change_stakeholder_id"))

    op.drop_table("stakeholder_change")
    op.drop_table("interview_theme")
    with op.batch_alter_table("interview_stakeholder", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_interview_stakeholder_stakeholder_id"))

    op.drop_table("interview_stakeholder")
    with op.batch_alter_table("interview_quote", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_interview_quote_interview_id"))

    op.drop_table("interview_quote")
    with op.batch_alter_table("engagement_action", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_engagement_action_stakeholder_id"))

    op.drop_table("engagement_action")
    with op.batch_alter_table("interview", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_interview_team_id"))

    op.drop_table("interview")
