"""The big screen of an evening, and what it and phones ask every other second."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Response, abort, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue

from blueprints.evenings.base import blueprint
from blueprints.web.guards import open_to_all
from models.base import now
from models.dating_events import DatingEvent
from models.participants import Participant
from services.event_access import open_screen
from services.links import LinkExpired, LinkForged
from services.live_state import Live, live_for, own_state, read_live
from services.live_state import screen_state as hall_state
from services.participant_keys import open_participant, open_programme


@blueprint.get("/ecran/<screen_key>")
@open_to_all
def screen(screen_key: str) -> ResponseReturnValue:
    """The page for the hall: it draws itself from the state and goes on without the network."""
    return render_template("evenings/screen.html", event=open_screen(screen_key))


@blueprint.get("/ecran/<screen_key>/etat")
@open_to_all
def screen_state(screen_key: str) -> ResponseReturnValue:
    """Where the night is, and who sits where."""
    instant = now()
    return _answer(open_screen(screen_key), instant, lambda live: hall_state(live, instant))


@blueprint.get("/inscription/<token>/etat")
@open_to_all
def my_state(token: str) -> ResponseReturnValue:
    """Where the night is, and one's own tables."""
    return _answer_one(token, open_participant)


@blueprint.get("/programme/<token>/etat")
@open_to_all
def shared_state(token: str) -> ResponseReturnValue:
    """The same for the page that the code of a paper opens."""
    return _answer_one(token, open_programme)


def _answer_one(token: str, open_: Callable[[str, datetime], Participant]) -> Response:
    instant = now()
    try:
        one = open_(token, instant)
    except (LinkForged, LinkExpired):
        abort(404)
    return _answer(one.event, instant, lambda live: own_state(live, one, instant))


def _answer(
    event: DatingEvent, instant: datetime, state: Callable[[Live], dict[str, Any]]
) -> Response:
    """The state, or nothing where the asker has it already; always what time it is here."""
    live = read_live(event, instant)
    if request.if_none_match.contains(live.tag):
        answer = make_response("", 304)
    else:
        answer = jsonify(state(live))
    answer.set_etag(live.tag)
    answer.headers["X-Server-Now"] = str(round(instant.timestamp() * 1000))
    # The page keeps the answer itself; a browser's own copy would hide the time.
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.context_processor
def _shared() -> dict[str, object]:
    return {"live_for": _live_for}


def _live_for(participant: Participant) -> dict[str, Any]:
    """What ``evenings/_live.html`` shows before its script begins."""
    return live_for(participant, now())
