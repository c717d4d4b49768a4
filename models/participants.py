"""Who comes to an evening, with whom, and whom they would like to meet."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Json, Timestamped, UtcDateTime, now
from models.dating_events import DatingEvent
from models.doctors import Doctor
from models.offers import Offer

_ACTIVE = text("status <> 'cancelled'")


class Participant(Timestamped, Base):
    """One registration. ``number`` is printed on the badge, unique by evening and side.

    ``key`` opens the person's own pages (signed in addresses); ``badge_code`` is printed on the
    badge and only tells the desk who stands there. ``answers`` holds what someone without a
    profile or an offer said of what they look for. ``email_key`` is the address as two spellings
    of it agree.
    """

    __tablename__ = "participant"
    __table_args__ = (
        UniqueConstraint("event_id", "side", "number"),
        Index(
            "uq_participant_event_id_email_key",
            "event_id",
            "email_key",
            unique=True,
            sqlite_where=_ACTIVE,
            postgresql_where=_ACTIVE,
        ),
        Index("ix_participant_event_id_side_status", "event_id", "side", "status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("dating_event.id", ondelete="CASCADE"))
    side: Mapped[str] = mapped_column(String(10))
    number: Mapped[int]
    status: Mapped[str] = mapped_column(String(12), default="pending")
    source: Mapped[str] = mapped_column(String(10))
    key: Mapped[str] = mapped_column(String(32), unique=True)
    badge_code: Mapped[str] = mapped_column(String(12), unique=True)
    # who: an account where there is one, and always how to write to them
    account_id: Mapped[int | None] = mapped_column(
        ForeignKey("account.id", ondelete="SET NULL"), index=True
    )
    doctor_id: Mapped[int | None] = mapped_column(
        ForeignKey("doctor.id", ondelete="SET NULL"), index=True
    )
    offer_id: Mapped[int | None] = mapped_column(
        ForeignKey("offer.id", ondelete="SET NULL"), index=True
    )
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254))
    first_name: Mapped[str | None] = mapped_column(String(80))
    last_name: Mapped[str | None] = mapped_column(String(80))
    phone: Mapped[str | None] = mapped_column(String(30))
    badge_name: Mapped[str | None] = mapped_column(String(60))
    # a host: which organisation and where; a video of a minute
    organisation_name: Mapped[str | None] = mapped_column(String(160))
    commune_code: Mapped[str | None] = mapped_column(ForeignKey("commune.code"))
    video_url: Mapped[str | None] = mapped_column(String(300))
    pitch: Mapped[str | None] = mapped_column(Text)
    answers: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    # when they can be there; empty is all evening
    arrives_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    leaves_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # the registration's road
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    waiting_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    promoted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reconfirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # on the night: arrived, declared absent, gone home
    checked_in_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    absent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # of the answer to the questionnaire only that it was given: no time, no link to the answer
    gave_feedback: Mapped[bool] = mapped_column(default=False)
    # which version of the plan they were told, and how often their calendar entry changed
    told_version: Mapped[int | None]
    calendar_sequence: Mapped[int] = mapped_column(default=0)
    anonymised_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    consent_wording: Mapped[str | None] = mapped_column(String(20))

    event: Mapped[DatingEvent] = relationship()
    doctor: Mapped[Doctor | None] = relationship()
    offer: Mapped[Offer | None] = relationship()


class Couple(Base):
    """Two candidates who come together. Counts once ``agreed_at`` is set by the second.

    The first names the other by e-mail address; the second is found, or comes later. ``asked_id``:
    whose registration that address was, once it has another; the first is not told of it.
    """

    __tablename__ = "couple"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(
        ForeignKey("dating_event.id", ondelete="CASCADE"), index=True
    )
    first_id: Mapped[int] = mapped_column(
        ForeignKey("participant.id", ondelete="CASCADE"), unique=True
    )
    second_id: Mapped[int | None] = mapped_column(
        ForeignKey("participant.id", ondelete="CASCADE"), unique=True
    )
    second_email: Mapped[str] = mapped_column(String(254))  # as email_key
    asked_id: Mapped[int | None] = mapped_column(
        ForeignKey("participant.id", ondelete="SET NULL"), index=True
    )
    mode: Mapped[str] = mapped_column(String(10))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    agreed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Wish(Base):
    """What one participant says beforehand of one of the other side: read by the planner only."""

    __tablename__ = "wish"

    author_id: Mapped[int] = mapped_column(
        ForeignKey("participant.id", ondelete="CASCADE"), primary_key=True
    )
    about_id: Mapped[int] = mapped_column(
        ForeignKey("participant.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    kind: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
