"""Add storyboards."""

import sqlalchemy as sa
from alembic import op

revision = "0009_add_storyboards"
down_revision = "0008_add_change_idea_library"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "storyboard",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id"], ["team.id"], name=op.f("fk_storyboard_team_id_team"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_storyboard")),
        sa.UniqueConstraint("team_id", name=op.f("uq_storyboard_team_id")),
    )
    op.create_table(
        "storyboard_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("storyboard_id", sa.Integer(), nullable=False),
        sa.Column(
            "part",
            sa.Enum(
                "team",
                "aim",
                "why",
                "theory",
                "measures",
                "tests",
                "results",
                "surprises",
                "voice",
                "lessons",
                "asks",
                "next",
                name="storyboard_part",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("sentence", sa.String(length=280), nullable=False),
        sa.ForeignKeyConstraint(
            ["storyboard_id"],
            ["storyboard.id"],
            name=op.f("fk_storyboard_part_storyboard_id_storyboard"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_storyboard_part")),
        sa.UniqueConstraint(
            "storyboard_id", "part", name=op.f("uq_storyboard_part_storyboard_id_part")
        ),
    )
    op.create_table(
        "storyboard_quote",
        sa.Column("storyboard_id", sa.Integer(), nullable=False),
        sa.Column("quote_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["quote_id"],
            ["interview_quote.id"],
            name=op.f("fk_storyboard_quote_quote_id_interview_quote"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["storyboard_id"],
            ["storyboard.id"],
            name=op.f("fk_storyboard_quote_storyboard_id_storyboard"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("storyboard_id", "quote_id", name=op.f("pk_storyboard_quote")),
    )
    with op.batch_alter_table("storyboard_quote", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_storyboard_quote_quote_id"), ["quote_id"], unique=False
        )

    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("storyboard_published_at", sa.DateTime(timezone=True), nullable=True)
        )


def downgrade():
    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.drop_column("storyboard_published_at")

    with op.batch_alter_table("storyboard_quote", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_storyboard_quote_quote_id"))

    op.drop_table("storyboard_quote")
    op.drop_table("storyboard_part")
    op.drop_table("storyboard")
