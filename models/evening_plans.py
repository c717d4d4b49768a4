"""The plan of an evening, its meetings, and the clock of the night."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, UtcDateTime, now

_CURRENT = text("is_current")


class EveningPlanRow(Base):
    """One making of the plan: what it reached, of what bound, with what certificate.

    ``version`` counts from 1 by evening; one is current. ``kind`` is "plan", "fill" or "full".
    ``least_…``: the meetings for everyone on a side, where the house chose them; ``price`` is the
    share of the greatest total that this cost. ``gap`` is of the rounds that could change.
    """

    __tablename__ = "evening_plan"
    __table_args__ = (
        UniqueConstraint("event_id", "version"),
        Index(
            "uq_evening_plan_current",
            "event_id",
            unique=True,
            sqlite_where=_CURRENT,
            postgresql_where=_CURRENT,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(
        ForeignKey("dating_event.id", ondelete="CASCADE"), index=True
    )
    version: Mapped[int]
    is_current: Mapped[bool] = mapped_column(default=True)
    kind: Mapped[str] = mapped_column(String(10))
    from_round: Mapped[int] = mapped_column(default=0)
    rounds: Mapped[int]
    tables: Mapped[int]
    min_meetings: Mapped[int] = mapped_column(default=0)
    alpha: Mapped[float] = mapped_column(default=1.0)
    least_candidates: Mapped[int | None]
    least_hosts: Mapped[int | None]
    objective: Mapped[float]
    bound: Mapped[float]
    certificate: Mapped[str] = mapped_column(String(10))
    gap: Mapped[float]
    method: Mapped[str] = mapped_column(String(20))
    price: Mapped[float] = mapped_column(default=0.0)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Meeting(Base):
    """One meeting of the current plan; round and table count from 0.

    A couple that attends together is one candidate here, the first of the two; ``state`` says
    what became of it. A pair whose meeting was missed may be given another, later. ``late``: missed
    because the desk first saw someone once the round was over; see ``evening_lateness``.
    """

    __tablename__ = "meeting"
    __table_args__ = (
        UniqueConstraint("event_id", "round", "table"),
        UniqueConstraint("event_id", "round", "candidate_id"),
        UniqueConstraint("event_id", "round", "host_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("dating_event.id", ondelete="CASCADE"))
    round: Mapped[int]
    table: Mapped[int]
    candidate_id: Mapped[int] = mapped_column(
        ForeignKey("participant.id", ondelete="CASCADE"), index=True
    )
    host_id: Mapped[int] = mapped_column(
        ForeignKey("participant.id", ondelete="CASCADE"), index=True
    )
    state: Mapped[str] = mapped_column(String(10), default="planned")
    score: Mapped[float] = mapped_column(default=0.0)
    late: Mapped[bool] = mapped_column(default=False)


class EventClock(Base):
    """Where the night is: everything a screen needs to go on by itself.

    While running, phase ``phase`` of round ``round`` ends at ``phase_ends_at`` and the next ones
    follow by the programme; paused, ``seconds_left`` remain of it. ``version`` grows with every
    order given and with every change of the plan, so that screens know they are late.
    """

    __tablename__ = "event_clock"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("dating_event.id", ondelete="CASCADE"), primary_key=True
    )
    version: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    phase: Mapped[str] = mapped_column(String(12), default="changeover")
    round: Mapped[int] = mapped_column(default=0)
    phase_ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    seconds_left: Mapped[float | None]
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # what the organiser asks to be shown in large, if anything
    message: Mapped[str | None] = mapped_column(String(200))
