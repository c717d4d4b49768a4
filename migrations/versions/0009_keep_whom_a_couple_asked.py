"""Keep whom a couple's request waits for, once their registration has left the address it names

Revision ID: 0009
Revises: 0008
Create Date: 2026-11-22

"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("couple", schema=None) as batch_op:
        batch_op.add_column(sa.Column("asked_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_couple_asked_id_participant"),
            "participant",
            ["asked_id"],
            ["id"],
            ondelete="SET NULL",
        )
        batch_op.create_index(batch_op.f("ix_couple_asked_id"), ["asked_id"])


def downgrade() -> None:
    with op.batch_alter_table("couple", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_couple_asked_id"))
        batch_op.drop_constraint(batch_op.f("fk_couple_asked_id_participant"), type_="foreignkey")
        batch_op.drop_column("asked_id")
