"""Where the night of an evening is: one row, read with the programme and the present instant.

Nothing is kept in memory and nothing ticks: a server that restarts reads the same row and finds
the same phase. Orders to the clock are given by ``services.evening_orders``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update

from models.base import db
from models.dating_events import DatingEvent
from models.evening_plans import EventClock
from models.vocabulary import ClockState, Phase
from services import clock_rules
from services.clock_rules import Clock, Span
from services.evening_programme import Slot, slots_of


@dataclass(frozen=True, slots=True)
class ClockView:
    """The night at one instant.

    ``coming``: the running phase and those after it, on real time; while paused, as if resumed at
    once; empty before the start and after the end. ``mark``: what an order given from this view
    carries back. ``waits``: the round is over and the next waits for the organiser's word.
    """

    state: ClockState
    version: int
    mark: str
    phase: Phase
    round: int
    rounds: int
    ends_at: datetime | None
    seconds_left: float
    waits: bool
    started_at: datetime | None
    ended_at: datetime | None
    message: str | None
    coming: tuple[Span, ...]
    first_open_round: int
    rounds_done: int


def read(event: DatingEvent, at: datetime) -> ClockView:
    """Where the night is at ``at``. One query; reading writes nothing."""
    return view_of(event, find_row(event.id), at)


def first_open_round(event: DatingEvent, at: datetime) -> int:
    """The first round that may still change: 0 before the start, ``rounds`` after the end."""
    return read(event, at).first_open_round


def touch(event_id: int) -> None:
    """Tell screens and phones that the plan, or who is there, has changed."""
    changed = db.session.scalar(
        update(EventClock)
        .where(EventClock.event_id == event_id)
        .values(version=EventClock.version + 1)
        .returning(EventClock.version)
        .execution_options(synchronize_session="fetch")
    )
    if changed is None:
        db.session.add(EventClock(event_id=event_id, version=1))
        db.session.flush()


def find_row(event_id: int) -> EventClock | None:
    """The row, as the database has it now."""
    return db.session.scalar(
        select(EventClock)
        .where(EventClock.event_id == event_id)
        .execution_options(populate_existing=True)
    )


def view_of(event: DatingEvent, row: EventClock | None, at: datetime) -> ClockView:
    """The view of a row that was read already."""
    slots = slots_of(event)
    clock = clock_rules.settle(clock_of(row, slots), slots, event.auto_advance, at)
    left = clock.left if clock.ends_at is None else (clock.ends_at - at).total_seconds()
    over = clock.ends_at is not None and at >= clock.ends_at
    return ClockView(
        state=clock.state,
        version=row.version if row else 0,
        mark=clock.mark,
        phase=slots[clock.at].phase,
        round=slots[clock.at].round,
        rounds=event.rounds,
        ends_at=clock.ends_at,
        seconds_left=max(0.0, left or 0.0),
        waits=over and clock.state == ClockState.RUNNING,
        started_at=clock.started_at,
        ended_at=clock.ended_at,
        message=row.message if row else None,
        coming=clock_rules.spans(clock, slots, event.auto_advance, at),
        first_open_round=clock_rules.open_round(clock, slots),
        rounds_done=clock_rules.rounds_done(clock, slots, at),
    )


def clock_of(row: EventClock | None, slots: tuple[Slot, ...]) -> Clock:
    """The row as the rules read it; a phase that the programme no longer has is the nearest."""
    if row is None:
        return Clock()
    places = [i for i, slot in enumerate(slots) if (slot.round, slot.phase) == _place(row)]
    same_round = [i for i, slot in enumerate(slots) if slot.round == row.round]
    return Clock(
        state=ClockState(row.state),
        at=(places or same_round or [len(slots) - 1])[0],
        ends_at=row.phase_ends_at,
        left=row.seconds_left,
        started_at=row.started_at,
        ended_at=row.ended_at,
    )


def _place(row: EventClock) -> tuple[int, Phase]:
    return row.round, Phase(row.phase)


def meeting_starts(event: DatingEvent, view: ClockView, at: datetime) -> list[datetime]:
    """When the meeting of each round starts: as the night goes, or as it must have gone.

    Rounds behind us are counted back from the present phase with the programme's lengths: the
    clock keeps no diary.
    """
    slots = slots_of(event)
    here = next(
        i for i, slot in enumerate(slots) if (slot.round, slot.phase) == (view.round, view.phase)
    )
    if view.state == ClockState.WAITING:
        zero = max(event.starts_at, at)
    else:
        ends_at = view.ended_at or view.ends_at or at + timedelta(seconds=view.seconds_left)
        if view.waits:
            ends_at = at
        zero = ends_at - timedelta(seconds=slots[here].end)
    return [zero + timedelta(seconds=slot.start) for slot in slots if slot.phase == Phase.MEETING]
