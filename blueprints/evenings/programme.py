"""My programme: when, at which table, whom, and what to do in between."""

from __future__ import annotations

from datetime import timedelta

from flask import render_template
from flask.typing import ResponseReturnValue

from blueprints.evenings.base import blueprint
from blueprints.evenings.personal import has_page, open_listed
from blueprints.web.guards import open_to_all
from models.base import now
from models.participants import Participant
from models.vocabulary import CoupleMode, EventSide, EventStatus, MeetingState, ParticipantStatus
from services.couples import state_of
from services.evening_plans import has_begun
from services.evening_views import ProgrammeLine, programme_of
from services.event_faces import Face, list_faces
from services.participants import badge_number
from services.wishes import other_side

# People open their page on the way there: it must follow the clock's start by itself.
_GATHERING = timedelta(hours=3)


@blueprint.get("/inscription/<token>/programme")
@open_to_all
def programme(token: str) -> ResponseReturnValue:
    """The meetings of this person in order, or when they will be known."""
    participant = open_listed(token)
    event, instant = participant.event, now()
    seated = participant.status == ParticipantStatus.REGISTERED
    lines = programme_of(participant) if seated else []
    return render_template(
        "evenings/programme.html",
        token=token,
        participant_token=token,
        participant=participant,
        event=event,
        number=badge_number(participant),
        lines=lines,
        faces=_faces(participant, lines),
        meetings=sum(not line.is_idle for line in lines),
        stage=_stage(participant, lines),
        is_night=has_begun(event, instant + _GATHERING) and event.closed_at is None,
        together=_comes_together(participant),
        missed=MeetingState.MISSED,
        has_page=has_page,
        instant=instant,
    )


def _stage(participant: Participant, lines: list[ProgrammeLine]) -> str:
    event = participant.event
    if event.status == EventStatus.CANCELLED:
        return "cancelled"
    if participant.status == ParticipantStatus.WAITING:
        return "waiting"
    if event.announced_at is None:
        return "before"
    return "told" if any(not line.is_idle for line in lines) else "none"


def _comes_together(participant: Participant) -> bool:
    if participant.side != EventSide.CANDIDATE:
        return False
    state = state_of(participant)
    return state.mode is CoupleMode.TOGETHER and state.partner is not None


def _faces(participant: Participant, lines: list[ProgrammeLine]) -> dict[int, Face]:
    """Those one meets, masked as everywhere, by the number of their badge."""
    if not any(line.others for line in lines):
        return {}
    return {
        face.number: face
        for face in list_faces(participant.event, other_side(participant.side), participant)
    }
