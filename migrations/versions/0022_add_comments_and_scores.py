"""Add comments and scores."""

import sqlalchemy as sa
from alembic import op

revision = "0022_add_comments_and_scores"
down_revision = "0021_add_coaching"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "progress_wording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["user.id"], name=op.f("fk_progress_wording_by_id_user"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["network.id"],
            name=op.f("fk_progress_wording_network_id_network"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress_wording")),
        sa.UniqueConstraint(
            "network_id", "number", name=op.f("uq_progress_wording_network_id_number")
        ),
    )
    op.create_table(
        "coaching_visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column(
            "way",
            sa.Enum(
                "visit",
                "call",
                "message",
                name="coaching_way",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("agreed", sa.Text(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["team.id"],
            name=op.f("fk_coaching_visit_team_id_team"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"],
            ["user.id"],
            name=op.f("fk_coaching_visit_written_by_id_user"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coaching_visit")),
    )
    with op.batch_alter_table("coaching_visit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_coaching_visit_team_id"), ["team_id"], unique=False)

    op.create_table(
        "progress_score",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column(
            "scored_by",
            sa.Enum(
                "team",
                "coach",
                name="scored_by",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("halves", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("halves BETWEEN 1 AND 10", name=op.f("ck_progress_score_halves_range")),
        sa.ForeignKeyConstraint(
            ["by_id"], ["user.id"], name=op.f("fk_progress_score_by_id_user"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["team.id"],
            name=op.f("fk_progress_score_team_id_team"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress_score")),
    )
    with op.batch_alter_table("progress_score", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_progress_score_team_id"), ["team_id"], unique=False)

    op.create_table(
        "comment_thread",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=True),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column("node_id", sa.Integer(), nullable=True),
        sa.Column("aim_id", sa.Integer(), nullable=True),
        sa.Column("asks_for_help", sa.Boolean(), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "CASE WHEN cycle_id IS NULL THEN 0 ELSE 1 END + CASE WHEN series_id IS NULL THEN 0 ELSE 1 END + CASE WHEN node_id IS NULL THEN 0 ELSE 1 END + CASE WHEN aim_id IS NULL THEN 0 ELSE 1 END = 1",
            name=op.f("ck_comment_thread_about_one_thing"),
        ),
        sa.ForeignKeyConstraint(
            ["aim_id"], ["aim.id"], name=op.f("fk_comment_thread_aim_id_aim"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["cycle_id"],
            ["cycle.id"],
            name=op.f("fk_comment_thread_cycle_id_cycle"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["node_id"],
            ["driver_node.id"],
            name=op.f("fk_comment_thread_node_id_driver_node"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["resolved_by_id"],
            ["user.id"],
            name=op.f("fk_comment_thread_resolved_by_id_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["series_id"],
            ["series.id"],
            name=op.f("fk_comment_thread_series_id_series"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["team.id"],
            name=op.f("fk_comment_thread_team_id_team"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_thread")),
    )
    with op.batch_alter_table("comment_thread", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_comment_thread_aim_id"), ["aim_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_comment_thread_cycle_id"), ["cycle_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_comment_thread_node_id"), ["node_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_comment_thread_series_id"), ["series_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_comment_thread_team_id"), ["team_id"], unique=False)

    op.create_table(
        "coaching_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "help",
                "comment",
                "signal",
                "overdue data",
                "cycle",
                "chart to read",
                "evidence",
                "by hand",
                name="coaching_item_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("detail", sa.String(length=80), nullable=False),
        sa.Column("struck", sa.Boolean(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=True),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column("cycle_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["cycle_id"],
            ["cycle.id"],
            name=op.f("fk_coaching_item_cycle_id_cycle"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["series_id"],
            ["series.id"],
            name=op.f("fk_coaching_item_series_id_series"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["comment_thread.id"],
            name=op.f("fk_coaching_item_thread_id_comment_thread"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"],
            ["coaching_visit.id"],
            name=op.f("fk_coaching_item_visit_id_coaching_visit"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coaching_item")),
    )
    with op.batch_alter_table("coaching_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_coaching_item_cycle_id"), ["cycle_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_coaching_item_series_id"), ["series_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_coaching_item_thread_id"), ["thread_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_coaching_item_visit_id"), ["visit_id"], unique=False)

    op.create_table(
        "comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("opens", sa.Boolean(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user.id"], name=op.f("fk_comment_author_id_user"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["comment_thread.id"],
            name=op.f("fk_comment_thread_id_comment_thread"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
    )
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_comment_thread_id"), ["thread_id"], unique=False)

    op.create_table(
        "comment_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column(
            "action",
            sa.Enum(
                "edit",
                "withdraw",
                "put back",
                "resolve",
                "reopen",
                name="comment_action",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["user.id"], name=op.f("fk_comment_change_by_id_user"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comment.id"],
            name=op.f("fk_comment_change_comment_id_comment"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_change")),
    )
    with op.batch_alter_table("comment_change", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_comment_change_comment_id"), ["comment_id"], unique=False
        )

    op.create_table(
        "comment_mention",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comment.id"],
            name=op.f("fk_comment_mention_comment_id_comment"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user.id"],
            name=op.f("fk_comment_mention_user_id_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_mention")),
        sa.UniqueConstraint(
            "comment_id", "user_id", name=op.f("uq_comment_mention_comment_id_user_id")
        ),
    )
    with op.batch_alter_table("comment_mention", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_comment_mention_user_id"), ["user_id"], unique=False)


def downgrade():
    with op.batch_alter_table("comment_mention", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_comment_mention_user_id"))

    op.drop_table("comment_mention")
    with op.batch_alter_table("comment_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_comment_change_comment_id"))

    op.drop_table("comment_change")
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_comment_thread_id"))

    op.drop_table("comment")
    with op.batch_alter_table("coaching_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_coaching_item_visit_id"))
        batch_op.drop_index(batch_op.f("ix_coaching_item_thread_id"))
        batch_op.drop_index(batch_op.f("ix_coaching_item_series_id"))
        batch_op.drop_index(batch_op.f("ix_coaching_item_cycle_id"))

    op.drop_table("coaching_item")
    with op.batch_alter_table("comment_thread", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_comment_thread_team_id"))
        batch_op.drop_index(batch_op.f("ix_comment_thread_series_id"))
        batch_op.drop_index(batch_op.f("ix_comment_thread_node_id"))
        batch_op.drop_index(batch_op.f("ix_comment_thread_cycle_id"))
        batch_op.drop_index(batch_op.f("ix_comment_thread_aim_id"))

    op.drop_table("comment_thread")
    with op.batch_alter_table("progress_score", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_progress_score_team_id"))

    op.drop_table("progress_score")
    with op.batch_alter_table("coaching_visit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_coaching_visit_team_id"))

    op.drop_table("coaching_visit")
    op.drop_table("progress_wording")
