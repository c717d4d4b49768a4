"""Mend the plan: who is missing, what filling the holes does, what planning again would."""

from __future__ import annotations

from functools import partial

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blueprints.events import plan_words
from blueprints.events.base import blueprint
from blueprints.web.filters import plural
from blueprints.web.forms import BaseForm
from blueprints.web.guards import requires_login
from blueprints.web.refusals import flash_refusal, sentence
from models.base import now
from models.vocabulary import EventRight
from services import evening_plans, evening_replans
from services.evening_attendance import list_attendance
from services.evening_replans import Outcome, ReplanMode
from services.evening_views import starts_and_ends
from services.event_access import open_event
from services.participants import badge_number, full_name
from services.refusals import Forbidden, NotFound, Refusal
from services.transaction import transaction

_MODES = {"combler": ReplanMode.FILL, "refaire": ReplanMode.FULL}


@blueprint.get("/<int:event_id>/replan")
@requires_login
def replan(event_id: int) -> ResponseReturnValue:
    """Both ways side by side; nothing changes before a button is pressed."""
    event = open_event(event_id, current_user.id, EventRight.EDITOR)
    at = now()
    try:
        shown, refused = evening_replans.preview(event, at), None
    except Refusal as refusal:
        shown, refused = None, sentence(refusal)
    return render_template(
        "events/replan.html",
        event=event,
        shown=shown,
        refused=refused,
        attendance=list_attendance(event, shown.now, at) if shown else None,
        starts=starts_and_ends(event),
        has_begun=evening_plans.has_begun(event, at),
        form=BaseForm(),
        words=plan_words,
        badge_number=badge_number,
        full_name=full_name,
    )


@blueprint.post("/<int:event_id>/replan/<way>")
@requires_login
def apply_replan(event_id: int, way: str) -> ResponseReturnValue:
    """Fill the holes, or plan the rest again."""
    if way not in _MODES:
        raise NotFound(way=way)
    mode, editor = _MODES[way], partial(open_event, event_id, current_user.id, EventRight.EDITOR)
    try:
        draft = evening_replans.draft_replan(editor, mode, now())
        with transaction():
            event = editor(lock=True)
            done = evening_replans.replan(
                event, mode=mode, made_by=current_user.id, at=now(), draft=draft
            )
    except (NotFound, Forbidden):
        raise
    except Refusal as refusal:
        flash_refusal(refusal)
    else:
        current_app.logger.info("event %s: replan %s by account %s", event_id, way, current_user.id)
        flash(_tell_done(done), "success")
    return redirect(url_for("events.replan", event_id=event_id))


def _tell_done(done: Outcome) -> str:
    if done.changes_nothing:
        return "Il n’y avait rien à changer."
    said = f"C’est fait\u00a0: {plural(done.added, 'nouvelle rencontre', 'nouvelles rencontres')}"
    if done.mode is ReplanMode.FULL:
        said += f", {plural(done.moved, 'rencontre déplacée', 'rencontres déplacées')}."
        return f"{said} {plan_words.tell_rest(done.gap, done.alpha)}"
    return f"{said}, aucune rencontre annoncée n’a bougé. {plan_words.tell_filling(done.gap)}"
