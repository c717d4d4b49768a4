"""What anyone reads: the evenings to come, and one of them."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blueprints.evenings.base import blueprint
from blueprints.evenings.personal import own_url
from blueprints.web.guards import open_to_all
from models.base import now
from services.account_registrations import own_registration
from services.evening_words import list_moments, tell_changeover, tell_programme
from services.event_access import open_public_event
from services.public_evenings import both_sides, list_upcoming
from services.registration_window import window_of_registration
from services.registrations import list_registrations_of


@blueprint.get("")
@open_to_all
def index() -> ResponseReturnValue:
    """The evenings to come; above them, those of whoever is logged in."""
    mine = list_registrations_of(current_user.id) if current_user.is_authenticated else []
    return render_template(
        "evenings/index.html",
        evenings=list_upcoming(now()),
        mine=[(each, own_url(each)) for each in mine],
    )


@blueprint.get("/<code>")
@open_to_all
def show(code: str) -> ResponseReturnValue:
    """What, when, where, how it goes, who organises; and both sides' invitations."""
    event = open_public_event(code)
    candidates, hosts = both_sides(event)
    mine = own_registration(event, current_user) if current_user.is_authenticated else None
    return render_template(
        "evenings/show.html",
        event=event,
        window=window_of_registration(event, now()).value,
        candidates=candidates,
        hosts=hosts,
        programme=tell_programme(event),
        changeover=tell_changeover(event),
        moments=list_moments(event),
        mine=own_url(mine),
    )
