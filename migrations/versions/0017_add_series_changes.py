"""Add series changes."""

import sqlalchemy as sa
from alembic import op

revision = "0017_add_series_changes"
down_revision = "0016_add_api_tokens"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "series_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column(
            "mark",
            sa.Enum(
                "removed value",
                "exclusion",
                "phase",
                "baseline",
                "annotation",
                name="mark",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("thing", sa.String(length=40), nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("after", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["user.id"], name=op.f("fk_series_change_by_id_user"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["series_id"],
            ["series.id"],
            name=op.f("fk_series_change_series_id_series"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series_change")),
    )
    with op.batch_alter_table("series_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_series_change_series_id"), ["series_id"], unique=False)

    with op.batch_alter_table("measure", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("population", sa.String(length=120), server_default="", nullable=False)
        )


def downgrade():
    with op.batch_alter_table("measure", schema=None) as batch_op:
        batch_op.drop_column("population")

    with op.batch_alter_table("series_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_series_change_series_id"))

    op.drop_table("series_change")
