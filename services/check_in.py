"""Who is there: arrived, late, absent, gone; and in which rounds each can sit at a table."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from models.base import db, now
from models.dating_events import DatingEvent
from models.participants import Participant
from models.vocabulary import ClockState, ParticipantStatus
from services.evening_clock import ClockView, meeting_starts, read, touch
from services.evening_lateness import give_back, note_late
from services.evening_orders import note_passed
from services.participants import list_participants
from services.refusals import Refusal

# Who may stand at the desk: those with a place, and those who wait for one.
_MAY_COME = (ParticipantStatus.REGISTERED, ParticipantStatus.WAITING)


class NotExpected(Refusal):
    """This registration was cancelled or never confirmed; ``status`` says which."""


class HourUnknown(Refusal):
    """« {text} » is no hour of the day."""


def arrive(participant: Participant, at: datetime) -> None:
    """They stand at the desk. Whoever had been declared absent or gone is back.

    What they missed until now is written first: it stays missed, and may be given again. So does
    what was counted as held while nobody had seen them (``evening_lateness``).
    """
    _check(participant)
    view = note_passed(participant.event, at)
    if participant.checked_in_at is None:
        note_late(participant, view, at)
    if participant.checked_in_at is None or participant.left_at is not None:
        participant.checked_in_at = at
    participant.absent_at = participant.left_at = None
    _changed(participant)


def undo(participant: Participant, at: datetime | None = None) -> None:
    """As if the desk had said nothing of them: what was held before they came is held again."""
    participant.checked_in_at = participant.absent_at = participant.left_at = None
    db.session.flush()
    give_back(participant, at or now())
    _changed(participant)


def mark_absent(participant: Participant, at: datetime) -> None:
    """They do not come: their meetings to come may be given away."""
    _check(participant)
    participant.absent_at, participant.checked_in_at, participant.left_at = at, None, None
    _changed(participant)


def leave(participant: Participant, at: datetime) -> None:
    """They were there and have gone home."""
    _check(participant)
    participant.left_at, participant.absent_at = at, None
    participant.checked_in_at = participant.checked_in_at or at
    _changed(participant)


def come_late(participant: Participant, arrives_at: datetime, at: datetime | None = None) -> None:
    """They said when they will be there; until then nobody waits for them.

    What they missed until now is written first, as for who arrives.
    """
    _check(participant)
    note_passed(participant.event, at or now())
    participant.arrives_at = arrives_at
    participant.absent_at = participant.checked_in_at = participant.left_at = None
    _changed(participant)


def mark_all_missing(event: DatingEvent, at: datetime) -> int:
    """All who have a place, said nothing of coming later, and have not come; how many."""
    missing = [
        one
        for one in list_participants(event.id)
        if one.checked_in_at is None
        and one.absent_at is None
        and (one.arrives_at is None or one.arrives_at <= at)
    ]
    for one in missing:
        one.absent_at, one.left_at = at, None
    if missing:
        db.session.flush()
        touch(event.id)
    return len(missing)


def presence(event: DatingEvent, at: datetime) -> dict[int, tuple[int, int]]:
    """First and last round of everyone with a place who can sit at a table; nobody else.

    Someone who has not come yet is expected as they said they would come, until the desk says
    otherwise: an organiser waits for people, and marks absent those who will not come. Someone
    who comes while a meeting runs plays from the next round on. Two queries.
    """
    return windows_of(event, read(event, at), list_participants(event.id), at)


def windows_of(
    event: DatingEvent, view: ClockView, people: Iterable[Participant], at: datetime
) -> dict[int, tuple[int, int]]:
    """The same of people who were read already."""
    starts = meeting_starts(event, view, at)
    windows = {one.id: _window(one, event, view, starts) for one in people}
    return {id_: window for id_, window in windows.items() if window is not None}


def _window(
    one: Participant, event: DatingEvent, view: ClockView, starts: list[datetime]
) -> tuple[int, int] | None:
    if one.absent_at is not None:
        return None
    begun = view.state != ClockState.WAITING
    first = _first_after(starts, one.arrives_at)
    if one.checked_in_at is not None:
        first = _first_after(starts, one.checked_in_at) if begun else 0
        first = min(first, view.first_open_round)
    last = event.rounds - 1
    if one.leaves_at is not None:
        seconds = event.meeting_minutes * 60
        last = sum((one.leaves_at - start).total_seconds() >= seconds for start in starts) - 1
    if one.left_at is not None:
        gone = _first_after(starts, one.left_at) if begun else 0
        last = min(last, min(gone, view.first_open_round) - 1)
    return (first, last) if first <= last else None


def _first_after(starts: list[datetime], instant: datetime | None) -> int:
    """The first round whose meeting starts at ``instant`` or later."""
    return 0 if instant is None else sum(start < instant for start in starts)


def _check(participant: Participant) -> None:
    if participant.status not in _MAY_COME:
        status = ParticipantStatus(participant.status).label.lower()
        raise NotExpected(status=status)


def _changed(participant: Participant) -> None:
    db.session.flush()
    touch(participant.event_id)
