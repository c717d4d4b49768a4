"""Write an evening: new, its settings, published, called off, copied."""

from __future__ import annotations

from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blueprints.events.base import blueprint
from blueprints.events.change_words import tell_changed
from blueprints.events.forms import CallOffForm, EventForm, SettingsForm, proposed, stored
from blueprints.events.organising_refusals import FIELD_OF
from blueprints.web.forms import BaseForm
from blueprints.web.guards import requires, requires_login
from blueprints.web.refusals import flash_refusal, sentence
from models.vocabulary import EventRight, EventStatus
from services import events
from services.accounts import NotConfirmed
from services.evening_words import tell_programme
from services.event_access import list_events_of, open_event
from services.event_changes import change_event
from services.event_messages import list_told
from services.paris_days import today_in_paris
from services.refusals import Forbidden, NotFound, Refusal
from services.throttles import check_rate
from services.transaction import transaction


@blueprint.route("/nouvelle", methods=["GET", "POST"])
@requires("organiser")
def new() -> ResponseReturnValue:
    """One page; everything that can be proposed is."""
    mine = list_events_of(current_user.id)
    latest = mine[0][0] if mine else None
    form = EventForm(data=proposed(today_in_paris(), current_user.email, latest))
    if "add_break" not in request.form and form.validate_on_submit():
        try:
            with transaction():
                event = events.create_event(current_user, form.said())
        except Refusal as refusal:
            _say(form, refusal)
        else:
            flash(f"Votre brouillon est prêt\u00a0: {tell_programme(event)}.", "success")
            return redirect(url_for("events.overview", event_id=event.id))
    page = render_template("events/new.html", form=form, break_rows=_break_rows(form))
    return page, 422 if form.errors else 200


@blueprint.route("/<int:event_id>/reglages", methods=["GET", "POST"])
@requires_login
def settings(event_id: int) -> ResponseReturnValue:
    """Change what was said, also once people have registered."""
    event = open_event(event_id, current_user.id, EventRight.EDITOR)
    form = SettingsForm(data=stored(event))
    if "add_break" not in request.form and form.validate_on_submit():
        if event.status == EventStatus.PUBLISHED:
            check_rate("message", str(current_user.id))
        try:
            with transaction():
                event = open_event(event_id, current_user.id, EventRight.EDITOR, lock=True)
                changed = change_event(event, form.said(), drops_plan=form.drops_plan.data)
        except (NotFound, Forbidden):
            raise
        except Refusal as refusal:
            _say(form, refusal)
            event = open_event(event_id, current_user.id, EventRight.EDITOR)
        else:
            flash(tell_changed(event, changed), "success")
            return redirect(url_for("events.overview", event_id=event.id))
    page = render_template(
        "events/settings.html",
        event=event,
        form=form,
        break_rows=_break_rows(form),
        is_over=event.is_over,
    )
    return page, 422 if form.errors else 200


@blueprint.post("/<int:event_id>/publier")
@requires_login
def publish(event_id: int) -> ResponseReturnValue:
    """Everyone may read it from now on."""
    open_event(event_id, current_user.id, EventRight.EDITOR)
    try:
        with transaction():
            event = open_event(event_id, current_user.id, EventRight.EDITOR, lock=True)
            events.publish(event, current_user)
    except (events.EventPast, events.EventPublished, events.EventOver, NotConfirmed) as refusal:
        flash_refusal(refusal)
    else:
        current_app.logger.info("event %s published by account %s", event_id, current_user.id)
        flash("La soirée est publiée. Voici les liens à partager.", "success")
    return redirect(url_for("events.overview", event_id=event_id))


@blueprint.route("/<int:event_id>/annuler", methods=["GET", "POST"])
@requires_login
def call_off(event_id: int) -> ResponseReturnValue:
    """Say why, read how many will be told, then do it; twice is as once."""
    event = open_event(event_id, current_user.id, EventRight.OWNER)
    form = CallOffForm()
    if form.validate_on_submit():
        try:
            with transaction():
                event = open_event(event_id, current_user.id, EventRight.OWNER, lock=True)
                told = events.call_off(event, form.reason.data or "")
        except events.EventOver as refusal:
            flash_refusal(refusal)
            return redirect(url_for("events.overview", event_id=event_id))
        except (events.ReasonMissing, events.ReasonTooLong) as refusal:
            form.reason.errors = [sentence(refusal)]
            event = open_event(event_id, current_user.id, EventRight.OWNER)
        else:
            current_app.logger.info("event %s called off by account %s", event_id, current_user.id)
            flash(_told_off(told), "success")
            return redirect(url_for("events.overview", event_id=event_id))
    page = render_template(
        "events/call_off.html", event=event, form=form, told=len(list_told(event.id))
    )
    return page, 422 if form.errors else 200


@blueprint.route("/<int:event_id>/supprimer", methods=["GET", "POST"])
@requires_login
def delete(event_id: int) -> ResponseReturnValue:
    """A draft, once its owner has read that nothing of it stays."""
    event = open_event(event_id, current_user.id, EventRight.OWNER)
    form = BaseForm()
    if form.validate_on_submit():
        try:
            with transaction():
                event = open_event(event_id, current_user.id, EventRight.OWNER, lock=True)
                events.delete_draft(event)
        except (events.EventNotDraft, events.DraftHasPeople) as refusal:
            flash_refusal(refusal)
            return redirect(url_for("events.overview", event_id=event_id))
        current_app.logger.info("draft %s deleted by account %s", event_id, current_user.id)
        flash("Le brouillon est supprimé.", "success")
        return redirect(url_for("events.index"))
    return render_template(
        "events/delete.html", event=event, form=form, people=len(list_told(event.id))
    )


@blueprint.post("/<int:event_id>/dupliquer")
@requires("organiser")
def duplicate(event_id: int) -> ResponseReturnValue:
    """The same again as a draft of one's own, half a year later, without its people."""
    source = open_event(event_id, current_user.id, EventRight.EDITOR)
    with transaction():
        copy = events.copy_as_draft(source, current_user)
    flash("Voici un brouillon, sans les participants\u00a0: vérifiez d’abord sa date.", "success")
    return redirect(url_for("events.settings", event_id=copy.id))


def _told_off(told: int) -> str:
    if not told:
        return "La soirée est annulée."
    people = "personne inscrite reçoit" if told == 1 else "personnes inscrites reçoivent"
    return f"La soirée est annulée\u00a0: {told} {people} votre message."


def _break_rows(form: EventForm) -> list[Any]:
    """Those filled and one more; another one when asked for."""
    filled = sum(1 for row in form.breaks if row.is_filled)
    return form.breaks[: filled + (2 if "add_break" in request.form else 1)]


def _say(form: BaseForm, refusal: Refusal) -> None:
    """Beside the field it is about, or above the form."""
    name = refusal.data.get("field") or FIELD_OF.get(type(refusal))
    if name in form:
        form[name].errors = [sentence(refusal)]
    else:
        form.form_errors.append(sentence(refusal))
