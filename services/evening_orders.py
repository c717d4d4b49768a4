"""What the organiser tells the clock of the night: start, pause, one minute more, next, end.

Every order carries the mark of the view it was given from. When two people press « Suivant » at
the same time, or the phase has just passed by itself, the second order finds another mark and is
refused: nothing is skipped twice. The caller holds the evening's lock.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from sqlalchemy import exists, or_, update
from sqlalchemy.orm import aliased

from models.base import db
from models.dating_events import DatingEvent
from models.evening_plans import EventClock, Meeting
from models.vocabulary import ClockState, EventStatus, MeetingState
from services import clock_rules
from services.clock_rules import Clock
from services.evening_clock import ClockView, clock_of, find_row, view_of
from services.evening_plans import mark_held
from services.evening_programme import Slot, slots_of
from services.refusals import Refusal

LONGEST_MESSAGE = 160
_Rule = Callable[[Clock, Sequence[Slot], datetime], Clock]


class OrderStale(Refusal):
    """Someone else gave an order in between, or the phase passed by itself."""


class EveningNotOpen(Refusal):
    """Only a published evening has a night; ``status`` says what this one is."""


class MessageTooLong(Refusal):
    """More than ``limit`` characters do not fit the screen."""


def start(event: DatingEvent, at: datetime, *, mark: str | None = None) -> ClockView:
    """Begin the first phase. Nothing else ever starts the clock."""
    return _order(event, at, mark, clock_rules.start)


def pause(event: DatingEvent, at: datetime, *, mark: str | None = None) -> ClockView:
    """Stop time."""
    return _order(event, at, mark, clock_rules.pause)


def resume(event: DatingEvent, at: datetime, *, mark: str | None = None) -> ClockView:
    """Let time go on."""
    return _order(event, at, mark, clock_rules.resume)


def extend(
    event: DatingEvent, at: datetime, seconds: int = 60, *, mark: str | None = None
) -> ClockView:
    """Lengthen (or shorten) this phase; all later ones shift."""
    return _order(event, at, mark, clock_rules.extend(seconds))


def skip(
    event: DatingEvent, at: datetime, *, to_round: bool = False, mark: str | None = None
) -> ClockView:
    """On to the next phase, or straight to the next round."""
    rule = clock_rules.skip_round if to_round else clock_rules.skip_phase
    return _order(event, at, mark, rule)


def back(event: DatingEvent, at: datetime, *, mark: str | None = None) -> ClockView:
    """To the beginning of the phase before."""
    return _order(event, at, mark, clock_rules.back)


def end(event: DatingEvent, at: datetime, *, mark: str | None = None) -> ClockView:
    """End the evening's meetings."""
    return _order(event, at, mark, clock_rules.end)


def say(event: DatingEvent, message: str) -> None:
    """Put a message on the screens; an empty one takes it off."""
    said = " ".join(message.split())
    if len(said) > LONGEST_MESSAGE:
        raise MessageTooLong(limit=LONGEST_MESSAGE)
    row = _row(event.id)
    row.message = said or None
    row.version += 1
    db.session.flush()


def advance_by_hand(event: DatingEvent, at: datetime, by_hand: bool) -> None:
    """Rounds follow by themselves, or wait for the organiser's word, from now on."""
    _check_open(event)
    row, slots = _row(event.id), slots_of(event)
    # What has passed by the rule until now has passed: it is written before the rule changes.
    settled = clock_rules.settle(clock_of(row, slots), slots, event.auto_advance, at)
    _write(row, settled if by_hand else clock_rules.let_go(settled, at), slots)
    event.auto_advance = not by_hand
    db.session.flush()


def note_passed(event: DatingEvent, at: datetime) -> ClockView:
    """Write down what passed by itself since the last order: for the clock's job and the closing.

    Safe at any time, any number of times; gives no order and tells no screen.
    """
    row, slots = find_row(event.id), slots_of(event)
    view = view_of(event, row, at)
    if row is not None and view.state != ClockState.WAITING:
        version = row.version
        _write(row, clock_rules.settle(clock_of(row, slots), slots, event.auto_advance, at), slots)
        row.version = version
        _note_meetings(event, view, at)
    return view


def _order(event: DatingEvent, at: datetime, mark: str | None, rule: _Rule) -> ClockView:
    _check_open(event)
    row, slots = _row(event.id), slots_of(event)
    settled = clock_rules.settle(clock_of(row, slots), slots, event.auto_advance, at)
    changed = rule(settled, slots, at)
    if changed == settled or (mark is not None and mark != settled.mark):
        raise OrderStale()
    _write(row, changed, slots)
    db.session.flush()
    view = view_of(event, row, at)
    _note_meetings(event, view, at, clock_rules.passed_over(settled, changed, slots))
    return view


def _note_meetings(
    event: DatingEvent, view: ClockView, at: datetime, passed_over: Collection[int] = ()
) -> None:
    """Meetings of rounds that are over took place; those of a round gone back to are to come.

    But not those of a pair that was given another since: nobody meets the same person twice. And
    whoever came once a round was over does not sit in it when its meeting is given more time: they
    play from the next one, as ever. ``passed_over``: rounds that were skipped before they began.
    Nobody met in them.
    """
    given = aliased(Meeting)
    again = exists().where(
        given.event_id == Meeting.event_id,
        given.candidate_id == Meeting.candidate_id,
        given.host_id == Meeting.host_id,
        given.id > Meeting.id,
    )
    db.session.execute(
        update(Meeting)
        .where(Meeting.event_id == event.id, Meeting.round >= view.rounds_done, ~again)
        .where(Meeting.state != MeetingState.PLANNED)
        .where(or_(Meeting.late.is_(False), Meeting.round >= view.first_open_round))
        .values(state=MeetingState.PLANNED.value, late=False)
    )
    if passed_over:
        db.session.execute(
            update(Meeting)
            .where(Meeting.event_id == event.id, Meeting.round.in_(passed_over))
            .values(state=MeetingState.MISSED.value)
        )
    if view.rounds_done:
        mark_held(event, view.rounds_done - 1, at)


def _check_open(event: DatingEvent) -> None:
    if event.status != EventStatus.PUBLISHED:
        raise EveningNotOpen(status=EventStatus(event.status).label.lower())


def _row(event_id: int) -> EventClock:
    row = find_row(event_id)
    if row is None:
        row = EventClock(event_id=event_id, version=0, state="waiting", phase="changeover", round=0)
        db.session.add(row)
    return row


def _write(row: EventClock, clock: Clock, slots: Sequence[Slot]) -> None:
    row.state, row.version = clock.state.value, row.version + 1
    row.phase, row.round = slots[clock.at].phase.value, slots[clock.at].round
    row.phase_ends_at, row.seconds_left = clock.ends_at, clock.left
    row.started_at, row.ended_at = clock.started_at, clock.ended_at
