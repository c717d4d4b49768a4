"""What became of an evening at 6, 12 and 24 months: a visit, an installation.

Both sides of each introduction are asked by e-mail. An organiser may note what they learnt of any
two people, introduced or not; it is kept and counted apart from what the two say, so that no
figure moves, or fails to move, by whether they were introduced. A yes stays: the other side's
« no » does not undo it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Integer, func, or_, select

from models.base import db
from models.cards import EveningIntroduction, Outcome
from models.dating_events import DatingEvent
from models.participants import Participant
from models.vocabulary import EventSide, ParticipantStatus
from services.cards import SameSide
from services.cards_typing import open_author
from services.evening_contacts import EveningContact, list_contacts
from services.evening_dates import add_months, day_of
from services.event_access import lock_event
from services.links import LinkExpired, make_link, peek_link, use_link
from services.outbox import enqueue
from services.paris_days import PARIS
from services.participants import badge_number
from services.refusals import Refusal

MONTHS = (6, 12, 24)
ASKED_WITHIN = timedelta(days=45)  # later than that, the next question comes soon enough
LINK_HOURS = 60 * 24
PURPOSE = "outcome"


class MonthsUnknown(Refusal):
    """Outcomes are known at 6, 12 and 24 months."""


class NothingSaid(Refusal):
    """No question was answered."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said of one introduction; None is « je ne sais pas »."""

    visited: bool | None = None
    settled: bool | None = None


@dataclass(frozen=True, slots=True)
class Questions:
    """What one person is asked: of which introductions, how long after which evening."""

    participant: Participant
    months: int
    contacts: tuple[EveningContact, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """At so many months: of how many introductions the two answered, said a visit, said an
    installation; and for how many pairs an organiser noted one. The two do not add up: the same
    visit may be in both.
    """

    months: int
    answered: int = 0
    visited: int = 0
    settled: int = 0
    noted_visits: int = 0
    noted_installations: int = 0


@dataclass(frozen=True, slots=True)
class _Pair:
    """A candidate and a host of one evening."""

    event_id: int
    candidate_id: int
    host_id: int


def months_due(event: DatingEvent, at: datetime) -> int | None:
    """Which of the three questions is due now, if one is."""
    today = at.astimezone(PARIS).date()
    due = (
        months
        for months in MONTHS
        if add_months(day_of(event), months)
        <= today
        < add_months(day_of(event), months) + ASKED_WITHIN
    )
    return next(due, None)


def ask_outcomes(event: DatingEvent, months: int, at: datetime) -> int:
    """Write to both sides of every introduction, once; how many messages."""
    rows = _introductions(event.id)
    asked = [_outcome(_pair_of(row), months) for row in rows]
    if all(outcome.asked_at for outcome in asked):
        return 0
    for outcome in asked:
        outcome.asked_at = outcome.asked_at or at
    ids = {each for row in rows for each in (row.candidate_id, row.host_id)}
    people = db.session.scalars(
        select(Participant)
        .where(Participant.id.in_(ids), Participant.anonymised_at.is_(None))
        .where(Participant.status == ParticipantStatus.REGISTERED)
        .order_by(Participant.id)
    ).all()
    for person in people:
        _write(event, person, months)
    return len(people)


def open_questions(token: str) -> Questions:
    """The page behind the link of the message; it is used up by answering only."""
    payload = peek_link(token, PURPOSE).payload
    participant = db.session.get(Participant, payload["participant_id"])
    if participant is None or participant.anonymised_at is not None:
        raise LinkExpired()
    return Questions(participant, payload["months"], tuple(list_contacts(participant)))


def answer_questions(token: str, answers: Mapping[int, Answer], at: datetime) -> None:
    """Keep what one person says of their own introductions, by the number of each."""
    asked = open_questions(token)
    said = {
        contact.evening_introduction_id: answers[contact.evening_introduction_id]
        for contact in asked.contacts
        if answers.get(contact.evening_introduction_id, Answer()) != Answer()
    }
    if not said:
        raise NothingSaid()
    lock_event(asked.participant.event_id)
    use_link(token, PURPOSE)
    for row in _introductions(asked.participant.event_id):
        if row.id in said:
            _keep(_outcome(_pair_of(row), asked.months), said[row.id], asked.participant.side, at)


def say_as_organiser(
    event: DatingEvent, numbers: tuple[str, str], months: int, answer: Answer, at: datetime
) -> None:
    """Keep what an organiser learnt of a candidate and a host, whether they were introduced or not.

    Nothing here reads introductions: the page must not become a way to ask who said yes to whom.
    """
    if months not in MONTHS:
        raise MonthsUnknown()
    if answer == Answer():
        raise NothingSaid()
    # Who was never introduced is erased first: a refusal of their number would tell them apart.
    people = [open_author(event, each, with_erased=True) for each in numbers]
    ids = {person.side: person.id for person in people}
    if len(ids) < 2:
        raise SameSide(number=badge_number(people[1]))
    pair = _Pair(event.id, ids[EventSide.CANDIDATE.value], ids[EventSide.HOST.value])
    _keep(_outcome(pair, months, is_noted=True), answer, "organiser", at)


def count_outcomes(event_id: int) -> list[Counted]:
    """What is known at each of the three moments. One query."""
    is_said = or_(Outcome.visited.is_not(None), Outcome.settled.is_not(None))
    rows = db.session.execute(
        select(
            Outcome.months,
            Outcome.is_noted,
            func.sum(is_said.cast(Integer)),
            func.sum(Outcome.visited.is_(True).cast(Integer)),
            func.sum(Outcome.settled.is_(True).cast(Integer)),
        )
        .where(Outcome.event_id == event_id)
        .group_by(Outcome.months, Outcome.is_noted)
    )
    known = {(months, is_noted): counts for months, is_noted, *counts in rows}
    nothing = [0, 0, 0]
    return [
        Counted(
            months, *known.get((months, False), nothing), *known.get((months, True), nothing)[1:]
        )
        for months in MONTHS
    ]


def _keep(outcome: Outcome, answer: Answer, said_by: str, at: datetime) -> None:
    visited, settled = answer.visited, answer.settled
    if settled:
        visited = True if visited is None else visited
    outcome.visited = outcome.visited or (outcome.visited if visited is None else visited)
    outcome.settled = outcome.settled or (outcome.settled if settled is None else settled)
    outcome.said_by, outcome.said_on = said_by, at.astimezone(PARIS).date()
    db.session.flush()


def _outcome(pair: _Pair, months: int, *, is_noted: bool = False) -> Outcome:
    found = db.session.scalar(
        select(Outcome).where(
            Outcome.candidate_id == pair.candidate_id,
            Outcome.host_id == pair.host_id,
            Outcome.months == months,
            Outcome.is_noted.is_(is_noted),
        )
    )
    if found is None:
        found = Outcome(
            event_id=pair.event_id,
            candidate_id=pair.candidate_id,
            host_id=pair.host_id,
            months=months,
            is_noted=is_noted,
        )
        db.session.add(found)
        db.session.flush()
    return found


def _pair_of(row: EveningIntroduction) -> _Pair:
    return _Pair(row.event_id, row.candidate_id, row.host_id)


def _introductions(event_id: int) -> list[EveningIntroduction]:
    query = select(EveningIntroduction).where(EveningIntroduction.event_id == event_id)
    return list(db.session.scalars(query.order_by(EveningIntroduction.id)))


def _write(event: DatingEvent, person: Participant, months: int) -> None:
    token = make_link(
        PURPOSE,
        payload={"participant_id": person.id, "months": months},
        hours=LINK_HOURS,
    )
    enqueue(
        "outcome_ask",
        to_address=person.email,
        account_id=person.account_id,
        context={
            "token": token,
            "participant_key": person.key,  # so that it goes when the person does
            "event_title": event.title,
            "months": months,
            "is_host": person.side == EventSide.HOST,
        },
        key=f"outcome-ask:{event.id}:{person.id}:{months}",
        is_demo=event.is_demo,
    )
