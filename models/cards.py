"""What is said after the meetings: cards, introductions, outcomes, opinions."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, UtcDateTime, now


class Card(Base):
    """A private oui / peut-être / non about someone met, with a note for oneself.

    ``typed_by``: the organiser who copied it from paper. Nobody but its author reads it.
    """

    __tablename__ = "card"
    __table_args__ = (UniqueConstraint("author_id", "about_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(
        ForeignKey("dating_event.id", ondelete="CASCADE"), index=True
    )
    author_id: Mapped[int] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"))
    about_id: Mapped[int] = mapped_column(
        ForeignKey("participant.id", ondelete="CASCADE"), index=True
    )
    answer: Mapped[str] = mapped_column(String(10))
    note: Mapped[str | None] = mapped_column(Text)
    typed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, onupdate=now)


class EveningIntroduction(Base):
    """Two yeses of one evening: both see each other's contact from ``opened_at`` on.

    ``introduction_id``: the introduction on the rest of the site, when a doctor's profile and a
    published offer are behind the two.
    """

    __tablename__ = "evening_introduction"
    __table_args__ = (UniqueConstraint("candidate_id", "host_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(
        ForeignKey("dating_event.id", ondelete="CASCADE"), index=True
    )
    candidate_id: Mapped[int] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"))
    host_id: Mapped[int] = mapped_column(
        ForeignKey("participant.id", ondelete="CASCADE"), index=True
    )
    introduction_id: Mapped[int | None] = mapped_column(
        ForeignKey("introduction.id", ondelete="SET NULL"), index=True
    )
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Outcome(Base):
    """What came of two people of an evening: as they say it, or as an organiser noted it.

    The two are asked only where they were introduced; an organiser notes what they learnt of any
    two (``is_noted``), in a row of its own, so that no figure tells whether they were introduced.
    ``months``: 6, 12 or 24 after the evening; ``visited`` and ``settled`` are known or not.
    """

    __tablename__ = "outcome"
    __table_args__ = (
        UniqueConstraint("candidate_id", "host_id", "months", "is_noted"),
        CheckConstraint("months IN (6, 12, 24)", name="months"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(
        ForeignKey("dating_event.id", ondelete="CASCADE"), index=True
    )
    candidate_id: Mapped[int] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"))
    host_id: Mapped[int] = mapped_column(
        ForeignKey("participant.id", ondelete="CASCADE"), index=True
    )
    months: Mapped[int]
    is_noted: Mapped[bool] = mapped_column(default=False)
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    visited: Mapped[bool | None]
    settled: Mapped[bool | None]
    said_by: Mapped[str | None] = mapped_column(String(10))  # candidate, host or organiser
    said_on: Mapped[date | None]


class EveningFeedback(Base):
    """An opinion without a name: nothing leads back to who gave it, not even an order."""

    __tablename__ = "evening_feedback"
    __table_args__ = (Index("ix_evening_feedback_event_id_side", "event_id", "side"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)  # drawn at random
    event_id: Mapped[int] = mapped_column(ForeignKey("dating_event.id", ondelete="CASCADE"))
    side: Mapped[str] = mapped_column(String(10))
    mark: Mapped[int]  # 1 to 5
    pace: Mapped[str | None] = mapped_column(String(10))  # short, right, long
    would_return: Mapped[bool | None]
    comment: Mapped[str | None] = mapped_column(Text)
