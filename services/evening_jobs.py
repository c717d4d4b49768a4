"""What the clock does for evenings, each in a savepoint of its own: one that fails stops no other.

Each job looks for the evenings where something is due and not done, so that it is safe to run
twice, and makes up for hours when nothing ran: what has become useless is noted, not sent.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, func, select

from models.base import db
from models.cards import EveningIntroduction
from models.dating_events import DatingEvent
from models.evening_plans import EventClock, Meeting
from models.participants import Participant
from models.vocabulary import ClockState, EventStatus, MeetingState, ParticipantStatus
from services import evening_messages as messages
from services.evening_dates import days_before
from services.evening_orders import note_passed
from services.evening_planning_job import draft_evenings, plan_evening_now
from services.evening_privacy import forget_evening, list_forgettable
from services.event_access import lock_event
from services.outcomes import ask_outcomes, months_due
from services.waiting_list import promote

log = logging.getLogger("ancrage.evenings")

_PUBLISHED = DatingEvent.status == EventStatus.PUBLISHED
_HELD = DatingEvent.status.in_((EventStatus.PUBLISHED.value, EventStatus.CLOSED.value))
FEEDBACK_AFTER, FEEDBACK_UNTIL = 7, 21
CHASED_UNTIL = 3
RESULTS_WITHIN = timedelta(days=7)


@dataclass
class Done:
    """What a job did: acts by all evenings, and the numbers of those where it failed."""

    acts: int = 0
    failed: list[int] = field(default_factory=list)

    def __str__(self) -> str:
        """One line for the log."""
        failed = f", en échec : soirées {self.failed}" if self.failed else ""
        return f"{self.acts}{failed}"


Act = Callable[[DatingEvent, datetime], int]


def tell_openings(at: datetime) -> Done:
    """Registration opens: the organisers get the addresses to pass on."""
    due = (_PUBLISHED, DatingEvent.opens_at <= at, DatingEvent.opening_told_at.is_(None))
    return _each("tell_openings", _find(*due), _tell_opening, at)


def tell_closings(at: datetime) -> Done:
    """Registration closes: the organisers get the figures."""
    due = (_PUBLISHED, DatingEvent.closes_at <= at, DatingEvent.closing_told_at.is_(None))
    return _each("tell_closings", _find(*due), _tell_closing, at)


def remind_week(at: datetime) -> Done:
    """Seven days before (six, if nothing ran that day); later it is too late and not sent."""
    due = (_PUBLISHED, DatingEvent.starts_at <= at + timedelta(days=8))
    found = _find(*due, DatingEvent.week_reminder_at.is_(None))
    return _each("remind_week", found, _remind_week, at)


def remind_day(at: datetime) -> Done:
    """The day before, or that very day while it still helps."""
    due = (_PUBLISHED, DatingEvent.starts_at <= at + timedelta(days=2))
    found = _find(*due, DatingEvent.day_reminder_at.is_(None))
    return _each("remind_day", found, _remind_day, at)


def promote_waiting(at: datetime) -> Done:
    """Free seats go to those who wait."""
    waits = exists().where(
        Participant.event_id == DatingEvent.id, Participant.status == ParticipantStatus.WAITING
    )
    found = _find(_PUBLISHED, DatingEvent.starts_at > at, waits)
    return _each("promote_waiting", found, lambda event, when: len(promote(event, when)), at)


def make_plans(at: datetime) -> Done:
    """At the hour chosen the plan is made and announced; impossible, the organisers are told."""
    unmade = DatingEvent.announced_at.is_(None)
    due = (_PUBLISHED, DatingEvent.plan_at <= at, DatingEvent.starts_at > at, unmade)
    drafts = draft_evenings(lambda: _find(*due))

    def act(event: DatingEvent, when: datetime) -> int:
        return plan_evening_now(event, when, drafts.get(event.id))

    return _each("make_plans", _find(*due), act, at, on_failure=messages.tell_plan_failed)


def note_meetings(at: datetime) -> Done:
    """While a night goes on: what was held or missed is written, though nobody gives an order."""
    runs = exists().where(
        EventClock.event_id == DatingEvent.id, EventClock.state == ClockState.RUNNING
    )
    return _each("note_meetings", _find(_PUBLISHED, runs), _note_meetings, at)


def chase_cards(at: datetime) -> Done:
    """The day after: those with cards to fill are asked for them, organisers to close."""
    due = (_PUBLISHED, DatingEvent.starts_at <= at, DatingEvent.cards_chased_at.is_(None))
    return _each("chase_cards", _find(*due), _chase_cards, at)


def send_results(at: datetime) -> Done:
    """Once closed: the organisers get the figures."""
    closed = DatingEvent.status == EventStatus.CLOSED
    found = _find(closed, DatingEvent.closed_at > at - RESULTS_WITHIN, DatingEvent.closed_at <= at)
    return _each("send_results", found, lambda event, _: messages.tell_results(event), at)


def ask_feedback(at: datetime) -> Done:
    """A week after: what people thought of it."""
    due = (_HELD, DatingEvent.starts_at <= at - timedelta(days=FEEDBACK_AFTER - 1))
    found = _find(*due, DatingEvent.feedback_asked_at.is_(None))
    return _each("ask_feedback", found, _ask_feedback, at)


def ask_all_outcomes(at: datetime) -> Done:
    """At 6, 12 and 24 months: what became of the introductions."""
    introduced = exists().where(EveningIntroduction.event_id == DatingEvent.id)
    found = _find(
        DatingEvent.status == EventStatus.CLOSED,
        DatingEvent.starts_at <= at - timedelta(days=180),
        DatingEvent.anonymised_at.is_(None),
        introduced,
    )
    return _each("ask_outcomes", found, _ask_outcomes, at)


def forget_evenings(at: datetime) -> Done:
    """Wishes, cards and people past their time go; counts stay."""
    return _each("forget_evenings", list_forgettable(at), forget_evening, at)


def _find(*conditions: ColumnElement[bool]) -> list[int]:
    query = select(DatingEvent.id).where(*conditions)
    return list(db.session.scalars(query.order_by(DatingEvent.starts_at, DatingEvent.id)))


def _each(
    name: str,
    event_ids: Iterable[int],
    act: Act,
    at: datetime,
    *,
    on_failure: Callable[[DatingEvent], int] | None = None,
) -> Done:
    """Do it for each evening, alone with it; a failure leaves that one as it was."""
    done = Done()
    for event_id in event_ids:
        try:
            with db.session.begin_nested():
                event = lock_event(event_id)
                done.acts += act(event, at) if event else 0
                db.session.flush()
        except Exception as error:  # noqa: BLE001 - whatever it is, the others must go on
            # Its words may hold an address: the log has the number and the kind alone.
            log.error("%s: evening %s failed (%s)", name, event_id, type(error).__name__)
            done.failed.append(event_id)
            if on_failure:
                _tell_failure(name, event_id, on_failure)
    return done


def _tell_failure(name: str, event_id: int, tell: Callable[[DatingEvent], int]) -> None:
    """In a savepoint too: what cannot be told of one evening stops no other."""
    try:
        with db.session.begin_nested():
            event = db.session.get(DatingEvent, event_id)
            if event:
                tell(event)
                db.session.flush()
    except Exception as error:  # noqa: BLE001 - whatever it is, the others must go on
        kind = type(error).__name__
        log.error("%s: the failure of evening %s could not be told (%s)", name, event_id, kind)


def _tell_opening(event: DatingEvent, at: datetime) -> int:
    event.opening_told_at = at
    return messages.tell_opening(event) if at < event.closes_at else 0


def _tell_closing(event: DatingEvent, at: datetime) -> int:
    event.closing_told_at = at
    return messages.tell_closing(event) if at < event.starts_at else 0


def _remind_week(event: DatingEvent, at: datetime) -> int:
    days = days_before(event, at)
    if days > 7:
        return 0
    event.week_reminder_at = at
    return messages.remind(event, "week", days) if days >= 6 else 0


def _remind_day(event: DatingEvent, at: datetime) -> int:
    days = days_before(event, at)
    if days > 1:
        return 0
    event.day_reminder_at = at
    return messages.remind(event, "day", days) if at < event.starts_at else 0


def _note_meetings(event: DatingEvent, at: datetime) -> int:
    known = _count_noted(event.id)
    note_passed(event, at)
    db.session.flush()
    return _count_noted(event.id) - known


def _count_noted(event_id: int) -> int:
    noted = (Meeting.event_id == event_id, Meeting.state != MeetingState.PLANNED)
    return db.session.scalar(select(func.count()).select_from(Meeting).where(*noted)) or 0


def _chase_cards(event: DatingEvent, at: datetime) -> int:
    after = -days_before(event, at)
    if after < 1:
        return 0
    event.cards_chased_at = at
    return messages.chase_cards(event) if after <= CHASED_UNTIL else 0


def _ask_feedback(event: DatingEvent, at: datetime) -> int:
    after = -days_before(event, at)
    if after < FEEDBACK_AFTER:
        return 0
    event.feedback_asked_at = at
    return messages.ask_feedback(event) if after <= FEEDBACK_UNTIL else 0


def _ask_outcomes(event: DatingEvent, at: datetime) -> int:
    months = months_due(event, at)
    return ask_outcomes(event, months, at) if months else 0
