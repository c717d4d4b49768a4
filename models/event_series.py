"""Evenings that come back, and whom the next one could invite."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Json, Timestamped, UtcDateTime, now


class EventSeries(Timestamped, Base):
    """A rhythm and an area. The next evening is drawn from the latest, on ``next_on``.

    ``departements``: codes of the area whose doctors and offers are proposed.
    """

    __tablename__ = "event_series"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int | None] = mapped_column(
        ForeignKey("account.id", ondelete="SET NULL"), index=True
    )
    title: Mapped[str] = mapped_column(String(120))
    rhythm: Mapped[str] = mapped_column(String(10))
    departements: Mapped[list[str]] = mapped_column(Json, default=list)
    next_on: Mapped[date]
    stopped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class InvitationProposal(Base):
    """Someone whom an evening could invite: a doctor or an offer, and what both sides gain.

    ``gain`` is the expected number of good meetings more for the whole evening. Nothing is sent
    before an organiser says so.
    """

    __tablename__ = "invitation_proposal"
    __table_args__ = (
        UniqueConstraint("event_id", "doctor_id"),
        UniqueConstraint("event_id", "offer_id"),
        CheckConstraint("(doctor_id IS NULL) <> (offer_id IS NULL)", name="one_side"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(
        ForeignKey("dating_event.id", ondelete="CASCADE"), index=True
    )
    doctor_id: Mapped[int | None] = mapped_column(
        ForeignKey("doctor.id", ondelete="CASCADE"), index=True
    )
    offer_id: Mapped[int | None] = mapped_column(
        ForeignKey("offer.id", ondelete="CASCADE"), index=True
    )
    gain: Mapped[float]
    state: Mapped[str] = mapped_column(String(10), default="proposed")
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
