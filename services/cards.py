"""Cards: after a meeting, what someone says of it for themselves alone, with a note.

Their author reads them, and the closing of the evening finds the yeses that answer one another.
Nobody else is ever given an answer, the organiser who typed it from paper included.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from models.base import db, now
from models.cards import Card
from models.dating_events import DatingEvent
from models.evening_plans import EventClock
from models.participants import Participant
from models.vocabulary import CardAnswer, EventSide, EventStatus, ParticipantStatus
from services.badge_numbers import read_badge_number
from services.cards_due import Due, list_due
from services.evening_plans import has_begun
from services.evening_programme import starts_of
from services.event_access import EventUnknown, lock_event
from services.participants import badge_number
from services.refusals import Refusal

LONGEST_NOTE = 1_000


class CardsNotOpen(Refusal):
    """The first meeting has not begun; it does at ``opens_at``."""


class CardsClosed(Refusal):
    """The evening is closed, or will not take place: introductions are made."""


class AnswerUnknown(Refusal):
    """Neither yes, nor maybe, nor no."""


class NoteTooLong(Refusal):
    """A note longer than ``limit``."""


class NumberUnknown(Refusal):
    """Nobody of this evening wears ``number``."""


class SameSide(Refusal):
    """``number`` sat on the same side of the tables."""


class GivenByItsAuthor(Refusal):
    """The person answered about ``number`` on their phone: paper does not overrule it."""


@dataclass(frozen=True, slots=True)
class CardLine:
    """Someone met, and what one said; ``due`` is None for a meeting by chance."""

    other: Participant
    due: Due | None
    answer: CardAnswer | None
    note: str


def opens_at(event: DatingEvent) -> datetime:
    """When the first meeting starts by the programme."""
    return starts_of(event, 0)


def check_open(event: DatingEvent, at: datetime) -> None:
    """From the first meeting until the organiser closes."""
    if event.status != EventStatus.PUBLISHED:
        raise CardsClosed()
    if at >= opens_at(event):
        return
    clock = db.session.get(EventClock, event.id)
    if clock is None or clock.started_at is None:
        raise CardsNotOpen(opens_at=opens_at(event))


def give(
    author: Participant,
    about_id: int,
    answer: str,
    note: str | None = None,
    *,
    typed_by: int | None = None,
    at: datetime | None = None,
) -> None:
    """Say, or say anew, what one thinks of someone met; ``note`` None leaves the note as it is.

    ``typed_by``: the organiser who copies a paper card; it never replaces what the person said.
    """
    if answer not in CardAnswer._value2member_map_:
        raise AnswerUnknown()
    if note is not None and len(note) > LONGEST_NOTE:
        raise NoteTooLong(limit=LONGEST_NOTE)
    event = lock_event(author.event_id)  # who closes waits, or has closed
    if event is None:
        raise EventUnknown()
    check_open(event, at or now())
    about = _check_about(author, db.session.get(Participant, about_id), "")
    card = _find(author.id, about.id)
    if card is None:
        card = Card(event_id=event.id, author_id=author.id, about_id=about.id)
        db.session.add(card)
    elif typed_by is not None and card.typed_by is None:
        raise GivenByItsAuthor(number=badge_number(about))
    card.answer, card.typed_by = answer, typed_by
    if note is not None:
        card.note = note.strip() or None
    db.session.flush()


def open_met(author: Participant, number: str) -> Participant:
    """Who wears this number on the other side of the same evening: « H7 », or « 7 » alone."""
    side, digits = read_badge_number(number)
    if digits is None:
        raise NumberUnknown(number=number.strip()[:12])
    found = db.session.scalar(
        select(Participant).where(
            Participant.event_id == author.event_id,
            Participant.side == (side or other_side(author.side)),
            Participant.number == digits,
        )
    )
    return _check_about(author, found, number.strip()[:12])


def list_cards(author: Participant, at: datetime | None = None) -> list[CardLine]:
    """Everyone this person meets, in the order of the evening; then whom they added.

    A plan that was not announced yet is its organisers' until the evening begins.
    """
    own = {
        card.about_id: card
        for card in db.session.scalars(select(Card).where(Card.author_id == author.id))
    }
    is_told = author.event.announced_at is not None or has_begun(author.event, at or now())
    due = list_due(author.event).get(author.id, []) if is_told else []
    lines = [_line(one.other, one, own.get(one.other.id)) for one in due]
    beside = set(own) - {one.other.id for one in due}
    if beside:
        lines += [_line(other, None, own[other.id]) for other in _people(beside)]
    return lines


def other_side(side: str) -> str:
    """The other side of the table."""
    return EventSide.HOST.value if side == EventSide.CANDIDATE.value else EventSide.CANDIDATE.value


def _line(other: Participant, due: Due | None, card: Card | None) -> CardLine:
    answer = CardAnswer(card.answer) if card else None
    return CardLine(other, due, answer, (card.note or "") if card else "")


def _people(ids: set[int]) -> list[Participant]:
    query = select(Participant).where(Participant.id.in_(ids)).order_by(Participant.number)
    return list(db.session.scalars(query.options(joinedload(Participant.offer))))


def _check_about(author: Participant, about: Participant | None, number: str) -> Participant:
    """The other side of the same evening: a number of another evening is nobody here."""
    if (
        about is None
        or about.event_id != author.event_id
        or about.status != ParticipantStatus.REGISTERED
        or about.anonymised_at is not None
    ):
        raise NumberUnknown(number=number)
    if about.side == author.side:
        raise SameSide(number=badge_number(about))
    return about


def _find(author_id: int, about_id: int) -> Card | None:
    return db.session.scalar(
        select(Card)
        .where(Card.author_id == author_id, Card.about_id == about_id)
        .execution_options(populate_existing=True)
    )
