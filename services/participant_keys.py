"""The address of a participant's own pages: signed, kept until some time after the evening.

It opens many times, unlike the links of ``services.links``: one comes back to it to change a
wish, to read one's programme, to fill a card.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from models.base import db, now
from models.dating_events import DatingEvent
from models.participants import Participant
from services.keyring import signature
from services.links import LinkExpired, LinkForged

OPEN_AFTER = timedelta(days=90)  # how long after the evening one's pages still open


def new_key() -> str:
    """What the address of a new participant carries."""
    return secrets.token_urlsafe(16)


def token_of(participant: Participant) -> str:
    """The token of this participant's pages."""
    return sign_key(participant.key)


def sign_key(key: str) -> str:
    """The token for a key, as messages that wait in the outbox get it on the way out."""
    return f"{key}.{signature('participants', key)}"


def open_participant(token: str, at: datetime | None = None) -> Participant:
    """Who this token is for, with the evening. Refuses what we did not sign and what is over."""
    key, _, _ = token.partition(".")
    made, given = sign_key(key), token
    if not hmac.compare_digest(*(each.encode(errors="replace") for each in (made, given))):
        raise LinkForged()
    participant = db.session.scalar(
        select(Participant)
        .where(Participant.key == key)
        .options(joinedload(Participant.event).joinedload(DatingEvent.commune))
    )
    if participant is None:
        raise LinkForged()
    over = (at or now()) > participant.event.starts_at + OPEN_AFTER
    if over or participant.anonymised_at is not None:
        raise LinkExpired()
    return participant
