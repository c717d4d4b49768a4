"""Giving up one's seat, and that of whoever one comes with if one says so."""

from __future__ import annotations

from datetime import datetime

from models.participants import Participant
from services.couples import find_partner, lock_for_change, undo
from services.registrations import cancel


def leave(
    participant: Participant, at: datetime | None = None, *, with_partner: bool = False
) -> None:
    """``with_partner``: both who agreed to come together; nobody else can be meant by it."""
    lock_for_change(participant)
    partner = find_partner(participant) if with_partner else None
    if partner is not None:
        undo(participant)  # neither is told that the other leaves them alone
    for each in (partner, participant):
        if each is not None:
            cancel(each, at)
