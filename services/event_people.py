"""The list of an evening as organisers work on it: look for someone, give and free seats."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.base import db, now
from models.dating_events import DatingEvent
from models.participants import Participant
from models.vocabulary import ParticipantStatus
from services.communes import fold_name
from services.evening_dates import WEEK_UNTIL, days_before
from services.evening_gaps import touch_if_planned
from services.event_access import lock_event
from services.events import check_not_over
from services.participants import ParticipantUnknown, badge_number, full_name
from services.refusals import Refusal
from services.registration_messages import tell_promotion
from services.registrations import cancel
from services.waiting_list import seats_left

PAGE = 100
UNRECONFIRMED = "unreconfirmed"


class NotWaiting(Refusal):
    """Only who waits for a seat can be given one."""


class NoSeatFree(Refusal):
    """Every seat of this side is taken."""


@dataclass(frozen=True, slots=True)
class PeopleSought:
    """Whom one looks for: a side, a status or those who have not reconfirmed, words of a name."""

    side: str = ""
    status: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """One page of those found, and how many they are in all."""

    people: list[Participant]
    total: int
    page: int
    pages: int


def search_people(
    event_id: int, sought: PeopleSought, *, page: int = 1, with_addresses: bool = True
) -> PeoplePage:
    """By side and number; words are looked for without accents: name, place, number, address."""
    query = select(Participant).where(Participant.event_id == event_id)
    if sought.side:
        query = query.where(Participant.side == sought.side)
    if sought.status == UNRECONFIRMED:
        query = query.where(
            Participant.status == ParticipantStatus.REGISTERED.value,
            Participant.reconfirmed_at.is_(None),
        )
    elif sought.status:
        query = query.where(Participant.status == sought.status)
    rows = db.session.scalars(query.order_by(Participant.side, Participant.number))
    words = fold_name(sought.words).split()
    found = [
        each
        for each in rows
        if not words or _says(each, words, sought.words, with_addresses=with_addresses)
    ]
    pages = max(1, -(-len(found) // PAGE))
    shown = min(max(page, 1), pages)
    return PeoplePage(found[(shown - 1) * PAGE : shown * PAGE], len(found), shown, pages)


def promote_by_hand(
    event: DatingEvent, participant: Participant, at: datetime | None = None
) -> None:
    """Give a free seat to one who waits, whoever else waits; they are told."""
    if lock_event(event.id) is None:
        raise ParticipantUnknown()
    check_not_over(event)
    db.session.refresh(participant)
    if participant.status != ParticipantStatus.WAITING:
        raise NotWaiting()
    if not seats_left(event, participant.side):
        raise NoSeatFree()
    participant.status = ParticipantStatus.REGISTERED.value
    participant.promoted_at = at or now()
    db.session.flush()
    touch_if_planned(event.id)
    tell_promotion(participant)


def asked_again_at(event: DatingEvent) -> datetime | None:
    """When people were first asked whether they come; None while nobody was.

    A reminder whose time was past is noted as done too, though nothing was sent.
    """
    week, day = event.week_reminder_at, event.day_reminder_at
    if week is not None and days_before(event, week) >= WEEK_UNTIL:
        return week
    return day if day is not None and day < event.starts_at else None


def list_unreconfirmed(event: DatingEvent, at: datetime | None = None) -> list[Participant]:
    """Those with a seat who were asked again and have not answered.

    Nobody any more once the evening begins: they may be on their way, and nobody is promoted.
    """
    asked_at = asked_again_at(event)
    if asked_at is None or (at or now()) >= event.starts_at:
        return []
    rows = db.session.scalars(
        select(Participant)
        .where(
            Participant.event_id == event.id,
            Participant.status == ParticipantStatus.REGISTERED.value,
            Participant.reconfirmed_at.is_(None),
            Participant.checked_in_at.is_(None),
        )
        .order_by(Participant.side, Participant.number)
    )
    return [each for each in rows if (each.promoted_at or each.confirmed_at or asked_at) < asked_at]


def free_unreconfirmed(event: DatingEvent, at: datetime | None = None) -> tuple[int, int]:
    """Take back the seats of those; how many were freed, how many went to who waited."""
    if lock_event(event.id) is None:
        raise ParticipantUnknown()
    check_not_over(event)
    people = list_unreconfirmed(event, at)
    promoted = sum(len(cancel(each, at)) for each in people)
    return len(people), promoted


def _says(each: Participant, words: list[str], typed: str, *, with_addresses: bool) -> bool:
    if typed.strip().upper() == badge_number(each):
        return True
    told = [full_name(each), each.badge_name or "", each.organisation_name or ""]
    if with_addresses:
        told.append(each.email)
    folded = fold_name(" ".join(told))
    return all(word in folded for word in words)
