"""Let the plan choose how many meetings everyone has at least

Revision ID: 0007
Revises: 0006
Create Date: 2026-11-22

"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("dating_event", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("auto_minimum", sa.Boolean(), server_default=sa.true(), nullable=False)
        )
    # What organisers saw or chose stays; a draft that nobody has set yet takes the new way.
    op.execute(
        "UPDATE dating_event SET auto_minimum = false"
        " WHERE status <> 'draft' OR min_meetings <> 0 OR alpha <> 1.0"
    )
    with op.batch_alter_table("evening_plan", schema=None) as batch_op:
        batch_op.add_column(sa.Column("least_candidates", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("least_hosts", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("evening_plan", schema=None) as batch_op:
        batch_op.drop_column("least_hosts")
        batch_op.drop_column("least_candidates")
    with op.batch_alter_table("dating_event", schema=None) as batch_op:
        batch_op.drop_column("auto_minimum")
