"""Who said yes to what, and the introductions that two yeses open."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Timestamped, UtcDateTime, now
from models.doctors import Doctor
from models.offers import Offer


class Interest(Timestamped, Base):
    """What one side says of a (doctor, offer) pair: « ça m'intéresse » or an invitation."""

    __tablename__ = "interest"
    __table_args__ = (UniqueConstraint("doctor_id", "offer_id", "side"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    doctor_id: Mapped[int] = mapped_column(ForeignKey("doctor.id", ondelete="CASCADE"), index=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id", ondelete="CASCADE"), index=True)
    side: Mapped[str] = mapped_column(String(10))
    answer: Mapped[str] = mapped_column(String(10), default="yes")
    message: Mapped[str | None] = mapped_column(Text)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    doctor: Mapped[Doctor] = relationship()
    offer: Mapped[Offer] = relationship()


class Introduction(Base):
    """Both sides said yes: each sees the other's contact details from ``opened_at`` on."""

    __tablename__ = "introduction"
    __table_args__ = (UniqueConstraint("doctor_id", "offer_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    doctor_id: Mapped[int] = mapped_column(ForeignKey("doctor.id", ondelete="CASCADE"), index=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id", ondelete="CASCADE"), index=True)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    doctor: Mapped[Doctor] = relationship()
    offer: Mapped[Offer] = relationship()


class Bookmark(Base):
    """A doctor's private mark on an offer: favourite or hidden."""

    __tablename__ = "bookmark"

    doctor_id: Mapped[int] = mapped_column(
        ForeignKey("doctor.id", ondelete="CASCADE"), primary_key=True
    )
    offer_id: Mapped[int] = mapped_column(
        ForeignKey("offer.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
