"""« Je viens » in one press: that of the link in the e-mail, where scripts run."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.evenings.after_base import open_mine
from blueprints.evenings.base import blueprint
from blueprints.web.forms import BaseForm
from blueprints.web.guards import open_to_all
from blueprints.web.refusals import flash_refusal
from models.base import now
from services import reconfirmation
from services.transaction import transaction

_COME = "/inscription/<token>/venir"


@blueprint.get(_COME)
@open_to_all
def come(token: str) -> ResponseReturnValue:
    """The question of the e-mail: asking changes nothing, the page answers once a person sees it.

    Programs that read mail open links too. They are answered with a form; the script of the page
    sends it when the page is in front of someone, and the button does where no script runs.
    """
    participant = open_mine(token)
    is_asked = reconfirmation.may_reconfirm(participant, now())
    if not is_asked or participant.reconfirmed_at:
        return redirect(url_for("evenings.mine", token=token))
    return render_template(
        "evenings/come.html", token=token, event=participant.event, form=BaseForm()
    )


@blueprint.post(_COME)
@open_to_all
def reconfirm(token: str) -> ResponseReturnValue:
    """They come."""
    open_mine(token)
    try:
        with transaction():
            reconfirmation.reconfirm(open_mine(token), now())
        flash("C’est noté\u00a0: vous venez. À bientôt.", "success")
    except reconfirmation.NotExpectedAnyMore as refusal:
        flash_refusal(refusal)
    return redirect(url_for("evenings.mine", token=token), 303)
