"""Those on the waiting list who came all the same: a place of someone absent may become theirs."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from models.base import db
from models.dating_events import DatingEvent
from models.participants import Participant
from models.vocabulary import ParticipantStatus
from services.evening_clock import touch
from services.refusals import Refusal
from services.waiting_list import capacity


class NotOnStandby(Refusal):
    """They have a place already, or are not here to take one."""


class NoPlaceFree(Refusal):
    """Everyone with a place is here or still expected."""


def list_standby(event: DatingEvent) -> list[Participant]:
    """Who waits and is here, the first on the waiting list first."""
    return list(
        db.session.scalars(
            select(Participant)
            .where(
                Participant.event_id == event.id,
                Participant.status == ParticipantStatus.WAITING,
                Participant.checked_in_at.is_not(None),
                Participant.left_at.is_(None),
            )
            .order_by(Participant.waiting_since, Participant.id)
        )
    )


def places_free(event: DatingEvent, side: str) -> int:
    """Places of this side that nobody comes for: never taken, or of someone absent or gone."""
    coming = db.session.scalar(
        select(func.count())
        .select_from(Participant)
        .where(
            Participant.event_id == event.id,
            Participant.side == side,
            Participant.status == ParticipantStatus.REGISTERED,
            Participant.absent_at.is_(None),
            Participant.left_at.is_(None),
        )
    )
    return max(0, capacity(event, side) - (coming or 0))


def call_in(event: DatingEvent, participant: Participant, at: datetime) -> None:
    """Give them a place. Their meetings come with the next re-plan. The caller holds the lock."""
    waits = participant.status == ParticipantStatus.WAITING
    if not waits or participant.checked_in_at is None or participant.left_at is not None:
        raise NotOnStandby()
    if places_free(event, participant.side) == 0:
        raise NoPlaceFree()
    participant.status = ParticipantStatus.REGISTERED.value
    participant.promoted_at = at
    db.session.flush()
    touch(event.id)
