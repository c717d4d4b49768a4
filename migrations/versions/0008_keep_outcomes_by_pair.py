"""Keep outcomes by pair, introduced or not, and what organisers noted apart

Revision ID: 0008
Revises: 0007
Create Date: 2026-11-22

"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_PAIR = ("event_id", "candidate_id", "host_id")
_TARGETS = {"event_id": "dating_event", "candidate_id": "participant", "host_id": "participant"}
_OLD_FK = "fk_outcome_evening_introduction_id_evening_introduction"
_OLD_UNIQUE = "uq_outcome_evening_introduction_id_months"
_NEW_UNIQUE = "uq_outcome_candidate_id_host_id_months_is_noted"


def upgrade() -> None:
    with op.batch_alter_table("outcome", schema=None) as batch_op:
        for name in _PAIR:
            batch_op.add_column(sa.Column(name, sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("is_noted", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
    op.execute(
        "UPDATE outcome SET event_id = opened.event_id, candidate_id = opened.candidate_id,"
        " host_id = opened.host_id FROM evening_introduction AS opened"
        " WHERE opened.id = outcome.evening_introduction_id"
    )
    op.execute("UPDATE outcome SET is_noted = true WHERE said_by = 'organiser'")
    with op.batch_alter_table("outcome", schema=None) as batch_op:
        batch_op.alter_column("is_noted", server_default=None)
        for name in _PAIR:
            batch_op.alter_column(name, existing_type=sa.Integer(), nullable=False)
            target = _TARGETS[name]
            batch_op.create_foreign_key(
                batch_op.f(f"fk_outcome_{name}_{target}"),
                target,
                [name],
                ["id"],
                ondelete="CASCADE",
            )
        batch_op.drop_constraint(_OLD_UNIQUE, type_="unique")
        batch_op.drop_constraint(_OLD_FK, type_="foreignkey")
        batch_op.drop_column("evening_introduction_id")
        batch_op.create_unique_constraint(
            _NEW_UNIQUE, ["candidate_id", "host_id", "months", "is_noted"]
        )
        batch_op.create_index(batch_op.f("ix_outcome_event_id"), ["event_id"])
        batch_op.create_index(batch_op.f("ix_outcome_host_id"), ["host_id"])
    # That the two were asked stays with what they say.
    op.execute(
        "INSERT INTO outcome (event_id, candidate_id, host_id, months, is_noted, asked_at)"
        " SELECT event_id, candidate_id, host_id, months, false, asked_at FROM outcome"
        " WHERE is_noted AND asked_at IS NOT NULL"
    )
    op.execute("UPDATE outcome SET asked_at = NULL WHERE is_noted")


def downgrade() -> None:
    with op.batch_alter_table("outcome", schema=None) as batch_op:
        batch_op.add_column(sa.Column("evening_introduction_id", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE outcome SET evening_introduction_id = opened.id"
        " FROM evening_introduction AS opened"
        " WHERE opened.candidate_id = outcome.candidate_id AND opened.host_id = outcome.host_id"
    )
    _merge_notes()
    # Before, an outcome was of an introduction: what was noted of others has no place.
    op.execute("DELETE FROM outcome WHERE evening_introduction_id IS NULL")
    with op.batch_alter_table("outcome", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outcome_host_id"))
        batch_op.drop_index(batch_op.f("ix_outcome_event_id"))
        batch_op.drop_constraint(_NEW_UNIQUE, type_="unique")
        for name in _PAIR:
            batch_op.drop_constraint(f"fk_outcome_{name}_{_TARGETS[name]}", type_="foreignkey")
            batch_op.drop_column(name)
        batch_op.drop_column("is_noted")
        batch_op.alter_column("evening_introduction_id", existing_type=sa.Integer(), nullable=False)
        batch_op.create_foreign_key(
            _OLD_FK,
            "evening_introduction",
            ["evening_introduction_id"],
            ["id"],
            ondelete="CASCADE",
        )
        batch_op.create_unique_constraint(_OLD_UNIQUE, ["evening_introduction_id", "months"])


def _merge_notes() -> None:
    """What was noted of two people joins what they said: a yes of either is the one that stays."""
    op.execute(
        "UPDATE outcome SET"
        " visited = COALESCE(outcome.visited OR note.visited, outcome.visited, note.visited),"
        " settled = COALESCE(outcome.settled OR note.settled, outcome.settled, note.settled),"
        " said_by = COALESCE(outcome.said_by, note.said_by),"
        " said_on = COALESCE(outcome.said_on, note.said_on)"
        " FROM outcome AS note WHERE note.is_noted AND NOT outcome.is_noted"
        " AND note.candidate_id = outcome.candidate_id AND note.host_id = outcome.host_id"
        " AND note.months = outcome.months"
    )
    op.execute(
        "DELETE FROM outcome WHERE is_noted AND EXISTS (SELECT 1 FROM outcome AS said"
        " WHERE NOT said.is_noted AND said.candidate_id = outcome.candidate_id"
        " AND said.host_id = outcome.host_id AND said.months = outcome.months)"
    )
