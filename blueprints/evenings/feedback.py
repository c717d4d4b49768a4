"""What one thought of the evening, without a name."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Optional

from blueprints.evenings.after_base import open_mine
from blueprints.evenings.base import blueprint
from blueprints.web.forms import BaseForm, longest
from blueprints.web.guards import open_to_all
from blueprints.web.refusals import flash_refusal, sentence
from models.base import now
from models.participants import Participant
from services.evening_feedback import (
    LONGEST_COMMENT,
    PACES,
    FeedbackGiven,
    FeedbackNotOpen,
    Opinion,
    check_may_give,
    give_feedback,
)
from services.transaction import transaction

_MARKS = [
    ("5", "5, excellente"),
    ("4", "4, bonne"),
    ("3", "3, correcte"),
    ("2", "2, décevante"),
    ("1", "1, à refaire autrement"),
]


class FeedbackForm(BaseForm):
    """Four questions; the first is the least there is to say."""

    mark = RadioField(
        "Dans l’ensemble, la soirée était", [InputRequired("Choisissez une note.")], choices=_MARKS
    )
    pace = RadioField("Les rencontres étaient", [Optional()], choices=list(PACES.items()))
    would_return = RadioField(
        "Reviendriez-vous à une soirée comme celle-ci\u00a0?",
        [Optional()],
        choices=[("yes", "Oui"), ("no", "Non")],
    )
    comment = TextAreaField(
        "Un mot pour la prochaine fois",
        [longest(LONGEST_COMMENT)],
        description="Il est lu tel quel par les organisateurs\u00a0: n’écrivez ni votre nom, "
        "ni celui "
        "d’une personne rencontrée.",
        render_kw={"rows": 4},
    )


@blueprint.get("/inscription/<token>/avis")
@open_to_all
def feedback(token: str) -> ResponseReturnValue:
    """The questions, or why there are none."""
    return _page(open_mine(token), token, FeedbackForm(formdata=None))


@blueprint.post("/inscription/<token>/avis")
@open_to_all
def say_feedback(token: str) -> ResponseReturnValue:
    """Keep the answer, and nothing that leads back from it."""
    participant, form = open_mine(token), FeedbackForm()
    if not form.validate_on_submit():
        return _page(participant, token, form)
    returns = {"yes": True, "no": False}.get(form.would_return.data or "")
    said = Opinion(int(form.mark.data), form.pace.data or None, returns, form.comment.data)
    try:
        with transaction():
            give_feedback(open_mine(token), said)
        flash("Merci. Votre avis est gardé sans votre nom.", "success")
    except (FeedbackGiven, FeedbackNotOpen) as refusal:
        flash_refusal(refusal)
    return redirect(url_for("evenings.feedback", token=token), 303)


def _page(participant: Participant, token: str, form: FeedbackForm) -> ResponseReturnValue:
    refused = ""
    try:
        check_may_give(participant, now())
    except (FeedbackGiven, FeedbackNotOpen) as refusal:
        refused = sentence(refusal)
    page = render_template(
        "evenings/feedback.html",
        participant=participant,
        event=participant.event,
        token=token,
        form=form,
        refused=refused,
    )
    return page, 422 if form.errors else 200
