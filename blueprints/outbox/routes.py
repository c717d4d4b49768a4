"""What would have been sent."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blueprints.web.guards import requires_login
from services.outbox import list_shown

blueprint = Blueprint("outbox", __name__)


@blueprint.get("/courrier")
@requires_login
def index() -> ResponseReturnValue:
    """One's own messages and those of imaginary people; only where nothing is sent for real."""
    if not current_app.config["DEMO_MODE"]:
        abort(404)
    return render_template("outbox/index.html", messages=list_shown(current_user, request.url_root))
