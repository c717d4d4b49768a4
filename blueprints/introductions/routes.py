"""Introductions: who was introduced to whom, and both contacts."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blueprints.web.guards import requires_login
from services.introductions import list_introductions, view_introduction

blueprint = Blueprint("introductions", __name__, url_prefix="/mises-en-relation")


@blueprint.get("")
@requires_login
def index() -> ResponseReturnValue:
    """All introductions of who is looking, as doctor and as host."""
    found = list_introductions(current_user.id)
    return render_template("introductions/index.html", introductions=found)


@blueprint.get("/<int(max=2147483647):introduction_id>")
@requires_login
def show(introduction_id: int) -> ResponseReturnValue:
    """Both contacts, for both sides only: for anyone else there is no such page."""
    found = view_introduction(introduction_id, current_user.id)
    return render_template("introductions/show.html", introduction=found)
