"""Giving up one's seat, and that of whoever one comes with if one says so."""

from __future__ import annotations

from datetime import datetime

from models.participants import Participant
from services.couples import lock_for_change, state_of
from services.registrations import cancel


def leave(
    participant: Participant, at: datetime | None = None, *, with_partner: bool = False
) -> None:
    """``with_partner``: both who agreed to come together; nobody else can be meant by it."""
    lock_for_change(participant)
    partner = state_of(participant).partner if with_partner else None
    for each in (partner, participant):
        if each is not None:
            cancel(each, at)
