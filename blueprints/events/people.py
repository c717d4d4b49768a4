"""The participants of an evening: find one, correct, promote, cancel, free seats, export."""

from __future__ import annotations

from typing import Any

from flask import (
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blueprints.events.base import blueprint
from blueprints.events.people_forms import PeopleSearchForm, PersonForm, sought_in, stored
from blueprints.web.filters import plural
from blueprints.web.forms import BaseForm
from blueprints.web.guards import requires_login
from blueprints.web.made_files import send_csv
from blueprints.web.refusals import flash_refusal, sentence
from models.dating_events import DatingEvent
from models.participants import Participant
from models.vocabulary import EventRight
from services import event_people
from services.event_access import allows, find_right, open_event
from services.event_export import export_people
from services.event_overview import count_sides
from services.events import EventOver, check_not_over
from services.participants import badge_number, full_name, open_participant_of
from services.refusals import Forbidden, NotFound, Refusal
from services.registrations import CameAlready, cancel, change, remind
from services.throttles import check_rate
from services.transaction import transaction
from services.waiting_list import position, seats_left


@blueprint.get("/<int:event_id>/participants")
@requires_login
def people(event_id: int) -> ResponseReturnValue:
    """Everyone, by side and number; the desk reads names, not addresses."""
    event = open_event(event_id, current_user.id, EventRight.DESK)
    held = find_right(event_id, current_user.id) or EventRight.DESK.value
    may_edit = allows(held, EventRight.EDITOR)
    sought = sought_in(request.args)
    found = event_people.search_people(
        event_id,
        sought,
        page=request.args.get("page", 1, type=int),
        with_addresses=may_edit,
    )
    form = PeopleSearchForm(
        formdata=None, data={"q": sought.words, "side": sought.side, "status": sought.status}
    )
    kept: dict[str, Any] = {"q": sought.words, "side": sought.side, "status": sought.status}
    return render_template(
        "events/people.html",
        event=event,
        form=form,
        found=found,
        sides=count_sides(event),
        may_edit=may_edit,
        is_filtered=any(kept.values()),
        badge_number=badge_number,
        full_name=full_name,
        url_for_page=lambda page: url_for(
            "events.people", event_id=event_id, page=page, **{k: v for k, v in kept.items() if v}
        ),
    )


@blueprint.get("/<int:event_id>/participants.csv")
@requires_login
def people_csv(event_id: int) -> ResponseReturnValue:
    """Everyone, as a file for a spreadsheet."""
    event = open_event(event_id, current_user.id, EventRight.EDITOR)
    check_rate("export", str(current_user.id))
    event = open_event(event_id, current_user.id, EventRight.EDITOR)
    current_app.logger.info("event %s exported by account %s", event_id, current_user.id)
    return send_csv(export_people(event), f"participants-{event.code}")


@blueprint.route("/<int:event_id>/participants/<int:participant_id>", methods=["GET", "POST"])
@requires_login
def person(event_id: int, participant_id: int) -> ResponseReturnValue:
    """One registration, to read and to correct."""
    event = open_event(event_id, current_user.id, EventRight.EDITOR)
    participant = open_participant_of(event_id, participant_id)
    form = PersonForm(data=stored(participant))
    if form.validate_on_submit():
        try:
            with transaction():
                change(participant, form.said(participant))
        except (NotFound, Forbidden):
            raise
        except Refusal as refusal:
            _say(form, refusal)
            event = open_event(event_id, current_user.id, EventRight.EDITOR)
            participant = open_participant_of(event_id, participant_id)
        else:
            flash("C’est enregistré.", "success")
            return redirect(url_for("events.people", event_id=event_id))
    page = render_template("events/person.html", form=form, **_told(event, participant))
    return page, 422 if form.errors else 200


def _told(event: DatingEvent, participant: Participant) -> dict[str, Any]:
    return {
        "event": event,
        "person": participant,
        "name": full_name(participant) or badge_number(participant),
        "number": badge_number(participant),
        "position": position(participant),
        "seats_left": seats_left(event, participant.side),
    }


@blueprint.post("/<int:event_id>/participants/<int:participant_id>/annuler")
@requires_login
def cancel_person(event_id: int, participant_id: int) -> ResponseReturnValue:
    """Give up their seat for them; whoever waited first gets it."""
    open_event(event_id, current_user.id, EventRight.EDITOR)
    try:
        with transaction():
            event = open_event(event_id, current_user.id, EventRight.EDITOR, lock=True)
            check_not_over(event)
            promoted = len(cancel(open_participant_of(event_id, participant_id)))
    except (EventOver, CameAlready) as refusal:
        flash_refusal(refusal)
        return redirect(url_for("events.people", event_id=event_id))
    said = "L’inscription est annulée, la personne reçoit un courriel."
    if promoted:
        said += f" {plural(promoted, 'personne', 'personnes')} de la liste d’attente a sa place."
    flash(said, "success")
    return redirect(url_for("events.people", event_id=event_id))


@blueprint.post("/<int:event_id>/participants/<int:participant_id>/promouvoir")
@requires_login
def promote_person(event_id: int, participant_id: int) -> ResponseReturnValue:
    """Give a free seat to someone who waits, out of turn."""
    open_event(event_id, current_user.id, EventRight.EDITOR)
    try:
        with transaction():
            event = open_event(event_id, current_user.id, EventRight.EDITOR, lock=True)
            event_people.promote_by_hand(event, open_participant_of(event_id, participant_id))
    except (NotFound, Forbidden):
        raise
    except Refusal as refusal:
        flash_refusal(refusal)
    else:
        flash("Cette personne a une place, et le reçoit par courriel.", "success")
    return redirect(url_for("events.person", event_id=event_id, participant_id=participant_id))


@blueprint.post("/<int:event_id>/participants/<int:participant_id>/lien")
@requires_login
def resend_link(event_id: int, participant_id: int) -> ResponseReturnValue:
    """Send them the address of their page once more."""
    open_event(event_id, current_user.id, EventRight.EDITOR)
    check_rate("mail", str(current_user.id), request.remote_addr or "")
    with transaction():
        remind(open_participant_of(event_id, participant_id).id)
    flash("Le lien vers sa page lui est envoyé de nouveau.", "success")
    return redirect(url_for("events.person", event_id=event_id, participant_id=participant_id))


@blueprint.route("/<int:event_id>/participants/liberer", methods=["GET", "POST"])
@requires_login
def free_seats(event_id: int) -> ResponseReturnValue:
    """Who has not reconfirmed, read before their seats go to those who wait."""
    event = open_event(event_id, current_user.id, EventRight.EDITOR)
    form = BaseForm()
    if form.validate_on_submit():
        try:
            with transaction():
                event = open_event(event_id, current_user.id, EventRight.EDITOR, lock=True)
                freed, promoted = event_people.free_unreconfirmed(event)
        except (NotFound, Forbidden):
            raise
        except Refusal as refusal:
            flash_refusal(refusal)
        else:
            given = plural(promoted, "donnée", "données")
            flash(
                f"{plural(freed, 'place libérée', 'places libérées')}, dont {given} aussitôt à "
                "la liste d’attente.",
                "success",
            )
        return redirect(url_for("events.people", event_id=event_id))
    return render_template(
        "events/free_seats.html",
        event=event,
        form=form,
        people=event_people.list_unreconfirmed(event),
        was_asked=event_people.asked_again_at(event) is not None,
        sides=count_sides(event),
        badge_number=badge_number,
        full_name=full_name,
    )


def _say(form: BaseForm, refusal: Refusal) -> None:
    name = refusal.data.get("field")
    if name in form:
        form[name].errors = [sentence(refusal)]
    else:
        form.form_errors.append(sentence(refusal))
