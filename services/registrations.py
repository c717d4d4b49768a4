"""Registrations for an evening: made, confirmed, changed, cancelled; one at a time by evening."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from models.accounts import Account
from models.base import db, now
from models.dating_events import DatingEvent
from models.participants import Couple, Participant
from models.vocabulary import EventStatus, ParticipantStatus, RegistrationSource
from services.couples import find_partner
from services.email_keys import email_key
from services.evening_gaps import touch_if_planned
from services.evening_programme import ends_at
from services.event_access import EventUnknown, lock_event, new_code
from services.paris_days import moment_in_paris
from services.participant_keys import new_key
from services.participants import ParticipantUnknown
from services.refusals import Refusal
from services.registration_answers import SAID, Registration, check_registration
from services.registration_messages import tell_cancellation, tell_left_alone, tell_state
from services.registration_window import (
    RegistrationClosed,
    check_may_register,
    check_takes_place,
)
from services.waiting_list import promote, take_seat

__all__ = [
    "AlreadyRegistered",
    "CameAlready",
    "Registration",
    "RegistrationWithdrawn",
    "cancel",
    "change",
    "confirm",
    "find_registration",
    "list_registrations_of",
    "register",
    "remind",
]

_ONCE = frozenset({"doctor_id", "offer_id", "consent_wording"})  # said when registering only


class AlreadyRegistered(Refusal):
    """This address is on the list already; ``participant_id`` is who it is, as ``status``."""


class RegistrationWithdrawn(Refusal):
    """This registration was cancelled: it does nothing any more."""


class CameAlready(Refusal):
    """They came, or the evening is behind: there is nothing left to cancel."""


def register(
    event: DatingEvent,
    side: str,
    said: Registration,
    *,
    source: str,
    account: Account | None = None,
    is_confirmed: bool = False,
    at: datetime | None = None,
) -> Participant:
    """Put someone on the list: a seat, or the waiting list where none is free.

    Whose address is not confirmed holds no seat until they press the button of the page that
    the e-mail leads to. An address that waits for that may say everything again.
    """
    instant = at or now()
    locked = lock_event(event.id)
    if locked is None:
        raise EventUnknown()
    check_may_register(locked, source, instant)
    said = check_registration(locked, side, said)
    known = find_registration(locked.id, said.email)
    if known and known.status != ParticipantStatus.PENDING:
        raise AlreadyRegistered(
            participant_id=known.id, status=known.status, side=known.side, email=said.email
        )
    if known and known.side != side:
        _withdraw(known, instant)
        known = None
    participant = known or _new_participant(locked, side, said.email)
    _keep(participant, said, source=source, account=account)
    _enter(locked, participant, instant, is_confirmed=is_confirmed)
    return participant


def remind(participant_id: int) -> None:
    """Someone registers twice: the link to their page goes to their address once more."""
    participant = db.session.get(Participant, participant_id)
    if participant is not None:
        tell_state(participant, again=True)


def confirm(participant: Participant, at: datetime | None = None) -> None:
    """They answered at their address: a seat or the waiting list. Twice is as once."""
    instant = at or now()
    event = _lock(participant)
    check_takes_place(event)
    if participant.status == ParticipantStatus.PENDING:
        if instant >= event.starts_at:  # nobody comes any more by a link: the desk writes in
            raise RegistrationClosed(closed=moment_in_paris(event.closes_at))
        _enter(event, participant, instant, is_confirmed=True)


def change(participant: Participant, said: Registration) -> None:
    """Correct what was said. The address stays: it is what tells one person from another.

    So do the profile or the offer that they brought, which no form of corrections asks.
    """
    event = _lock(participant)
    check_takes_place(event)
    said = check_registration(event, participant.side, said)
    for name in SAID:
        if name not in _ONCE:
            setattr(participant, name, getattr(said, name))
    participant.answers = dict(said.answers)
    db.session.flush()


def cancel(
    participant: Participant, at: datetime | None = None, *, is_told: bool = True
) -> list[Participant]:
    """Give up a registration; whoever waited first gets the seat. Gives those promoted.

    Who was to come with them keeps their own place, and is told that they come alone.
    Nothing happens to who has left already, nor once the evening is closed: counts hold. Who
    came cannot not have come: the meetings that they held would be counted as missed.
    """
    instant = at or now()
    event = _lock(participant, even_withdrawn=True)
    if participant.status == ParticipantStatus.CANCELLED or event.status == EventStatus.CLOSED:
        return []
    has_come = participant.checked_in_at is not None and instant >= event.starts_at
    if event.status == EventStatus.PUBLISHED and (has_come or instant >= ends_at(event)):
        raise CameAlready()
    before = participant.status
    partner = find_partner(participant)
    _withdraw(participant, instant)
    if before == ParticipantStatus.REGISTERED:
        touch_if_planned(event.id)
    if partner is not None:
        tell_left_alone(partner, by=participant)
    if is_told and before != ParticipantStatus.PENDING:
        tell_cancellation(participant, had_seat=before == ParticipantStatus.REGISTERED)
    return promote(event, instant)


def find_registration(event_id: int, email: str) -> Participant | None:
    """Who is on the list of this evening under that address, however it is spelt."""
    return db.session.scalar(
        select(Participant).where(
            Participant.event_id == event_id,
            Participant.email_key == email_key(email),
            Participant.status != ParticipantStatus.CANCELLED.value,
        )
    )


def list_registrations_of(account_id: int) -> list[Participant]:
    """The evenings for which an account is on the list, the next first."""
    return list(
        db.session.scalars(
            select(Participant)
            .join(Participant.event)
            .where(
                Participant.account_id == account_id,
                Participant.status != ParticipantStatus.CANCELLED.value,
                Participant.anonymised_at.is_(None),
            )
            .order_by(DatingEvent.starts_at.desc())
        )
    )


def _enter(
    event: DatingEvent, participant: Participant, at: datetime, *, is_confirmed: bool
) -> None:
    """Give a seat or a place on the waiting list, or wait for the confirmation; and tell it."""
    if is_confirmed:
        participant.confirmed_at = at
        take_seat(event, participant, at)
    tell_state(participant)


def _new_participant(event: DatingEvent, side: str, email: str) -> Participant:
    participant = Participant(
        event=event,
        side=side,
        number=_next_number(event.id, side),
        status=ParticipantStatus.PENDING.value,
        source=RegistrationSource.LINK.value,
        key=new_key(),
        badge_code=new_code(10),
        email=email,
        email_key=email_key(email),
    )
    db.session.add(participant)
    return participant


def _next_number(event_id: int, side: str) -> int:
    """One more than the largest ever given, whatever became of who had it."""
    largest = db.session.scalar(
        select(func.max(Participant.number)).where(
            Participant.event_id == event_id, Participant.side == side
        )
    )
    return (largest or 0) + 1


def _keep(
    participant: Participant, said: Registration, *, source: str, account: Account | None
) -> None:
    for name in SAID:
        setattr(participant, name, getattr(said, name))
    participant.source = source
    participant.email = said.email
    participant.answers = dict(said.answers)
    participant.account_id = account.id if account else None
    db.session.flush()


def _lock(participant: Participant, *, even_withdrawn: bool = False) -> DatingEvent:
    """The evening, alone with it, and the participant as they are by then."""
    event = lock_event(participant.event_id)
    fresh = db.session.get(Participant, participant.id, populate_existing=True)
    if event is None or fresh is None:
        raise ParticipantUnknown()
    if fresh.status == ParticipantStatus.CANCELLED and not even_withdrawn:
        raise RegistrationWithdrawn()
    return event


def _withdraw(participant: Participant, at: datetime) -> None:
    participant.status = ParticipantStatus.CANCELLED.value
    participant.cancelled_at = at
    couples = select(Couple).where(
        (Couple.first_id == participant.id) | (Couple.second_id == participant.id)
    )
    for couple in db.session.scalars(couples):
        db.session.delete(couple)
    db.session.flush()
