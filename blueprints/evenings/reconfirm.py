"""« Je viens » in one press."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.evenings.after_base import open_mine
from blueprints.evenings.base import blueprint
from blueprints.web.guards import open_to_all
from blueprints.web.refusals import flash_refusal
from models.base import now
from services import reconfirmation
from services.transaction import transaction


@blueprint.post("/inscription/<token>/venir")
@open_to_all
def reconfirm(token: str) -> ResponseReturnValue:
    """They come."""
    open_mine(token)
    try:
        with transaction():
            reconfirmation.reconfirm(open_mine(token), now())
        flash("C’est noté : vous venez. À bientôt.", "success")
    except reconfirmation.NotExpectedAnyMore as refusal:
        flash_refusal(refusal)
    return redirect(url_for("evenings.mine", token=token), 303)
