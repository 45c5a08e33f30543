"""Keep checked imports."""

import sqlalchemy as sa
from alembic import op

revision = "0019_keep_checked_imports"
down_revision = "0018_add_imports_in_the_browser"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("pending_import", schema=None) as batch_op:
        batch_op.add_column(sa.Column("checked", sa.LargeBinary(), nullable=True))
        batch_op.add_column(
            sa.Column("rests_on", sa.String(length=64), server_default="", nullable=False)
        )


def downgrade():
    with op.batch_alter_table("pending_import", schema=None) as batch_op:
        batch_op.drop_column("rests_on")
        batch_op.drop_column("checked")
