"""Evenings as anyone sees them: what comes, and how many seats are left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from models.base import db
from models.communes import Commune
from models.dating_events import DatingEvent
from models.participants import Participant
from models.vocabulary import EventSide, EventStatus, ParticipantStatus
from services.registration_window import Window, window_of_registration
from services.waiting_list import capacity

MOST_LISTED = 100


@dataclass(frozen=True, slots=True)
class SideSeats:
    """One side of an evening: seats, those left, those who wait."""

    side: EventSide
    capacity: int
    left: int
    waiting: int

    @property
    def is_full(self) -> bool:
        """Does the next one go on the waiting list?"""
        return self.left <= self.waiting


@dataclass(frozen=True, slots=True)
class ListedEvening:
    """One evening in the public list."""

    event: DatingEvent
    window: Window
    candidates: SideSeats
    hosts: SideSeats


def list_upcoming(at: datetime) -> list[ListedEvening]:
    """Published evenings that have not begun, the next first: two queries."""
    events = db.session.scalars(
        select(DatingEvent)
        .where(DatingEvent.status == EventStatus.PUBLISHED.value, DatingEvent.starts_at > at)
        .options(joinedload(DatingEvent.commune).joinedload(Commune.departement))
        .order_by(DatingEvent.starts_at, DatingEvent.id)
        .limit(MOST_LISTED)
    ).all()
    counts = _counts([event.id for event in events])
    return [
        ListedEvening(
            event,
            window_of_registration(event, at),
            _seats(event, EventSide.CANDIDATE, counts),
            _seats(event, EventSide.HOST, counts),
        )
        for event in events
    ]


def seats_of(event: DatingEvent, side: str) -> SideSeats:
    """One side of one evening."""
    return _seats(event, EventSide(side), _counts([event.id]))


def both_sides(event: DatingEvent) -> tuple[SideSeats, SideSeats]:
    """Candidates, then hosts: one query."""
    counts = _counts([event.id])
    return _seats(event, EventSide.CANDIDATE, counts), _seats(event, EventSide.HOST, counts)


def _seats(
    event: DatingEvent, side: EventSide, counts: dict[tuple[int, str, str], int]
) -> SideSeats:
    seats = capacity(event, side)
    taken = counts.get((event.id, side.value, ParticipantStatus.REGISTERED.value), 0)
    waiting = counts.get((event.id, side.value, ParticipantStatus.WAITING.value), 0)
    return SideSeats(side, seats, max(0, seats - taken), waiting)


def _counts(event_ids: list[int]) -> dict[tuple[int, str, str], int]:
    if not event_ids:
        return {}
    rows = db.session.execute(
        select(Participant.event_id, Participant.side, Participant.status, func.count())
        .where(Participant.event_id.in_(event_ids))
        .group_by(Participant.event_id, Participant.side, Participant.status)
    )
    return {(event_id, side, status): count for event_id, side, status, count in rows}
