"""Add days of sessions."""

import sqlalchemy as sa
from alembic import op

revision = "0025_add_days_of_sessions"
down_revision = "0024_add_withdrawn_questions"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("learning_session", schema=None) as batch_op:
        batch_op.add_column(sa.Column("last_day", sa.Date(), nullable=True))

    with op.batch_alter_table("session_agenda_item", schema=None) as batch_op:
        batch_op.add_column(sa.Column("day", sa.Integer(), server_default="1", nullable=False))


def downgrade():
    with op.batch_alter_table("session_agenda_item", schema=None) as batch_op:
        batch_op.drop_column("day")

    with op.batch_alter_table("learning_session", schema=None) as batch_op:
        batch_op.drop_column("last_day")
