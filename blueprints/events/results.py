"""The end of an evening: close it, then read what it gave."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blueprints.events.base import blueprint
from blueprints.web.forms import BaseForm
from blueprints.web.guards import requires_login
from blueprints.web.made_files import send_csv
from blueprints.web.refusals import flash_refusal, sentence
from models.base import now
from models.vocabulary import EventRight, EventStatus
from services import evening_closing
from services.cards import NumberUnknown, SameSide
from services.evening_results import export_results, sum_up
from services.event_access import allows, find_right, open_event
from services.outcomes import MONTHS, Answer, MonthsUnknown, NothingSaid, say_as_organiser
from services.throttles import check_rate
from services.transaction import transaction

_SAID = {"yes": True, "no": False}


@blueprint.get("/<int:event_id>/cloture")
@requires_login
def close(event_id: int) -> ResponseReturnValue:
    """What closing will do, before it is done."""
    event = open_event(event_id, current_user.id, EventRight.OWNER)
    refused = ""
    if event.status != EventStatus.CLOSED:
        try:
            evening_closing.check_may_close(event, now())
        except (evening_closing.NotHeldYet, evening_closing.NothingToClose) as refusal:
            refused = sentence(refusal)
    return render_template(
        "events/close.html",
        event=event,
        refused=refused,
        found=None if refused else evening_closing.preview(event),
        form=BaseForm(formdata=None),
    )


@blueprint.post("/<int:event_id>/cloture")
@requires_login
def close_now(event_id: int) -> ResponseReturnValue:
    """Open the introductions and write to everyone concerned."""
    open_event(event_id, current_user.id, EventRight.OWNER)
    try:
        with transaction():
            event = open_event(event_id, current_user.id, EventRight.OWNER, lock=True)
            evening_closing.close(event, now())
    except (evening_closing.NotHeldYet, evening_closing.NothingToClose) as refusal:
        flash_refusal(refusal)
        return redirect(url_for("events.close", event_id=event_id), 303)
    current_app.logger.info("evening %s: closed", event_id)
    flash("La soirée est close. Les mises en relation sont parties.", "success")
    return redirect(url_for("events.results", event_id=event_id), 303)


@blueprint.get("/<int:event_id>/bilan")
@requires_login
def results(event_id: int) -> ResponseReturnValue:
    """The figures, said in words."""
    event = open_event(event_id, current_user.id, EventRight.EDITOR)
    held = find_right(event_id, current_user.id)
    return render_template(
        "events/results.html",
        event=event,
        found=sum_up(event),
        may_close=held is not None and allows(held, EventRight.OWNER),
        months=MONTHS,
        form=BaseForm(formdata=None),
    )


@blueprint.get("/<int:event_id>/bilan.csv")
@requires_login
def results_csv(event_id: int) -> ResponseReturnValue:
    """The same for a spreadsheet."""
    event = open_event(event_id, current_user.id, EventRight.EDITOR)
    check_rate("export", str(current_user.id))
    return send_csv(export_results(event), f"bilan-{event.code}")


@blueprint.post("/<int:event_id>/bilan/suites")
@requires_login
def say_outcome(event_id: int) -> ResponseReturnValue:
    """What an organiser learnt of two people; the page answers the same whoever they are."""
    open_event(event_id, current_user.id, EventRight.EDITOR)
    said = request.form
    answer = Answer(_SAID.get(said.get("visited", "")), _SAID.get(said.get("settled", "")))
    try:
        with transaction():
            event = open_event(event_id, current_user.id, EventRight.EDITOR, lock=True)
            numbers = (said.get("candidate", ""), said.get("host", ""))
            months = said.get("months", 0, type=int)
            say_as_organiser(event, numbers, months, answer, now())
        flash("C’est noté.", "success")
    except (NumberUnknown, SameSide, MonthsUnknown, NothingSaid) as refusal:
        flash_refusal(refusal)
    return redirect(url_for("events.results", event_id=event_id, _anchor="suites"), 303)
