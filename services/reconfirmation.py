"""« Je viens »: the one button of the reminders."""

from __future__ import annotations

from datetime import datetime

from models.base import db
from models.participants import Participant
from models.vocabulary import EventStatus, ParticipantStatus
from services.event_access import lock_event
from services.refusals import Refusal

ASKED_DAYS = 8  # the button appears with the first reminder


class NotExpectedAnyMore(Refusal):
    """Nobody is expected: no seat any more, or the evening is over or called off."""


def may_reconfirm(participant: Participant, at: datetime) -> bool:
    """Is a yes awaited from this person now?"""
    event = participant.event
    return (
        participant.status == ParticipantStatus.REGISTERED
        and event.status == EventStatus.PUBLISHED
        and at < event.starts_at
        and (event.starts_at - at).days < ASKED_DAYS
    )


def reconfirm(participant: Participant, at: datetime) -> None:
    """They come. Pressed again, the first time counts."""
    event = lock_event(participant.event_id)
    db.session.refresh(participant, ["status", "reconfirmed_at"])
    is_held = event is not None and event.status == EventStatus.PUBLISHED and at < event.starts_at
    if not is_held or participant.status != ParticipantStatus.REGISTERED:
        raise NotExpectedAnyMore()
    participant.reconfirmed_at = participant.reconfirmed_at or at
    db.session.flush()
