"""A programme: when, at which table, whom, and what to do in between; one's own, and of paper."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.evenings.base import blueprint
from blueprints.evenings.personal import ON_THE_LIST, has_page, open_listed
from blueprints.web.guards import open_to_all
from models.base import now
from models.dating_events import DatingEvent
from models.participants import Participant
from models.vocabulary import CoupleMode, EventSide, EventStatus, MeetingState, ParticipantStatus
from services.couples import state_of
from services.evening_plans import has_begun
from services.evening_views import ProgrammeLine, programme_of
from services.event_faces import Face, list_faces
from services.participant_keys import open_programme
from services.participants import badge_number, public_name
from services.wishes import other_side

# People open their page on the way there: it must follow the clock's start by itself.
_GATHERING = timedelta(hours=3)


@blueprint.get("/inscription/<token>/programme")
@open_to_all
def programme(token: str) -> ResponseReturnValue:
    """The meetings of this person in order, or when they will be known."""
    participant, instant = open_listed(token), now()
    lines = _lines(participant)
    return render_template(
        "evenings/programme.html",
        token=token,
        live_address=url_for("evenings.my_state", token=token),
        faces=_faces(participant, lines),
        together=_comes_together(participant),
        has_page=has_page,
        instant=instant,
        **_evening_of(participant, lines, instant),
    )


@blueprint.get("/programme/<token>")
@open_to_all
def shared_programme(token: str) -> ResponseReturnValue:
    """What the code of a paper opens: no more than the paper says, as it stands now.

    Anyone may find a sheet: nothing here leads to wishes, cards or data, nor says a profile.
    """
    participant = open_programme(token)
    return render_template(
        "evenings/shared_programme.html",
        live_address=url_for("evenings.shared_state", token=token),
        badge_number=badge_number,
        public_name=public_name,
        **_evening_of(participant, _lines(participant), now()),
    )


def _lines(participant: Participant) -> list[ProgrammeLine]:
    seated = participant.status == ParticipantStatus.REGISTERED
    return programme_of(participant) if seated else []


def _evening_of(
    participant: Participant, lines: list[ProgrammeLine], at: datetime
) -> dict[str, Any]:
    """What both pages know: whose programme, and how far the evening is."""
    return {
        "participant": participant,
        "event": participant.event,
        "number": badge_number(participant),
        "lines": lines,
        "meetings": sum(not line.is_idle for line in lines),
        "stage": _stage(participant, lines),
        "is_night": _is_night(participant.event, at),
        "missed": MeetingState.MISSED,
    }


def _is_night(event: DatingEvent, at: datetime) -> bool:
    return has_begun(event, at + _GATHERING) and event.closed_at is None


def _stage(participant: Participant, lines: list[ProgrammeLine]) -> str:
    event = participant.event
    if event.status == EventStatus.CANCELLED:
        return "cancelled"
    if participant.status not in ON_THE_LIST:
        return "gone"
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
