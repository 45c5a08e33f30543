"""Add withdrawn questions."""

import sqlalchemy as sa
from alembic import op

revision = "0024_add_withdrawn_questions"
down_revision = "0023_add_learning_sessions"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("chart_review", schema=None) as batch_op:
        batch_op.add_column(sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))


def downgrade():
    with op.batch_alter_table("chart_review", schema=None) as batch_op:
        batch_op.drop_column("withdrawn_at")
