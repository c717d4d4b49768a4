"""What a participant takes away: the entry for their calendar, and their programme to print."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from blueprints.evenings.base import blueprint
from blueprints.web.guards import open_to_all
from blueprints.web.made_files import send_made
from models.participants import Participant
from models.vocabulary import EventStatus, ParticipantStatus
from services.evening_calendar import FILE_NAME, entry_for, sign_entry
from services.evening_paper import print_own_schedule
from services.evening_views import programme_of
from services.participant_keys import open_participant
from services.refusals import NotFound


@blueprint.get("/inscription/<token>/agenda.ics")
@open_to_all
def calendar(token: str) -> ResponseReturnValue:
    """The entry, or its withdrawal for who no longer comes."""
    participant = open_participant(token)
    lines = programme_of(participant)
    entry = sign_entry(entry_for(participant, method=_method(participant), programme=lines))
    return send_made(entry, "text/calendar; charset=utf-8", FILE_NAME)


@blueprint.get("/inscription/<token>/programme.pdf")
@open_to_all
def schedule_pdf(token: str) -> ResponseReturnValue:
    """Their own page of the evening, with its boxes to tick."""
    participant = open_participant(token)
    if participant.status != ParticipantStatus.REGISTERED:
        raise NotFound()
    made = print_own_schedule(participant)
    return send_made(made.content, "application/pdf", made.name)


def _method(participant: Participant) -> str:
    is_off = participant.event.status == EventStatus.CANCELLED
    if is_off or participant.status == ParticipantStatus.CANCELLED:
        return "CANCEL"
    if participant.status != ParticipantStatus.REGISTERED:
        raise NotFound()  # nothing is in their calendar yet
    return "PUBLISH"
