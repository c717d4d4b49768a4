"""The check-in desk: who arrives, who does not, who takes their place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blueprints.events.base import blueprint
from blueprints.events.forms_desk import WalkInForm, hour_of_evening
from blueprints.web.forms import BaseForm
from blueprints.web.guards import requires_login
from blueprints.web.refusals import sentence
from blueprints.web.security import HEADERS
from models.base import now
from models.dating_events import DatingEvent
from models.participants import Participant
from models.vocabulary import EventRight, EventSide, ParticipantStatus, RegistrationSource
from services import check_in, standby
from services.event_access import open_event
from services.night_board import count_states, describe, list_attendees, search
from services.participants import badge_name, badge_number, open_badge, open_participant_of
from services.refusals import Forbidden, NotFound, Refusal
from services.registrations import Registration, register
from services.transaction import transaction

_DOING: dict[str, Callable[[Participant, datetime], None]] = {
    "arrive": check_in.arrive,
    "undo": check_in.undo,
    "absent": check_in.mark_absent,
    "leave": check_in.leave,
}


@blueprint.get("/<int:event_id>/accueil")
@requires_login
def desk(event_id: int) -> ResponseReturnValue:
    """Everyone expected; a name or a number finds one."""
    event = open_event(event_id, current_user.id, EventRight.DESK)
    return _desk(event, request.args.get("q", "")[:80])


@blueprint.get("/<int:event_id>/accueil/<badge_code>")
@requires_login
def badge(event_id: int, badge_code: str) -> ResponseReturnValue:
    """Whose badge was scanned: one tap says that they are here."""
    event = open_event(event_id, current_user.id, EventRight.DESK)
    one = open_badge(event.id, badge_code)
    return render_template(
        "events/desk_badge.html", event=event, one=describe(one), form=BaseForm()
    )


@blueprint.post("/<int:event_id>/accueil/personnes/<int:participant_id>")
@requires_login
def check_person(event_id: int, participant_id: int) -> ResponseReturnValue:
    """Arrived, absent, gone, late, or none of these after all."""
    said = None
    try:
        with transaction():
            event = open_event(event_id, current_user.id, EventRight.DESK, lock=True)
            _do(event, open_participant_of(event.id, participant_id))
    except (NotFound, Forbidden):
        raise
    except Refusal as refusal:
        said = sentence(refusal)
    if request.headers.get("HX-Request"):
        return _row(event_id, participant_id, said)
    if said:
        flash(said, "error")
    where = request.form.get("then")
    if where == "console":
        return redirect(url_for("events.console", event_id=event_id))
    query = request.form.get("q", "")[:80] or None
    return redirect(
        url_for("events.desk", event_id=event_id, q=query, _anchor=f"p{participant_id}")
    )


def _do(event: DatingEvent, one: Participant) -> None:
    doing, instant = request.form.get("do", ""), now()
    if doing == "late":
        check_in.come_late(one, hour_of_evening(event, request.form.get("hour", "")), instant)
    elif doing == "call":
        standby.call_in(event, one, instant)
    elif doing in _DOING:
        _DOING[doing](one, instant)
    else:
        abort(400)


@blueprint.post("/<int:event_id>/accueil/absents")
@requires_login
def mark_missing(event_id: int) -> ResponseReturnValue:
    """All who have not come by now are absent; each may still arrive later."""
    with transaction():
        event = open_event(event_id, current_user.id, EventRight.DESK, lock=True)
        marked = check_in.mark_all_missing(event, now())
    flash(_tell_marked(marked), "success")
    return redirect(url_for("events.desk", event_id=event_id))


def _tell_marked(count: int) -> str:
    if count == 0:
        return "Tout le monde est arrivé, ou s’est annoncé plus tard."
    if count == 1:
        return "1\u00a0personne est notée absente. Si elle arrive, un toucher suffit."
    return f"{count}\u00a0personnes sont notées absentes. Qui arrive se pointe d’un toucher."


@blueprint.route("/<int:event_id>/accueil/nouveau", methods=["GET", "POST"])
@requires_login
def walk_in(event_id: int) -> ResponseReturnValue:
    """Someone nobody expected: a place if one is free, else the standby queue."""
    event = open_event(event_id, current_user.id, EventRight.DESK)
    form = WalkInForm()
    if not form.validate_on_submit():
        return _walk_in_page(event, form)
    said = Registration(
        email=form.email.data,
        first_name=form.first_name.data,
        last_name=form.last_name.data,
        organisation_name=form.organisation_name.data or None,
    )
    try:
        with transaction():
            open_event(event_id, current_user.id, EventRight.DESK, lock=True)
            one = register(
                event,
                form.side.data,
                said,
                source=RegistrationSource.DESK.value,
                is_confirmed=True,
                at=now(),
            )
            check_in.arrive(one, now())
            name, number, status = badge_name(one), badge_number(one), one.status
    except (NotFound, Forbidden):
        raise
    except Refusal as refusal:
        form.form_errors.append(sentence(refusal))
        return _walk_in_page(event, form)
    seated = status == ParticipantStatus.REGISTERED
    flash(
        f"{name} a le numéro {number}"
        + (" et une place." if seated else " et attend une place, dans la file."),
        "success",
    )
    return redirect(url_for("events.desk", event_id=event_id))


def _walk_in_page(event: DatingEvent, form: WalkInForm) -> ResponseReturnValue:
    page = render_template("events/desk_new.html", event=event, form=form)
    return page, 422 if form.errors else 200


def _desk(event: DatingEvent, query: str) -> ResponseReturnValue:
    people = list_attendees(event)
    found = search(people, query) if query.strip() else people
    page = render_template(
        "events/desk.html",
        event=event,
        query=query,
        found=[one for one in found if not one.waits],
        waiting=[one for one in found if one.waits],
        counts=count_states(people),
        standby=[describe(one) for one in standby.list_standby(event)],
        free={side: standby.places_free(event, side.value) for side in EventSide},
        has_begun=now() >= event.starts_at,
        form=BaseForm(),
    )
    answer = make_response(page)
    # The only page that may ask for the camera: it reads badges.
    answer.headers["Permissions-Policy"] = HEADERS["Permissions-Policy"].replace(
        "camera=()", "camera=(self)"
    )
    return answer


def _row(event_id: int, participant_id: int, said: str | None) -> ResponseReturnValue:
    """One line again, and the counters: all that the page has to change."""
    event = open_event(event_id, current_user.id, EventRight.DESK)
    people = list_attendees(event)
    one = next((each for each in people if each.participant.id == participant_id), None)
    if one is None:
        abort(404)
    return render_template(
        "events/desk_line.html",
        event=event,
        one=one,
        said=said,
        counts=count_states(people),
        form=BaseForm(),
    )
