"""Change an evening that people may have registered for: what follows is done or told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, select, update

from models.base import db, now
from models.dating_events import DatingEvent
from models.evening_plans import EveningPlanRow, EventClock, Meeting
from models.participants import Participant
from models.vocabulary import ClockState, EventSide, EventStatus, ParticipantStatus
from services.evening_clock import find_row
from services.evening_orders import advance_by_hand
from services.event_messages import (
    WhenAndWhere,
    knows_hours,
    list_told,
    tell_change,
    tell_pace,
    when_and_where,
)
from services.event_rules import EventSaid, settle
from services.events import EventPast, check_not_over
from services.paris_days import PARIS
from services.paris_hours import same_hour
from services.refusals import Refusal
from services.waiting_list import promote

# What the plan and the clock of the night are made of.
_NIGHT = ("starts_at", "meeting_minutes", "changeover_seconds", "rounds", "breaks", "tables")


class EveningStarted(Refusal):
    """The clock of the night runs: its hours and tables are changed from there."""


class PlanAnnounced(Refusal):
    """People were told a plan that takes ``rounds`` rounds and ``tables`` tables."""


class CapacityTaken(Refusal):
    """``registered`` people have a seat on the side whose ``field`` would say fewer."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What a change brought about: how many were told, how many got a seat.

    ``followed``: closing and plan moved with the evening. ``plan_dropped``: it is to be made
    again; ``plan_late``: it stands, and knows nothing of the new rounds or tables.
    """

    told: int = 0
    promoted: int = 0
    followed: bool = False
    plan_dropped: bool = False
    plan_late: bool = False


def change_event(
    event: DatingEvent, said: EventSaid, *, drops_plan: bool = False, at: datetime | None = None
) -> Changed:
    """Take what is said; the caller holds the lock of the evening."""
    instant = at or now()
    check_not_over(event)
    said, followed = _follow(event, said)
    columns = settle(said, instant)
    differs = {name for name, value in columns.items() if getattr(event, name) != value}
    is_past = "starts_at" in differs and columns["starts_at"] <= instant
    if is_past and event.status == EventStatus.PUBLISHED:
        raise EventPast()
    _check_capacity(event, said)
    if differs & set(_NIGHT):
        _check_not_started(event.id)
    was_announced = event.announced_at is not None
    plan_dropped, plan_late = _judge_plan(event, said, columns["rounds"], drops_plan=drops_plan)
    was, moved = when_and_where(event), columns["starts_at"] - event.starts_at
    if "auto_advance" in differs and find_row(event.id):
        advance_by_hand(event, instant, by_hand=not columns["auto_advance"])
    for name, value in columns.items():
        setattr(event, name, value)
    if was_announced and plan_dropped and event.plan_at and event.plan_at <= instant:
        event.plan_at = None  # its hour is behind: the next one is sent on the organiser's word
    db.session.flush()
    if "commune_code" in differs:
        db.session.expire(event, ["commune"])
    if moved:
        _move_people(event, moved)
    if event.closes_at > instant:
        event.closing_told_at = None
    promoted = promote(event, instant)
    told = _tell(event, was) if event.status == EventStatus.PUBLISHED else 0
    return Changed(told, len(promoted), followed, plan_dropped, plan_late)


def forget_plan(event: DatingEvent) -> None:
    """There is no plan any more; those made before stay as a trace."""
    db.session.execute(delete(Meeting).where(Meeting.event_id == event.id))
    db.session.execute(
        update(EveningPlanRow)
        .where(EveningPlanRow.event_id == event.id)
        .values(is_current=False)
        .execution_options(synchronize_session="fetch")
    )
    event.announced_at = None
    db.session.flush()


def _follow(event: DatingEvent, said: EventSaid) -> tuple[EventSaid, bool]:
    """Closing and plan that were left as they were move by as many days as the evening does."""
    days = (_day(said.starts_at) - _day(event.starts_at)).days
    kept_closing, kept_plan = said.closes_at == event.closes_at, said.plan_at == event.plan_at
    if not days or not (kept_closing or (kept_plan and said.plan_at)):
        return said, False
    if kept_closing:
        said = replace(said, closes_at=min(same_hour(event.closes_at, days), said.starts_at))
    if kept_plan and event.plan_at:
        said = replace(said, plan_at=min(same_hour(event.plan_at, days), said.starts_at))
    return said, True


def _day(instant: datetime) -> date:
    return instant.astimezone(PARIS).date()


def _check_capacity(event: DatingEvent, said: EventSaid) -> None:
    for side in EventSide:
        name = f"{side}_capacity"
        wanted = getattr(said, name)
        if wanted >= getattr(event, name):
            continue
        registered = db.session.scalar(
            select(func.count())
            .select_from(Participant)
            .where(
                Participant.event_id == event.id,
                Participant.side == side.value,
                Participant.status == ParticipantStatus.REGISTERED.value,
            )
        )
        if registered > wanted:
            raise CapacityTaken(field=name, registered=registered)


def _check_not_started(event_id: int) -> None:
    clock = db.session.get(EventClock, event_id, populate_existing=True)
    if clock is not None and clock.state != ClockState.WAITING:
        raise EveningStarted()


def _judge_plan(
    event: DatingEvent, said: EventSaid, rounds: int, *, drops_plan: bool
) -> tuple[bool, bool]:
    """Does a plan fall, or stand without knowing of what is new?"""
    last = db.session.execute(
        select(func.max(Meeting.round), func.max(Meeting.table))
        .where(Meeting.event_id == event.id)
        .having(func.count() > 0)
    ).one_or_none()
    if last is None or (rounds == event.rounds and said.tables == event.tables):
        return False, False
    if last[0] < rounds and last[1] < said.tables:
        return False, True
    if event.announced_at and not drops_plan:
        raise PlanAnnounced(rounds=last[0] + 1, tables=last[1] + 1)
    forget_plan(event)
    return True, False


def _move_people(event: DatingEvent, moved: timedelta) -> None:
    """Hours of arrival and departure move too; on another day, everyone is asked again."""
    people = select(Participant).where(Participant.event_id == event.id)
    for participant in db.session.scalars(people):
        if participant.arrives_at:
            participant.arrives_at += moved
        if participant.leaves_at:
            participant.leaves_at += moved
        if abs(moved) >= timedelta(hours=12):
            participant.reconfirmed_at = None
    if abs(moved) >= timedelta(hours=12):
        # The jobs send those that still help; the others they note, as for a late publication.
        event.week_reminder_at = event.day_reminder_at = None
    db.session.flush()


def _tell(event: DatingEvent, was: WhenAndWhere) -> int:
    """One message for all that changed; of the hours of rounds alone, to those who know them."""
    becomes = when_and_where(event)
    if was == becomes and tell_pace(was, becomes) is None:
        return 0
    people = list_told(event.id)
    if was == becomes:
        people = [each for each in people if knows_hours(each)]
    for participant in people:
        tell_change(participant, was, becomes)
    return len(people)
