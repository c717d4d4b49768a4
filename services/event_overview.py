"""What an organiser finds on arriving: where the evening stands, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import func, select

from models.base import db
from models.dating_events import DatingEvent
from models.evening_plans import EveningPlanRow, EventClock
from models.participants import Participant
from models.vocabulary import ClockState, EventSide, EventStatus, ParticipantStatus
from services.evening_dates import day_of
from services.evening_programme import ends_at
from services.paris_hours import at_hour
from services.waiting_list import capacity

DOORS = timedelta(hours=3)  # how long before the start the desk is the first thing to open


class NextStep(StrEnum):
    """The one thing to do next."""

    PUBLISH = "publish"
    INVITE = "invite"
    MAKE_PLAN = "make_plan"
    ANNOUNCE = "announce"
    PRINT = "print"
    WELCOME = "welcome"
    RUN = "run"
    CARDS = "cards"
    RESULTS = "results"
    COPY = "copy"


class AutomaticJob(StrEnum):
    """What the clock does by itself."""

    OPENING = "opening"
    WEEK_REMINDER = "week_reminder"
    CLOSING = "closing"
    PLAN = "plan"
    DAY_REMINDER = "day_reminder"
    CARDS = "cards"
    FEEDBACK = "feedback"


@dataclass(frozen=True, slots=True)
class ComingJob:
    """One of them; the daily ones have a day, and run when the morning's turn comes."""

    job: AutomaticJob
    at: datetime
    has_hour: bool


@dataclass(frozen=True, slots=True)
class SideFigures:
    """One side of the tables, in figures."""

    side: EventSide
    capacity: int
    registered: int = 0
    waiting: int = 0
    pending: int = 0
    reconfirmed: int = 0


def count_sides(event: DatingEvent) -> list[SideFigures]:
    """Candidates, then hosts: one query."""
    rows = db.session.execute(
        select(
            Participant.side,
            Participant.status,
            func.count(),
            func.count(Participant.reconfirmed_at),
        )
        .where(Participant.event_id == event.id)
        .group_by(Participant.side, Participant.status)
    )
    counts = {(side, status): (count, again) for side, status, count, again in rows}
    registered = ParticipantStatus.REGISTERED.value
    return [
        SideFigures(
            side=side,
            capacity=capacity(event, side),
            registered=counts.get((side, registered), (0, 0))[0],
            waiting=counts.get((side, ParticipantStatus.WAITING.value), (0, 0))[0],
            pending=counts.get((side, ParticipantStatus.PENDING.value), (0, 0))[0],
            reconfirmed=counts.get((side, registered), (0, 0))[1],
        )
        for side in EventSide
    ]


def next_step_of(event: DatingEvent, at: datetime) -> NextStep:
    """What to do next: at most two queries."""
    by_status = {
        EventStatus.DRAFT: NextStep.PUBLISH,
        EventStatus.CANCELLED: NextStep.COPY,
        EventStatus.CLOSED: NextStep.RESULTS,
    }
    if event.status in by_status:
        return by_status[EventStatus(event.status)]
    state = _clock_state(event.id)
    if state in (ClockState.RUNNING, ClockState.PAUSED):
        return NextStep.RUN
    if state == ClockState.ENDED or at > ends_at(event) + DOORS:
        return NextStep.CARDS
    if at > event.starts_at - DOORS:
        return NextStep.WELCOME if at < event.starts_at else NextStep.RUN
    if at < event.closes_at and event.announced_at is None:
        return NextStep.INVITE
    return _step_of_plan(event)


def list_jobs(event: DatingEvent, at: datetime) -> list[ComingJob]:
    """What will happen by itself from now on, and when."""
    if event.status in (EventStatus.DRAFT, EventStatus.CANCELLED):
        return []
    day = day_of(event)
    planned = [
        (AutomaticJob.OPENING, event.opens_at, event.opening_told_at),
        (AutomaticJob.WEEK_REMINDER, day - timedelta(days=7), event.week_reminder_at),
        (AutomaticJob.CLOSING, event.closes_at, event.closing_told_at),
        (AutomaticJob.PLAN, event.plan_at, event.announced_at),
        (AutomaticJob.DAY_REMINDER, day - timedelta(days=1), event.day_reminder_at),
        (AutomaticJob.CARDS, day + timedelta(days=1), event.cards_chased_at or event.closed_at),
        (AutomaticJob.FEEDBACK, day + timedelta(days=7), event.feedback_asked_at),
    ]
    coming = [
        ComingJob(job, when, has_hour=True)
        if isinstance(when, datetime)
        else ComingJob(job, at_hour(when, 9), has_hour=False)
        for job, when, done in planned
        if when and not done
    ]
    return sorted((each for each in coming if each.at > at), key=lambda each: each.at)


def _clock_state(event_id: int) -> str | None:
    return db.session.scalar(select(EventClock.state).where(EventClock.event_id == event_id))


def _step_of_plan(event: DatingEvent) -> NextStep:
    if event.announced_at:
        return NextStep.PRINT
    made = db.session.scalar(
        select(EveningPlanRow.id).where(
            EveningPlanRow.event_id == event.id, EveningPlanRow.is_current
        )
    )
    return NextStep.ANNOUNCE if made else NextStep.MAKE_PLAN
