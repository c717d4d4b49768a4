"""An evening that comes back, and whom to invite to it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms import RadioField, StringField
from wtforms.validators import DataRequired, InputRequired

from blueprints.events.base import blueprint
from blueprints.web.forms import BaseForm, longest
from blueprints.web.guards import requires, requires_login
from blueprints.web.refusals import flash_refusal, sentence
from models.dating_events import DatingEvent
from models.vocabulary import EventRight, EventSide, ProposalState, SeriesRhythm
from services import event_series
from services import invitation_proposals as proposals_of
from services.event_access import open_event
from services.event_series import DepartementUnknown, SeriesExists
from services.invitation_pool import area_of
from services.transaction import transaction


class SeriesForm(BaseForm):
    """How an evening comes back."""

    title = StringField(
        "Nom de la série", [DataRequired("Donnez un nom à la série."), longest(120)]
    )
    rhythm = RadioField(
        "Rythme",
        [InputRequired("Choisissez un rythme.")],
        choices=SeriesRhythm.choices(),
    )
    area = StringField(
        "Départements",
        [DataRequired("Indiquez au moins un département."), longest(200)],
        description="Leurs numéros, séparés par des virgules\u00a0: 46, 12, 82. C’est là que nous "
        "cherchons qui inviter.",
    )


@blueprint.get("/serie")
@requires_login
def list_series() -> ResponseReturnValue:
    """Every series of one's evenings, and when each comes back."""
    lines = event_series.list_series_of(current_user.id)
    return render_template("events/series_list.html", lines=lines)


@blueprint.get("/<int:event_id>/serie")
@requires_login
def series(event_id: int) -> ResponseReturnValue:
    """The series of this evening, or the form that begins one."""
    event = open_event(event_id, current_user.id, EventRight.EDITOR)
    form = SeriesForm(formdata=None)
    form.title.data, form.rhythm.data = event.title, SeriesRhythm.SEMESTER.value
    form.area.data = ", ".join(area_of(event))
    return _series_page(event, form)


@blueprint.post("/<int:event_id>/serie")
@requires("organiser")
def create_series(event_id: int) -> ResponseReturnValue:
    """From now on the next evening is drawn up by itself."""
    event = open_event(event_id, current_user.id, EventRight.OWNER)
    form = SeriesForm()
    if not form.validate_on_submit():
        return _series_page(event, form)
    try:
        with transaction():
            event = open_event(event_id, current_user.id, EventRight.OWNER, lock=True)
            event_series.create_series(
                event,
                current_user,
                title=form.title.data,
                rhythm=SeriesRhythm(form.rhythm.data),
                area=form.area.data,
            )
    except DepartementUnknown as refusal:
        form.area.errors = [sentence(refusal)]
        return _series_page(event, form)
    except SeriesExists as refusal:
        flash_refusal(refusal)
    else:
        flash("La série est lancée. La prochaine soirée viendra en brouillon.", "success")
    return redirect(url_for("events.series", event_id=event_id))


@blueprint.post("/<int:event_id>/serie/arreter")
@requires_login
def stop_series(event_id: int) -> ResponseReturnValue:
    """No other evening is drawn up."""
    with transaction():
        event = open_event(event_id, current_user.id, EventRight.OWNER, lock=True)
        if event.series:
            event_series.stop_series(event.series)
    flash("La série est arrêtée. Les soirées déjà préparées restent.", "success")
    return redirect(url_for("events.series", event_id=event_id))


@blueprint.get("/<int:event_id>/propositions")
@requires_login
def proposals(event_id: int) -> ResponseReturnValue:
    """Whom the evening would gain most by inviting."""
    event = open_event(event_id, current_user.id, EventRight.EDITOR)
    lines = proposals_of.list_proposals(event)
    return render_template(
        "events/proposals.html",
        event=event,
        form=BaseForm(),
        area=area_of(event),
        sides=[
            (
                side,
                [each for each in lines if each.side == side and _waits(each)],
                sum(each.side == side and each.state == ProposalState.SENT for each in lines),
            )
            for side in EventSide
        ],
        any_waiting=any(_waits(each) for each in lines),
    )


@blueprint.post("/<int:event_id>/propositions/chercher")
@requires_login
def look_for_people(event_id: int) -> ResponseReturnValue:
    """Look anew."""
    with transaction():
        event = open_event(event_id, current_user.id, EventRight.EDITOR, lock=True)
        found = proposals_of.propose(event)
    if found:
        flash("La recherche est à jour. Rien n’est envoyé sans vous.", "success")
    else:
        flash("Personne à proposer pour l’instant sur ce territoire.", "info")
    return redirect(url_for("events.proposals", event_id=event_id))


@blueprint.post("/<int:event_id>/propositions")
@requires_login
def decide_proposals(event_id: int) -> ResponseReturnValue:
    """Write to those ticked, or set them aside."""
    ticked = [int(each) for each in request.form.getlist("proposal") if _is_id(each)]
    try:
        with transaction():
            event = open_event(event_id, current_user.id, EventRight.EDITOR, lock=True)
            if ticked:
                flash(_decide(event, ticked), "success")
            else:
                flash("Cochez d’abord les personnes ou les offres.", "error")
    except (proposals_of.EveningNotPublished, proposals_of.InvitedTooLate) as refusal:
        flash_refusal(refusal)
    return redirect(url_for("events.proposals", event_id=event_id))


def _decide(event: DatingEvent, ticked: list[int]) -> str:
    if request.form.get("do") == "set_aside":
        count = proposals_of.set_aside(event, ticked, current_user.id)
        return f"{count} écartées." if count > 1 else f"{count} écartée."
    count = proposals_of.send_invitations(event, ticked, current_user.id)
    return f"{count} invitations envoyées." if count > 1 else f"{count} invitation envoyée."


def _series_page(event: DatingEvent, form: SeriesForm) -> ResponseReturnValue:
    running = event.series if event.series and event.series.stopped_at is None else None
    page = render_template(
        "events/series.html",
        event=event,
        form=form,
        running=running,
        next_day=running and event_series.day_after(running),
    )
    return page, 422 if form.errors else 200


def _waits(line: proposals_of.Proposal) -> bool:
    return line.state == ProposalState.PROPOSED


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10
