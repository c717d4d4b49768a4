"""The end of a registration: the row stays, so that numbers and counts hold; the person goes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Text, cast, delete, or_, select, update

from models.base import db
from models.cards import Card
from models.links import SignedLink
from models.outbox import OutboxMessage
from models.participants import Couple, Participant, Wish
from models.vocabulary import ParticipantStatus
from services.email_keys import email_key
from services.event_access import new_code
from services.participant_keys import new_key
from services.participants import full_name
from services.registration_answers import SAID

NOBODY = "inscription-effacee-{id}@ancrage.invalid"
# What a registration says of a person, or of what they wanted; counts need none of it.
_PERSONAL = ("account_id", *SAID, "told_version")


def forget_participants(participants: Iterable[Participant], at: datetime) -> int:
    """Take the person out of these registrations; how many were still somebody's.

    Before the evening the seat becomes free. What others wrote about them stays theirs, but
    their own cards go, so that no introduction can come of them any more.
    """
    gone = [one for one in participants if one.anonymised_at is None]
    for participant in gone:
        _forget_messages(participant)
        _forget_words(participant)
        _empty(participant, at)
    db.session.flush()
    return len(gone)


def forget_mentions(named: Iterable[str]) -> None:
    """Messages to others that hold one of these words, as « Camille et vous avez répondu oui »."""
    # A JSON text is written with its letters on PostgreSQL, with their codes on SQLite.
    spelt = {json.dumps(name, ensure_ascii=plain) for name in named for plain in (True, False)}
    said = cast(OutboxMessage.context, Text)
    for words in spelt:
        found = said.contains(words, autoescape=True)
        db.session.execute(delete(OutboxMessage).where(found))


def _forget_messages(participant: Participant) -> None:
    forget_mentions([participant.key])
    names = (participant.email, full_name(participant))
    forget_mentions([name for name in names if name])
    # What was written to another address of theirs, and the links that name one.
    named = OutboxMessage.context["participant_id"].as_integer() == participant.id
    db.session.execute(delete(OutboxMessage).where(named))
    links = SignedLink.payload["participant_id"].as_integer() == participant.id
    named = SignedLink.payload["email"].as_string().is_not(None)
    db.session.execute(delete(SignedLink).where(links, named))


def _forget_words(participant: Participant) -> None:
    mine = participant.id
    db.session.execute(delete(Wish).where(or_(Wish.author_id == mine, Wish.about_id == mine)))
    db.session.execute(delete(Card).where(Card.author_id == mine))
    couples = or_(Couple.first_id == mine, Couple.second_id == mine)
    db.session.execute(delete(Couple).where(couples))
    db.session.execute(update(Couple).where(Couple.asked_id == mine).values(asked_id=None))


def _empty(participant: Participant, at: datetime) -> None:
    for name in _PERSONAL:
        setattr(participant, name, None)
    participant.answers = {}
    participant.email = participant.email_key = NOBODY.format(id=participant.id)
    participant.key, participant.badge_code = new_key(), new_code(10)
    participant.anonymised_at = at
    if participant.event.starts_at > at and participant.status != ParticipantStatus.CANCELLED:
        participant.status = ParticipantStatus.CANCELLED
        participant.cancelled_at = at


def list_registrations(account_id: int, email: str) -> list[Participant]:
    """All registrations of an account, and those at its address, however spelt, without one."""
    mine = Participant.account_id == account_id
    if email:
        at_address = Participant.email_key == email_key(email)
        mine = or_(mine, Participant.account_id.is_(None) & at_address)
    return list(db.session.scalars(select(Participant).where(mine)))
