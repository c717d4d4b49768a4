"""Evenings of one-to-one meetings (« généraliste dating ») and those who organise them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import Account
from models.base import Base, Json, Timestamped, UtcDateTime, now
from models.communes import Commune
from models.event_series import EventSeries
from models.vocabulary import EventStatus


class DatingEvent(Timestamped, Base):
    """An evening, from draft to results. Instants are UTC; people read them in Europe/Paris.

    ``code`` names it in public addresses, ``screen_key`` opens its big screen to whoever has the
    link. ``breaks``: list of {"after": rounds done before it, "minutes": length}. ``alpha`` is the
    dial of fairness: 1 greatest total, lower more even. ``auto_minimum``: the plan itself finds how
    many meetings it can give everyone for next to nothing. The ``…_at`` of the jobs say that each
    was done, so that none is done twice.
    """

    __tablename__ = "dating_event"
    __table_args__ = (
        CheckConstraint("rounds >= 1", name="rounds"),
        CheckConstraint("tables >= 1", name="tables"),
        CheckConstraint("meeting_minutes BETWEEN 2 AND 30", name="meeting_minutes"),
        Index("ix_dating_event_status_starts_at", "status", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    screen_key: Mapped[str] = mapped_column(String(32), unique=True)
    status: Mapped[str] = mapped_column(String(20), default="draft")
    title: Mapped[str] = mapped_column(String(120))
    theme: Mapped[str] = mapped_column(String(20), default="general")
    description: Mapped[str | None] = mapped_column(Text)
    organiser_name: Mapped[str] = mapped_column(String(120))  # « URPS Bretagne »
    contact_email: Mapped[str] = mapped_column(String(254))
    # where
    place_name: Mapped[str] = mapped_column(String(120))
    address: Mapped[str | None] = mapped_column(String(200))
    commune_code: Mapped[str] = mapped_column(ForeignKey("commune.code"))
    # when, and how it goes
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    meeting_minutes: Mapped[int]
    changeover_seconds: Mapped[int] = mapped_column(default=60)
    rounds: Mapped[int]
    breaks: Mapped[list[dict[str, int]]] = mapped_column(Json, default=list)
    tables: Mapped[int]
    candidate_capacity: Mapped[int]
    host_capacity: Mapped[int]
    auto_advance: Mapped[bool] = mapped_column(default=True)
    # registration
    opens_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # the plan: when it is made and sent by itself, and the organiser's dial
    plan_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    auto_minimum: Mapped[bool] = mapped_column(default=True, server_default=true())
    min_meetings: Mapped[int] = mapped_column(default=0)
    alpha: Mapped[float] = mapped_column(default=1.0)
    announced_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # what the clock has done
    opening_told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closing_told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    week_reminder_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    day_reminder_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cards_chased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # how many cards there were: they go a month after the closing, their number stays
    cards_given: Mapped[int | None]
    feedback_asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    anonymised_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    series_id: Mapped[int | None] = mapped_column(
        ForeignKey("event_series.id", ondelete="SET NULL"), index=True
    )
    is_demo: Mapped[bool] = mapped_column(default=False)

    commune: Mapped[Commune] = relationship()
    series: Mapped[EventSeries | None] = relationship()
    organisers: Mapped[list[EventOrganiser]] = relationship(
        back_populates="event", cascade="all, delete-orphan", order_by="EventOrganiser.id"
    )

    @property
    def is_over(self) -> bool:
        """Closed or called off: nothing of it changes any more."""
        return self.status in (EventStatus.CLOSED, EventStatus.CANCELLED)


class EventOrganiser(Base):
    """Someone who organises an evening, with what right. Invited by e-mail until they accept."""

    __tablename__ = "event_organiser"
    __table_args__ = (
        UniqueConstraint("event_id", "email"),
        UniqueConstraint("event_id", "account_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(
        ForeignKey("dating_event.id", ondelete="CASCADE"), index=True
    )
    email: Mapped[str] = mapped_column(String(254))
    account_id: Mapped[int | None] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    right: Mapped[str] = mapped_column(String(10))
    invited_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    event: Mapped[DatingEvent] = relationship(back_populates="organisers")
    account: Mapped[Account | None] = relationship()
