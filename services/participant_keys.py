"""The addresses of a participant: signed, kept until some time after the evening.

They open many times, unlike the links of ``services.links``: one comes back to change a wish, to
read one's programme, to fill a card. One is for the person alone and goes by e-mail; the other is
printed on paper that somebody else may pick up, and opens the programme only. The same key is
signed for each purpose: neither opens the pages of the other.
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
_OWN_PAGES, _PROGRAMME = "participants", "programmes"


def new_key() -> str:
    """What the address of a new participant carries."""
    return secrets.token_urlsafe(16)


def token_of(participant: Participant) -> str:
    """The token of this participant's pages."""
    return sign_key(participant.key)


def programme_token_of(participant: Participant) -> str:
    """The token that paper carries: of the programme, and of nothing that is theirs alone."""
    return _sign(participant.key, _PROGRAMME)


def sign_key(key: str) -> str:
    """The token for a key, as messages that wait in the outbox get it on the way out."""
    return _sign(key, _OWN_PAGES)


def open_participant(token: str, at: datetime | None = None) -> Participant:
    """Who this token is for, with the evening. Refuses what we did not sign and what is over."""
    return _open(token, _OWN_PAGES, at)


def open_programme(token: str, at: datetime | None = None) -> Participant:
    """Whose programme this token of a paper opens; refuses the same, and tokens of own pages."""
    return _open(token, _PROGRAMME, at)


def _sign(key: str, purpose: str) -> str:
    return f"{key}.{signature(purpose, key)}"


def _open(token: str, purpose: str, at: datetime | None) -> Participant:
    key, _, _ = token.partition(".")
    made, given = _sign(key, purpose), token
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
