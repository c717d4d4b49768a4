"""The plan of an evening: make it, see what it gives and what fairness would cost, announce it."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms import FloatField, IntegerField
from wtforms.validators import InputRequired, Optional

from blueprints.events import plan_words
from blueprints.events.base import blueprint
from blueprints.web.forms import BaseForm
from blueprints.web.guards import requires_login
from blueprints.web.refusals import flash_refusal, sentence
from models.base import now
from models.dating_events import DatingEvent
from models.evening_plans import EveningPlanRow
from models.vocabulary import EventRight, EventSide, ParticipantStatus
from services import evening_plans
from services.evening_board import Board, read_board
from services.evening_choices import Choices, list_choices
from services.evening_drafts import draft_plan
from services.evening_evenness import AUTOMATIC, Dial, dial_of
from services.event_access import open_event
from services.participants import badge_number, count_by_status, full_name
from services.refusals import Forbidden, NotFound, Refusal
from services.transaction import transaction

VIEWS = {"manches": "Par manche", "personnes": "Par personne"}


class DialForm(BaseForm):
    """The dial of fairness, as each button of the page sends it; no number: we choose it."""

    min_meetings = IntegerField("Rencontres au moins pour chacun", [Optional()])
    alpha = FloatField("Équilibre", [InputRequired()])

    def said(self) -> Dial | None:
        """Where to turn the dial, if anything was said of it."""
        if not self.validate_on_submit():
            return None
        least, alpha = self.min_meetings.data, self.alpha.data
        return Dial(least if least is not None or alpha == 1.0 else 0, alpha)


@blueprint.get("/<int:event_id>/plan")
@requires_login
def plan(event_id: int) -> ResponseReturnValue:
    """What the plan gives, in words, then by round or by person."""
    event = open_event(event_id, current_user.id, EventRight.EDITOR)
    made = evening_plans.current_plan(event.id)
    board = read_board(event, made) if made else None
    choices, refused = _choices(event) if "comparer" in request.args else (None, None)
    view = request.args.get("vue", "manches")
    return render_template(
        "events/plan.html",
        event=event,
        plan=made,
        board=board,
        view=view if view in VIEWS else "manches",
        views=VIEWS,
        choices=choices,
        refused=refused,
        dial=dial_of(event),
        automatic=AUTOMATIC,
        stage=_stage(event, made, board),
        coming=_count_coming(event),
        has_begun=evening_plans.has_begun(event, now()),
        form=DialForm(formdata=None),
        words=plan_words,
        badge_number=badge_number,
        full_name=full_name,
    )


def _count_coming(event: DatingEvent) -> dict[str, int]:
    """How many are registered on each side."""
    counts = count_by_status(event.id)
    return {
        side.value: counts.get((side.value, ParticipantStatus.REGISTERED.value), 0)
        for side in EventSide
    }


def _stage(event: DatingEvent, made: EveningPlanRow | None, board: Board | None) -> str:
    if event.is_over:
        return "over"
    if made is None or board is None:
        return "make"
    if event.announced_at is None:
        return "announce"
    return "tell" if board.untold else "mend"


def _choices(event: DatingEvent) -> tuple[Choices | None, str | None]:
    try:
        return list_choices(event), None
    except Refusal as refusal:
        return None, sentence(refusal)


@blueprint.post("/<int:event_id>/plan/faire")
@requires_login
def make_plan(event_id: int) -> ResponseReturnValue:
    """Make the plan, or make it again: nobody has been told yet."""
    dial = DialForm().said()
    try:
        draft = draft_plan(lambda: open_event(event_id, current_user.id, EventRight.EDITOR), dial)
        with transaction():
            event = open_event(event_id, current_user.id, EventRight.EDITOR, lock=True)
            if dial is not None:
                evening_plans.turn_dial(event, dial)
            evening_plans.make_plan(event, made_by=current_user.id, at=now(), draft=draft)
    except (NotFound, Forbidden):
        raise
    except Refusal as refusal:
        flash(plan_words.tell_refusal(refusal, sentence(refusal)), "error")
    else:
        current_app.logger.info("event %s: plan made by account %s", event_id, current_user.id)
        flash("Le plan est fait. Relisez-le\u00a0: personne ne l’a encore reçu.", "success")
    return redirect(url_for("events.plan", event_id=event_id))


@blueprint.post("/<int:event_id>/plan/annoncer")
@requires_login
def announce(event_id: int) -> ResponseReturnValue:
    """Send each participant their programme."""
    try:
        with transaction():
            event = open_event(event_id, current_user.id, EventRight.EDITOR, lock=True)
            told = evening_plans.announce(event, now())
    except (NotFound, Forbidden):
        raise
    except Refusal as refusal:
        flash_refusal(refusal)
    else:
        current_app.logger.info("event %s: plan announced to %s", event_id, told)
        flash(_tell_announced(told), "success")
    return redirect(url_for("events.plan", event_id=event_id))


def _tell_announced(told: int) -> str:
    if told == 0:
        return (
            "Le plan est annoncé. Aucun message n’est parti\u00a0: chacun a déjà le sien, "
            "ou le suit sur son téléphone."
        )
    if told == 1:
        return "C’est parti\u00a0: 1\u00a0personne reçoit son programme par courriel."
    return f"C’est parti\u00a0: {told}\u00a0personnes reçoivent leur programme par courriel."
