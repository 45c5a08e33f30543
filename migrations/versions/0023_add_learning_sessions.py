"""Add learning sessions."""

import sqlalchemy as sa
from alembic import op

revision = "0023_add_learning_sessions"
down_revision = "0022_add_comments_and_scores"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "learning_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.Column("time_zone", sa.String(length=60), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("prework", sa.Text(), nullable=False),
        sa.Column("prework_due", sa.Date(), nullable=True),
        sa.Column("action_from", sa.Date(), nullable=True),
        sa.Column("action_until", sa.Date(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "preparing",
                "invited",
                "held",
                name="learning_session_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by_id"],
            ["user.id"],
            name=op.f("fk_learning_session_made_by_id_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["network.id"],
            name=op.f("fk_learning_session_network_id_network"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning_session")),
        sa.UniqueConstraint(
            "network_id", "number", name=op.f("uq_learning_session_network_id_number")
        ),
    )
    op.create_table(
        "session_agenda_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "talk",
                "break",
                "comparison",
                "storyboards",
                "exchange",
                "commitments",
                "evaluation",
                name="session_item_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("who", sa.String(length=120), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["learning_session.id"],
            name=op.f("fk_session_agenda_item_session_id_learning_session"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_agenda_item")),
    )
    with op.batch_alter_table("session_agenda_item", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_session_agenda_item_session_id"), ["session_id"], unique=False
        )

    op.create_table(
        "session_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=280), nullable=False),
        sa.Column("who", sa.String(length=120), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["learning_session.id"],
            name=op.f("fk_session_decision_session_id_learning_session"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_decision")),
    )
    with op.batch_alter_table("session_decision", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_session_decision_session_id"), ["session_id"], unique=False
        )

    op.create_table(
        "session_evaluation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("batch", sa.Integer(), nullable=False),
        sa.Column("ratings", sa.JSON(), nullable=False),
        sa.Column("kept", sa.Text(), nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["learning_session.id"],
            name=op.f("fk_session_evaluation_session_id_learning_session"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_evaluation")),
    )
    with op.batch_alter_table("session_evaluation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_session_evaluation_session_id"), ["session_id"], unique=False
        )

    op.create_table(
        "session_pack",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("run", sa.String(length=32), nullable=False),
        sa.Column("stage", sa.String(length=200), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.String(length=200), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("slides", sa.LargeBinary(), nullable=True),
        sa.Column("paper", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["user.id"], name=op.f("fk_session_pack_by_id_user"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["learning_session.id"],
            name=op.f("fk_session_pack_session_id_learning_session"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_pack")),
        sa.UniqueConstraint("session_id", name=op.f("uq_session_pack_session_id")),
    )
    op.create_table(
        "session_prework",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "check",
            sa.Enum(
                "aim",
                "data",
                "cycle",
                "storyboard",
                "theory",
                "own",
                name="session_check",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.String(length=280), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["learning_session.id"],
            name=op.f("fk_session_prework_session_id_learning_session"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_prework")),
    )
    with op.batch_alter_table("session_prework", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_session_prework_session_id"), ["session_id"], unique=False
        )

    op.create_table(
        "session_offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "offer",
                "ask",
                name="session_exchange",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.String(length=280), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["user.id"], name=op.f("fk_session_offer_by_id_user"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["learning_session.id"],
            name=op.f("fk_session_offer_session_id_learning_session"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["team.id"], name=op.f("fk_session_offer_team_id_team"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_offer")),
    )
    with op.batch_alter_table("session_offer", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_session_offer_session_id"), ["session_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_session_offer_team_id"), ["team_id"], unique=False)

    op.create_table(
        "session_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("guest", sa.String(length=120), nullable=False),
        sa.Column("invited", sa.Boolean(), nullable=False),
        sa.Column("attended", sa.Boolean(), nullable=True),
        sa.Column("evaluated", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["learning_session.id"],
            name=op.f("fk_session_person_session_id_learning_session"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["team.id"],
            name=op.f("fk_session_person_team_id_team"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user.id"],
            name=op.f("fk_session_person_user_id_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_person")),
        sa.UniqueConstraint(
            "session_id", "user_id", name=op.f("uq_session_person_session_id_user_id")
        ),
    )
    with op.batch_alter_table("session_person", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_session_person_session_id"), ["session_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_session_person_team_id"), ["team_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_session_person_user_id"), ["user_id"], unique=False)

    op.create_table(
        "session_team",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "invited",
                "confirmed",
                "declined",
                name="session_answer",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.String(length=280), nullable=False),
        sa.Column("attended", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by_id"],
            ["user.id"],
            name=op.f("fk_session_team_answered_by_id_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["learning_session.id"],
            name=op.f("fk_session_team_session_id_learning_session"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["team.id"], name=op.f("fk_session_team_team_id_team"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_team")),
        sa.UniqueConstraint(
            "session_id", "team_id", name=op.f("uq_session_team_session_id_team_id")
        ),
    )
    with op.batch_alter_table("session_team", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_session_team_team_id"), ["team_id"], unique=False)

    op.create_table(
        "session_measure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["measure_id"],
            ["measure.id"],
            name=op.f("fk_session_measure_measure_id_measure"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["learning_session.id"],
            name=op.f("fk_session_measure_session_id_learning_session"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_measure")),
        sa.UniqueConstraint(
            "session_id", "measure_id", name=op.f("uq_session_measure_session_id_measure_id")
        ),
    )
    with op.batch_alter_table("session_measure", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_session_measure_measure_id"), ["measure_id"], unique=False
        )

    op.create_table(
        "session_prework_tick",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"],
            ["user.id"],
            name=op.f("fk_session_prework_tick_by_id_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["place_id"],
            ["session_team.id"],
            name=op.f("fk_session_prework_tick_place_id_session_team"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["task_id"],
            ["session_prework.id"],
            name=op.f("fk_session_prework_tick_task_id_session_prework"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_prework_tick")),
        sa.UniqueConstraint(
            "place_id", "task_id", name=op.f("uq_session_prework_tick_place_id_task_id")
        ),
    )
    with op.batch_alter_table("session_prework_tick", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_session_prework_tick_task_id"), ["task_id"], unique=False
        )

    op.create_table(
        "session_shown",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["measure_id"],
            ["measure.id"],
            name=op.f("fk_session_shown_measure_id_measure"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["learning_session.id"],
            name=op.f("fk_session_shown_session_id_learning_session"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_shown")),
        sa.UniqueConstraint(
            "session_id", "measure_id", name=op.f("uq_session_shown_session_id_measure_id")
        ),
    )
    with op.batch_alter_table("session_shown", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_session_shown_measure_id"), ["measure_id"], unique=False
        )

    op.create_table(
        "session_commitment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=280), nullable=False),
        sa.Column("who", sa.String(length=120), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("node_id", sa.Integer(), nullable=True),
        sa.Column("cycle_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"],
            ["user.id"],
            name=op.f("fk_session_commitment_by_id_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["cycle_id"],
            ["cycle.id"],
            name=op.f("fk_session_commitment_cycle_id_cycle"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["node_id"],
            ["driver_node.id"],
            name=op.f("fk_session_commitment_node_id_driver_node"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["learning_session.id"],
            name=op.f("fk_session_commitment_session_id_learning_session"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["team.id"],
            name=op.f("fk_session_commitment_team_id_team"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_commitment")),
    )
    with op.batch_alter_table("session_commitment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_session_commitment_cycle_id"), ["cycle_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_session_commitment_node_id"), ["node_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_session_commitment_session_id"), ["session_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_session_commitment_team_id"), ["team_id"], unique=False
        )


def downgrade():
    with op.batch_alter_table("session_commitment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_commitment_team_id"))
        batch_op.drop_index(batch_op.f("ix_session_commitment_session_id"))
        batch_op.drop_index(batch_op.f("ix_session_commitment_node_id"))
        batch_op.drop_index(batch_op.f("ix_session_commitment_cycle_id"))

    op.drop_table("session_commitment")
    with op.batch_alter_table("session_shown", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_shown_measure_id"))

    op.drop_table("session_shown")
    with op.batch_alter_table("session_prework_tick", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_prework_tick_task_id"))

    op.drop_table("session_prework_tick")
    with op.batch_alter_table("session_measure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_measure_measure_id"))

    op.drop_table("session_measure")
    with op.batch_alter_table("session_team", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_team_team_id"))

    op.drop_table("session_team")
    with op.batch_alter_table("session_person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_person_user_id"))
        batch_op.drop_index(batch_op.f("ix_session_person_team_id"))
        batch_op.drop_index(batch_op.f("ix_session_person_session_id"))

    op.drop_table("session_person")
    with op.batch_alter_table("session_offer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_offer_team_id"))
        batch_op.drop_index(batch_op.f("ix_session_offer_session_id"))

    op.drop_table("session_offer")
    with op.batch_alter_table("session_prework", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_prework_session_id"))

    op.drop_table("session_prework")
    op.drop_table("session_pack")
    with op.batch_alter_table("session_evaluation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_evaluation_session_id"))

    op.drop_table("session_evaluation")
    with op.batch_alter_table("session_decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_decision_session_id"))

    op.drop_table("session_decision")
    with op.batch_alter_table("session_agenda_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_agenda_item_session_id"))

    op.drop_table("session_agenda_item")
    op.drop_table("learning_session")
