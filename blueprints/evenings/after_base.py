"""What the pages that follow the meetings share: who a link is for, and one's introductions."""

from __future__ import annotations

from flask import request

from blueprints.evenings.base import blueprint
from models.participants import Participant
from services.evening_contacts import EveningContact, list_contacts
from services.links import LinkForged
from services.participant_keys import open_participant
from services.throttles import check_rate


def open_mine(token: str) -> Participant:
    """Who this link is for; guesses are counted."""
    try:
        return open_participant(token)
    except LinkForged:
        check_rate("link", request.remote_addr or "")
        raise


def _contacts_of(participant: Participant) -> list[EveningContact]:
    return list_contacts(participant) if participant.event.closed_at else []


@blueprint.context_processor
def _shared() -> dict[str, object]:
    return {"contacts_of": _contacts_of}
