"""Leave an address free until someone has answered there

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

CONFIRMED = sa.text("confirmed_at IS NOT NULL")


def upgrade() -> None:
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_constraint("uq_account_email", type_="unique")
    # Accounts made before confirmation existed stay whole: nobody asked them for it.
    op.execute("UPDATE account SET confirmed_at = created_at WHERE confirmed_at IS NULL")
    op.create_index(
        "uq_account_email_confirmed",
        "account",
        ["email"],
        unique=True,
        sqlite_where=CONFIRMED,
        postgresql_where=CONFIRMED,
    )


def downgrade() -> None:
    op.drop_index("uq_account_email_confirmed", table_name="account")
    # One account per address again: the confirmed one, else the first. A provisional account
    # whose address another one holds keeps its rows under an address where nobody lives.
    op.execute(
        "UPDATE account SET email = 'provisoire-' || id || '@ancrage.invalid' "
        "WHERE confirmed_at IS NULL AND EXISTS (SELECT 1 FROM account AS other "
        "WHERE other.email = account.email AND other.id <> account.id "
        "AND (other.confirmed_at IS NOT NULL OR other.id < account.id))"
    )
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.create_unique_constraint("uq_account_email", ["email"])
