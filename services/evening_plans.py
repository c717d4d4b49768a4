"""The plan of an evening: made from scores and wishes, announced, then marked as it is held.

A plan may be made as often as one likes until it is announced; from then on only
``evening_replans`` changes it. Every verb here first waits for whoever else changes the evening.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from models.base import db, now
from models.dating_events import DatingEvent
from models.evening_plans import EveningPlanRow, Meeting
from models.participants import Participant
from models.vocabulary import ClockState, MeetingState
from services.evening_clock import meeting_starts, read
from services.evening_drafts import Draft, check_dial, finish, read_task
from services.evening_evenness import Dial, Shared
from services.evening_people import list_partners
from services.evening_telling import tell_programmes
from services.evening_writing import MAKING, Aim, current_plan, write_plan
from services.event_access import EventUnknown, lock_event
from services.participants import list_participants
from services.refusals import Refusal

__all__ = [
    "EveningOver",
    "NoPlanYet",
    "PlanAnnounced",
    "announce",
    "current_plan",
    "has_begun",
    "lock_for_plan",
    "make_plan",
    "mark_held",
    "turn_dial",
]


class PlanAnnounced(Refusal):
    """People know their programme: it can be mended, no longer made anew."""


class NoPlanYet(Refusal):
    """There is nothing to announce or to mend."""


class EveningOver(Refusal):
    """The evening is cancelled or closed."""


def lock_for_plan(event: DatingEvent) -> DatingEvent:
    """The same evening, alone with it, if its plan may still change."""
    found = lock_event(event.id)
    if found is None:
        raise EventUnknown()
    if found.is_over:
        raise EveningOver()
    return found


def turn_dial(event: DatingEvent, dial: Dial) -> None:
    """What the next making of the plan aims at."""
    check_dial(event, dial)
    event.auto_minimum = dial.is_automatic
    event.min_meetings, event.alpha = dial.least or 0, dial.alpha
    db.session.flush()


def make_plan(
    event: DatingEvent, *, made_by: int | None, at: datetime, draft: Draft[Shared] | None = None
) -> EveningPlanRow:
    """Make the best plan for those registered, by the organiser's dial, and write it.

    ``made_by``: the account, or None when a job does it. ``draft``: what was sought before the
    evening was held; without it, or if something has changed since, others wait for the plan.
    """
    event = lock_for_plan(event)
    if event.announced_at is not None:
        raise PlanAnnounced()
    task = read_task(event)
    shared = finish(task, draft)
    return write_plan(
        event,
        task.gathered,
        shared.plan,
        aim=Aim.of(task.dial, shared.least),
        kind=MAKING,
        from_round=0,
        made_by=made_by,
        at=at,
    )


def announce(event: DatingEvent, at: datetime) -> int:
    """Open their programme to participants and send it; how many messages are on their way.

    Pressed again, it writes only to those who do not know their programme as it now is. Once the
    evening has begun nobody reads e-mails: phones follow by themselves.
    """
    event = lock_for_plan(event)
    plan = current_plan(event.id)
    if plan is None:
        raise NoPlanYet()
    if event.announced_at is None:
        event.announced_at = at
    db.session.flush()
    if has_begun(event, at):
        return 0
    return tell_programmes(event, plan.version)


def has_begun(event: DatingEvent, at: datetime) -> bool:
    """Is it the hour of the evening, or has its clock been started?"""
    return at >= event.starts_at or read(event, at).state != ClockState.WAITING


def mark_held(event: DatingEvent, upto_round: int, at: datetime | None = None) -> int:
    """Meetings up to this round took place, but those where one side was absent or had left.

    Safe to repeat; how many were marked now. A couple is absent when both are. Whoever is declared
    absent later never came: what was counted as held with them is missed.
    """
    rows = db.session.scalars(
        select(Meeting).where(
            Meeting.event_id == event.id,
            Meeting.round <= upto_round,
            Meeting.state != MeetingState.MISSED,
        )
    ).all()
    if not rows:
        return 0
    instant = at or now()
    starts = meeting_starts(event, read(event, instant), instant)
    people = {each.id: each for each in list_participants(event.id)}
    partners = list_partners(event.id, people.values())
    marked = 0
    for row in rows:
        start = starts[row.round] if row.state == MeetingState.PLANNED else None
        candidates = (people.get(row.candidate_id), partners.get(row.candidate_id))
        came = [_came(each, start) for each in candidates]
        was_held = any(came) and _came(people.get(row.host_id), start)
        state = (MeetingState.HELD if was_held else MeetingState.MISSED).value
        marked += row.state != state
        row.state = state
    db.session.flush()
    return marked


def _came(person: Participant | None, start: datetime | None) -> bool:
    """Were they there when the meeting started, as far as the desk knows? At all, without one."""
    if person is None or person.absent_at is not None:
        return False
    return person.left_at is None or start is None or person.left_at > start
