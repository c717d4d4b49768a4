"""The closing of an evening: the yeses that answer one another become introductions, told once.

« Peut-être » is no yes: whoever says it wants to think first, and an introduction gives away a
name and a telephone. What was not returned is told to nobody: it makes no row and no message.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from models.base import db
from models.cards import Card, EveningIntroduction
from models.dating_events import DatingEvent
from models.participants import Participant
from models.vocabulary import (
    CardAnswer,
    EventSide,
    EventStatus,
    OfferStatus,
    ParticipantStatus,
)
from services.cards import opens_at
from services.cards_due import count_given, list_progress
from services.evening_contacts import tell_introductions
from services.evening_orders import note_passed
from services.evening_plans import has_begun
from services.event_access import EventUnknown, lock_event
from services.introductions import open_introduction
from services.refusals import Refusal


class NotHeldYet(Refusal):
    """The first meeting has not begun: there is nothing to close; it does at ``opens_at``."""


class NothingToClose(Refusal):
    """A draft, or an evening that was called off."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What closing would do, without a word on who answered what."""

    cards: int
    missing: int
    people_missing: int


def preview(event: DatingEvent) -> Preview:
    """How many cards there are, and how many are still awaited from how many people."""
    progress = list_progress(event)
    late = [one for one in progress if one.missing]
    return Preview(count_given(event.id), sum(one.missing for one in late), len(late))


def close(event: DatingEvent, at: datetime) -> int:
    """Close, open the introductions and write to both sides; how many introductions.

    All in the caller's transaction: cut short, nothing was done; pressed again, nothing more is.
    """
    locked = lock_event(event.id)
    if locked is None:
        raise EventUnknown()
    if locked.status == EventStatus.CLOSED:
        return count_introductions(locked.id)
    check_may_close(locked, at)
    note_passed(locked, at)
    pairs = _mutual_yes(locked.id)
    known = _known(locked.id)
    for candidate, host in pairs:
        if (candidate.id, host.id) not in known:
            db.session.add(_introduce(locked, candidate, host, at))
    locked.status, locked.closed_at = EventStatus.CLOSED.value, at
    locked.cards_given = count_given(locked.id)
    db.session.flush()
    tell_introductions(locked)
    return len(pairs)


def check_may_close(event: DatingEvent, at: datetime) -> None:
    """Only an evening that has taken place, at least in part."""
    if event.status != EventStatus.PUBLISHED:
        raise NothingToClose()
    if not has_begun(event, at):
        raise NotHeldYet(opens_at=opens_at(event))


def count_introductions(event_id: int) -> int:
    """How many there are."""
    query = select(func.count()).select_from(EveningIntroduction)
    return db.session.scalar(query.where(EveningIntroduction.event_id == event_id)) or 0


def _mutual_yes(event_id: int) -> list[tuple[Participant, Participant]]:
    """Candidate and host of this evening, each having said yes of the other in it."""
    theirs, ours = aliased(Card), aliased(Card)
    candidate, host = aliased(Participant), aliased(Participant)
    query = (
        select(candidate, host)
        .join(theirs, theirs.author_id == candidate.id)
        .join(host, host.id == theirs.about_id)
        .join(ours, (ours.author_id == host.id) & (ours.about_id == candidate.id))
        .where(
            *(card.event_id == event_id for card in (theirs, ours)),
            *(card.answer == CardAnswer.YES for card in (theirs, ours)),
            candidate.side == EventSide.CANDIDATE,
            host.side == EventSide.HOST,
        )
        .order_by(candidate.number, host.number)
    )
    for person in (candidate, host):
        query = query.where(
            person.event_id == event_id,
            person.status == ParticipantStatus.REGISTERED,
            person.anonymised_at.is_(None),
        )
    return [(one, other) for one, other in db.session.execute(query)]


def _known(event_id: int) -> set[tuple[int, int]]:
    rows = db.session.execute(
        select(EveningIntroduction.candidate_id, EveningIntroduction.host_id).where(
            EveningIntroduction.event_id == event_id
        )
    )
    return {(candidate_id, host_id) for candidate_id, host_id in rows}


def _introduce(
    event: DatingEvent, candidate: Participant, host: Participant, at: datetime
) -> EveningIntroduction:
    row = EveningIntroduction(
        event_id=event.id, candidate_id=candidate.id, host_id=host.id, opened_at=at
    )
    offer = host.offer
    if candidate.doctor_id and offer is not None and offer.status == OfferStatus.PUBLISHED:
        row.introduction_id = open_introduction(candidate.doctor_id, offer.id).id
    return row
