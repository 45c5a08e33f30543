"""Add sharing and pairings."""

import sqlalchemy as sa
from alembic import op

revision = "0020_add_sharing_and_pairings"
down_revision = "0019_keep_checked_imports"
branch_labels = None
depends_on = None

SHARINGS = ("open", "closed")


def upgrade():
    op.create_table(
        "talk_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(length=40), server_default="", nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by_id"],
            ["user.id"],
            name=op.f("fk_talk_group_made_by_id_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["network.id"],
            name=op.f("fk_talk_group_network_id_network"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talk_group")),
    )
    with op.batch_alter_table("talk_group", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_talk_group_network_id"), ["network_id"], unique=False)

    op.create_table(
        "team_code",
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id"], ["team.id"], name=op.f("fk_team_code_team_id_team"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("team_id", "scope", name=op.f("pk_team_code")),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["network.id"],
            name=op.f("fk_team_code_network_id_network"),
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint(
            "network_id", "scope", "code", name=op.f("uq_team_code_network_id_scope_code")
        ),
    )

    op.create_table(
        "talk_place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "part",
            sa.Enum(
                "bright",
                "stuck",
                "asked",
                "other",
                name="talk_part",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column("cycle_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["cycle_id"],
            ["cycle.id"],
            name=op.f("fk_talk_place_cycle_id_cycle"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["talk_group.id"],
            name=op.f("fk_talk_place_group_id_talk_group"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["series_id"],
            ["series.id"],
            name=op.f("fk_talk_place_series_id_series"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["team.id"], name=op.f("fk_talk_place_team_id_team"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talk_place")),
        sa.UniqueConstraint("group_id", "team_id", name=op.f("uq_talk_place_group_id_team_id")),
    )
    with op.batch_alter_table("talk_place", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_talk_place_cycle_id"), ["cycle_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_talk_place_series_id"), ["series_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_talk_place_team_id"), ["team_id"], unique=False)

    with op.batch_alter_table("series", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "share",
                sa.Enum(
                    "open",
                    "blinded",
                    "closed",
                    name="share",
                    native_enum=False,
                    create_constraint=True,
                    length=32,
                ),
                nullable=True,
            )
        )

    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("context", sa.String(length=80), server_default="", nullable=False)
        )
        batch_op.add_column(sa.Column("tags", sa.JSON(), server_default="[]", nullable=False))
    _hold(("open", "choice", "blinded", "closed"))


def _hold(values):
    """Hold the rule of sharing to its values."""
    listed = ", ".join(f"'{value}'" for value in values)
    with op.batch_alter_table("measure", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_measure_sharing"), type_="check")
        batch_op.create_check_constraint(op.f("ck_measure_sharing"), f"sharing IN ({listed})")


def downgrade():
    # What teams chose is not known to the older models: nothing is opened that may not be open.
    op.execute("UPDATE measure SET sharing = 'closed' WHERE sharing IN ('choice', 'blinded')")
    _hold(SHARINGS)

    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.drop_column("tags")
        batch_op.drop_column("context")

    with op.batch_alter_table("series", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_series_share"), type_="check")
        batch_op.drop_column("share")

    with op.batch_alter_table("talk_place", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_talk_place_team_id"))
        batch_op.drop_index(batch_op.f("ix_talk_place_series_id"))
        batch_op.drop_index(batch_op.f("ix_talk_place_cycle_id"))

    op.drop_table("talk_place")

    op.drop_table("team_code")

    with op.batch_alter_table("talk_group", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_talk_group_network_id"))

    op.drop_table("talk_group")
