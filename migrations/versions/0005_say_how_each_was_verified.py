"""Say how each doctor and organisation was verified, and let a proof serve one person

Revision ID: 0005
Revises: 0004
Create Date: 2026-11-21

"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("doctor", "organisation"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("verified_by", sa.String(length=20), nullable=True))
    with op.batch_alter_table("verification", schema=None) as batch_op:
        batch_op.add_column(sa.Column("proof_digest", sa.String(length=64), nullable=True))
    op.create_index(
        "uq_verification_proof_accepted",
        "verification",
        ["proof_digest"],
        unique=True,
        sqlite_where=sa.text("state = 'accepted'"),
        postgresql_where=sa.text("state = 'accepted'"),
    )


def downgrade() -> None:
    op.drop_index("uq_verification_proof_accepted", table_name="verification")
    with op.batch_alter_table("verification", schema=None) as batch_op:
        batch_op.drop_column("proof_digest")
    for table in ("organisation", "doctor"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("verified_by")
