"""Give visible doctors the row of the consent they gave

Revision ID: 0004
Revises: 0003
Create Date: 2026-11-21

"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        sa.text(
            "INSERT INTO consent (account_id, kind, wording, given_at)"
            " SELECT doctor.account_id, 'visible', coalesce(doctor.visible_wording, '2026-11'),"
            " doctor.visible_since FROM doctor"
            " WHERE doctor.visible_since IS NOT NULL AND NOT EXISTS ("
            " SELECT 1 FROM consent WHERE consent.account_id = doctor.account_id"
            " AND consent.kind = 'visible' AND consent.withdrawn_at IS NULL)"
        )
    )


def downgrade() -> None:
    # The columns of the doctor still say who is visible: no row has to go.
    pass
