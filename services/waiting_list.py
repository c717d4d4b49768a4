"""Seats by side, and who waits for one: in the order in which they confirmed.

Whoever counts seats holds the evening (``event_access.lock_event``) until the transaction ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Select, select

from models.base import db
from models.dating_events import DatingEvent
from models.participants import Participant
from models.vocabulary import EventSide, EventStatus, ParticipantStatus
from services.evening_gaps import touch_if_planned
from services.event_access import lock_event
from services.participants import count_by_status
from services.registration_messages import tell_promotion


def capacity(event: DatingEvent, side: str) -> int:
    """How many seats there are on this side."""
    return event.candidate_capacity if side == EventSide.CANDIDATE else event.host_capacity


def seats_left(event: DatingEvent, side: str) -> int:
    """How many more can be registered on this side; never below nought."""
    return _left(event, side, count_by_status(event.id))


def waiting_count(event: DatingEvent, side: str) -> int:
    """How many wait for a seat on this side."""
    return count_by_status(event.id).get((side, ParticipantStatus.WAITING.value), 0)


def position(participant: Participant) -> int | None:
    """Their place on the waiting list, from 1; None for who does not wait."""
    if participant.status != ParticipantStatus.WAITING:
        return None
    order = _waiting(participant.event_id, participant.side)
    ids = [row.id for row in db.session.execute(order)]
    return ids.index(participant.id) + 1 if participant.id in ids else None


def take_seat(event: DatingEvent, participant: Participant, at: datetime) -> None:
    """A seat if one is free once those who wait have theirs, else the end of the list."""
    side, counts = participant.side, count_by_status(event.id)
    left = _left(event, side, counts)
    free = left > counts.get((side, ParticipantStatus.WAITING.value), 0)
    participant.waiting_since = None if free else at
    participant.status = (
        ParticipantStatus.REGISTERED.value if free else ParticipantStatus.WAITING.value
    )
    db.session.flush()
    if free:
        touch_if_planned(event.id)
    elif left:
        promote(event, at)


def promote(event: DatingEvent, at: datetime) -> list[Participant]:
    """Give the free seats to those who wait, the first first; each is told by e-mail.

    Nothing moves in a draft, in an evening that is cancelled or closed, or once it has begun.
    """
    locked = lock_event(event.id)
    if locked is None or locked.status != EventStatus.PUBLISHED or at >= locked.starts_at:
        return []
    counts = count_by_status(locked.id)
    ids: list[int] = []
    for side in EventSide:
        free = _left(locked, side, counts)
        if free and counts.get((side, ParticipantStatus.WAITING.value)):
            order = _waiting(locked.id, side).limit(free)
            ids += [row.id for row in db.session.execute(order)]
    if ids:
        touch_if_planned(locked.id)
    return [_promote_one(participant_id, at) for participant_id in ids]


def _left(event: DatingEvent, side: str, counts: Mapping[tuple[str, str], int]) -> int:
    taken = counts.get((side, ParticipantStatus.REGISTERED.value), 0)
    return max(0, capacity(event, side) - taken)


def _promote_one(participant_id: int, at: datetime) -> Participant:
    participant = db.session.get_one(Participant, participant_id, populate_existing=True)
    participant.status = ParticipantStatus.REGISTERED.value
    participant.promoted_at = at
    db.session.flush()
    tell_promotion(participant)
    return participant


def _waiting(event_id: int, side: str) -> Select[int]:
    return (
        select(Participant.id)
        .where(
            Participant.event_id == event_id,
            Participant.side == side,
            Participant.status == ParticipantStatus.WAITING.value,
        )
        .order_by(Participant.waiting_since, Participant.id)
    )
