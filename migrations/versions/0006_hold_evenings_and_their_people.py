"""Hold evenings, their participants, plans, cards and results

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "event_series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("rhythm", sa.String(length=10), nullable=False),
        sa.Column(
            "departements",
            sa.JSON(none_as_null=True).with_variant(
                postgresql.JSONB(none_as_null=True), "postgresql"
            ),
            nullable=False,
        ),
        sa.Column("next_on", sa.Date(), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_event_series_account_id_account"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_series")),
    )
    with op.batch_alter_table("event_series", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_event_series_account_id"), ["account_id"], unique=False
        )

    op.create_table(
        "dating_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("screen_key", sa.String(length=32), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("theme", sa.String(length=20), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("organiser_name", sa.String(length=120), nullable=False),
        sa.Column("contact_email", sa.String(length=254), nullable=False),
        sa.Column("place_name", sa.String(length=120), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=True),
        sa.Column("commune_code", sa.String(length=5), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("meeting_minutes", sa.Integer(), nullable=False),
        sa.Column("changeover_seconds", sa.Integer(), nullable=False),
        sa.Column("rounds", sa.Integer(), nullable=False),
        sa.Column(
            "breaks",
            sa.JSON(none_as_null=True).with_variant(
                postgresql.JSONB(none_as_null=True), "postgresql"
            ),
            nullable=False,
        ),
        sa.Column("tables", sa.Integer(), nullable=False),
        sa.Column("candidate_capacity", sa.Integer(), nullable=False),
        sa.Column("host_capacity", sa.Integer(), nullable=False),
        sa.Column("auto_advance", sa.Boolean(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("plan_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("min_meetings", sa.Integer(), nullable=False),
        sa.Column("alpha", sa.Double(), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opening_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closing_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("week_reminder_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("day_reminder_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cards_chased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cards_given", sa.Integer(), nullable=True),
        sa.Column("feedback_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("anonymised_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "meeting_minutes BETWEEN 2 AND 30", name=op.f("ck_dating_event_meeting_minutes")
        ),
        sa.CheckConstraint("rounds >= 1", name=op.f("ck_dating_event_rounds")),
        sa.CheckConstraint("tables >= 1", name=op.f("ck_dating_event_tables")),
        sa.ForeignKeyConstraint(
            ["commune_code"], ["commune.code"], name=op.f("fk_dating_event_commune_code_commune")
        ),
        sa.ForeignKeyConstraint(
            ["series_id"],
            ["event_series.id"],
            name=op.f("fk_dating_event_series_id_event_series"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dating_event")),
        sa.UniqueConstraint("code", name=op.f("uq_dating_event_code")),
        sa.UniqueConstraint("screen_key", name=op.f("uq_dating_event_screen_key")),
    )
    with op.batch_alter_table("dating_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dating_event_series_id"), ["series_id"], unique=False)
        batch_op.create_index(
            "ix_dating_event_status_starts_at", ["status", "starts_at"], unique=False
        )

    op.create_table(
        "evening_feedback",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("mark", sa.Integer(), nullable=False),
        sa.Column("pace", sa.String(length=10), nullable=True),
        sa.Column("would_return", sa.Boolean(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["dating_event.id"],
            name=op.f("fk_evening_feedback_event_id_dating_event"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evening_feedback")),
    )
    with op.batch_alter_table("evening_feedback", schema=None) as batch_op:
        batch_op.create_index(
            "ix_evening_feedback_event_id_side", ["event_id", "side"], unique=False
        )

    op.create_table(
        "evening_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("from_round", sa.Integer(), nullable=False),
        sa.Column("rounds", sa.Integer(), nullable=False),
        sa.Column("tables", sa.Integer(), nullable=False),
        sa.Column("min_meetings", sa.Integer(), nullable=False),
        sa.Column("alpha", sa.Double(), nullable=False),
        sa.Column("objective", sa.Double(), nullable=False),
        sa.Column("bound", sa.Double(), nullable=False),
        sa.Column("certificate", sa.String(length=10), nullable=False),
        sa.Column("gap", sa.Double(), nullable=False),
        sa.Column("method", sa.String(length=20), nullable=False),
        sa.Column("price", sa.Double(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["dating_event.id"],
            name=op.f("fk_evening_plan_event_id_dating_event"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["made_by"],
            ["account.id"],
            name=op.f("fk_evening_plan_made_by_account"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evening_plan")),
        sa.UniqueConstraint("event_id", "version", name=op.f("uq_evening_plan_event_id_version")),
    )
    with op.batch_alter_table("evening_plan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evening_plan_event_id"), ["event_id"], unique=False)
        batch_op.create_index(
            "uq_evening_plan_current",
            ["event_id"],
            unique=True,
            sqlite_where=sa.text("is_current"),
            postgresql_where=sa.text("is_current"),
        )

    op.create_table(
        "event_clock",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("phase", sa.String(length=12), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("phase_ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seconds_left", sa.Double(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("message", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["dating_event.id"],
            name=op.f("fk_event_clock_event_id_dating_event"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_event_clock")),
    )
    op.create_table(
        "event_organiser",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("right", sa.String(length=10), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_event_organiser_account_id_account"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["dating_event.id"],
            name=op.f("fk_event_organiser_event_id_dating_event"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_organiser")),
        sa.UniqueConstraint(
            "event_id", "account_id", name=op.f("uq_event_organiser_event_id_account_id")
        ),
        sa.UniqueConstraint("event_id", "email", name=op.f("uq_event_organiser_event_id_email")),
    )
    with op.batch_alter_table("event_organiser", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_event_organiser_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_event_organiser_event_id"), ["event_id"], unique=False)

    op.create_table(
        "invitation_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("doctor_id", sa.Integer(), nullable=True),
        sa.Column("offer_id", sa.Integer(), nullable=True),
        sa.Column("gain", sa.Double(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(doctor_id IS NULL) <> (offer_id IS NULL)",
            name=op.f("ck_invitation_proposal_one_side"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["account.id"],
            name=op.f("fk_invitation_proposal_decided_by_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["doctor_id"],
            ["doctor.id"],
            name=op.f("fk_invitation_proposal_doctor_id_doctor"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["dating_event.id"],
            name=op.f("fk_invitation_proposal_event_id_dating_event"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["offer_id"],
            ["offer.id"],
            name=op.f("fk_invitation_proposal_offer_id_offer"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation_proposal")),
        sa.UniqueConstraint(
            "event_id", "doctor_id", name=op.f("uq_invitation_proposal_event_id_doctor_id")
        ),
        sa.UniqueConstraint(
            "event_id", "offer_id", name=op.f("uq_invitation_proposal_event_id_offer_id")
        ),
    )
    with op.batch_alter_table("invitation_proposal", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_invitation_proposal_doctor_id"), ["doctor_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_invitation_proposal_event_id"), ["event_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_invitation_proposal_offer_id"), ["offer_id"], unique=False
        )

    op.create_table(
        "participant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("badge_code", sa.String(length=12), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("doctor_id", sa.Integer(), nullable=True),
        sa.Column("offer_id", sa.Integer(), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("first_name", sa.String(length=80), nullable=True),
        sa.Column("last_name", sa.String(length=80), nullable=True),
        sa.Column("phone", sa.String(length=30), nullable=True),
        sa.Column("badge_name", sa.String(length=60), nullable=True),
        sa.Column("organisation_name", sa.String(length=160), nullable=True),
        sa.Column("commune_code", sa.String(length=5), nullable=True),
        sa.Column("video_url", sa.String(length=300), nullable=True),
        sa.Column("pitch", sa.Text(), nullable=True),
        sa.Column(
            "answers",
            sa.JSON(none_as_null=True).with_variant(
                postgresql.JSONB(none_as_null=True), "postgresql"
            ),
            nullable=False,
        ),
        sa.Column("arrives_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leaves_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("promoted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reconfirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("absent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gave_feedback", sa.Boolean(), nullable=False),
        sa.Column("told_version", sa.Integer(), nullable=True),
        sa.Column("calendar_sequence", sa.Integer(), nullable=False),
        sa.Column("anonymised_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("consent_wording", sa.String(length=20), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_participant_account_id_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["commune_code"], ["commune.code"], name=op.f("fk_participant_commune_code_commune")
        ),
        sa.ForeignKeyConstraint(
            ["doctor_id"],
            ["doctor.id"],
            name=op.f("fk_participant_doctor_id_doctor"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["dating_event.id"],
            name=op.f("fk_participant_event_id_dating_event"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["offer_id"],
            ["offer.id"],
            name=op.f("fk_participant_offer_id_offer"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant")),
        sa.UniqueConstraint("badge_code", name=op.f("uq_participant_badge_code")),
        sa.UniqueConstraint(
            "event_id", "side", "number", name=op.f("uq_participant_event_id_side_number")
        ),
        sa.UniqueConstraint("key", name=op.f("uq_participant_key")),
    )
    with op.batch_alter_table("participant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_participant_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_participant_doctor_id"), ["doctor_id"], unique=False)
        batch_op.create_index(
            "ix_participant_event_id_side_status", ["event_id", "side", "status"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_participant_offer_id"), ["offer_id"], unique=False)
        batch_op.create_index(
            "uq_participant_event_id_email_key",
            ["event_id", "email_key"],
            unique=True,
            sqlite_where=sa.text("status <> 'cancelled'"),
            postgresql_where=sa.text("status <> 'cancelled'"),
        )

    op.create_table(
        "card",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("typed_by", sa.Integer(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["about_id"],
            ["participant.id"],
            name=op.f("fk_card_about_id_participant"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["participant.id"],
            name=op.f("fk_card_author_id_participant"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["dating_event.id"],
            name=op.f("fk_card_event_id_dating_event"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["typed_by"], ["account.id"], name=op.f("fk_card_typed_by_account"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card")),
        sa.UniqueConstraint("author_id", "about_id", name=op.f("uq_card_author_id_about_id")),
    )
    with op.batch_alter_table("card", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_card_about_id"), ["about_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_card_event_id"), ["event_id"], unique=False)

    op.create_table(
        "couple",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=True),
        sa.Column("second_email", sa.String(length=254), nullable=False),
        sa.Column("mode", sa.String(length=10), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["dating_event.id"],
            name=op.f("fk_couple_event_id_dating_event"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["first_id"],
            ["participant.id"],
            name=op.f("fk_couple_first_id_participant"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["second_id"],
            ["participant.id"],
            name=op.f("fk_couple_second_id_participant"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_couple")),
        sa.UniqueConstraint("first_id", name=op.f("uq_couple_first_id")),
        sa.UniqueConstraint("second_id", name=op.f("uq_couple_second_id")),
    )
    with op.batch_alter_table("couple", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_couple_event_id"), ["event_id"], unique=False)

    op.create_table(
        "evening_introduction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=False),
        sa.Column("introduction_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"],
            ["participant.id"],
            name=op.f("fk_evening_introduction_candidate_id_participant"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["dating_event.id"],
            name=op.f("fk_evening_introduction_event_id_dating_event"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["host_id"],
            ["participant.id"],
            name=op.f("fk_evening_introduction_host_id_participant"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["introduction_id"],
            ["introduction.id"],
            name=op.f("fk_evening_introduction_introduction_id_introduction"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evening_introduction")),
        sa.UniqueConstraint(
            "candidate_id", "host_id", name=op.f("uq_evening_introduction_candidate_id_host_id")
        ),
    )
    with op.batch_alter_table("evening_introduction", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_evening_introduction_event_id"), ["event_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_evening_introduction_host_id"), ["host_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_evening_introduction_introduction_id"), ["introduction_id"], unique=False
        )

    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("table", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"],
            ["participant.id"],
            name=op.f("fk_meeting_candidate_id_participant"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["dating_event.id"],
            name=op.f("fk_meeting_event_id_dating_event"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["host_id"],
            ["participant.id"],
            name=op.f("fk_meeting_host_id_participant"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint(
            "event_id", "round", "candidate_id", name=op.f("uq_meeting_event_id_round_candidate_id")
        ),
        sa.UniqueConstraint(
            "event_id", "round", "host_id", name=op.f("uq_meeting_event_id_round_host_id")
        ),
        sa.UniqueConstraint(
            "event_id", "round", "table", name=op.f("uq_meeting_event_id_round_table")
        ),
    )
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_candidate_id"), ["candidate_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_host_id"), ["host_id"], unique=False)

    op.create_table(
        "wish",
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["about_id"],
            ["participant.id"],
            name=op.f("fk_wish_about_id_participant"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["participant.id"],
            name=op.f("fk_wish_author_id_participant"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("author_id", "about_id", name=op.f("pk_wish")),
    )
    with op.batch_alter_table("wish", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_wish_about_id"), ["about_id"], unique=False)

    op.create_table(
        "outcome",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evening_introduction_id", sa.Integer(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("visited", sa.Boolean(), nullable=True),
        sa.Column("settled", sa.Boolean(), nullable=True),
        sa.Column("said_by", sa.String(length=10), nullable=True),
        sa.Column("said_on", sa.Date(), nullable=True),
        sa.CheckConstraint("months IN (6, 12, 24)", name=op.f("ck_outcome_months")),
        sa.ForeignKeyConstraint(
            ["evening_introduction_id"],
            ["evening_introduction.id"],
            name=op.f("fk_outcome_evening_introduction_id_evening_introduction"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome")),
        sa.UniqueConstraint(
            "evening_introduction_id",
            "months",
            name=op.f("uq_outcome_evening_introduction_id_months"),
        ),
    )
    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.add_column(sa.Column("calendar", sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.drop_column("calendar")

    op.drop_table("outcome")
    with op.batch_alter_table("wish", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_wish_about_id"))

    op.drop_table("wish")
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_host_id"))
        batch_op.drop_index(batch_op.f("ix_meeting_candidate_id"))

    op.drop_table("meeting")
    with op.batch_alter_table("evening_introduction", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evening_introduction_introduction_id"))
        batch_op.drop_index(batch_op.f("ix_evening_introduction_host_id"))
        batch_op.drop_index(batch_op.f("ix_evening_introduction_event_id"))

    op.drop_table("evening_introduction")
    with op.batch_alter_table("couple", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_couple_event_id"))

    op.drop_table("couple")
    with op.batch_alter_table("card", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_card_event_id"))
        batch_op.drop_index(batch_op.f("ix_card_about_id"))

    op.drop_table("card")
    with op.batch_alter_table("participant", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_participant_event_id_email_key",
            sqlite_where=sa.text("status <> 'cancelled'"),
            postgresql_where=sa.text("status <> 'cancelled'"),
        )
        batch_op.drop_index(batch_op.f("ix_participant_offer_id"))
        batch_op.drop_index("ix_participant_event_id_side_status")
        batch_op.drop_index(batch_op.f("ix_participant_doctor_id"))
        batch_op.drop_index(batch_op.f("ix_participant_account_id"))

    op.drop_table("participant")
    with op.batch_alter_table("invitation_proposal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_proposal_offer_id"))
        batch_op.drop_index(batch_op.f("ix_invitation_proposal_event_id"))
        batch_op.drop_index(batch_op.f("ix_invitation_proposal_doctor_id"))

    op.drop_table("invitation_proposal")
    with op.batch_alter_table("event_organiser", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_organiser_event_id"))
        batch_op.drop_index(batch_op.f("ix_event_organiser_account_id"))

    op.drop_table("event_organiser")
    op.drop_table("event_clock")
    with op.batch_alter_table("evening_plan", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_evening_plan_current",
            sqlite_where=sa.text("is_current"),
            postgresql_where=sa.text("is_current"),
        )
        batch_op.drop_index(batch_op.f("ix_evening_plan_event_id"))

    op.drop_table("evening_plan")
    with op.batch_alter_table("evening_feedback", schema=None) as batch_op:
        batch_op.drop_index("ix_evening_feedback_event_id_side")

    op.drop_table("evening_feedback")
    with op.batch_alter_table("dating_event", schema=None) as batch_op:
        batch_op.drop_index("ix_dating_event_status_starts_at")
        batch_op.drop_index(batch_op.f("ix_dating_event_series_id"))

    op.drop_table("dating_event")
    with op.batch_alter_table("event_series", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_series_account_id"))

    op.drop_table("event_series")
