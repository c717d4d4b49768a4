"""What all pages of a participant share: who the link is for, and what it may not do."""

from __future__ import annotations

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.evenings.base import blueprint
from blueprints.web.refusals import sentence
from models.participants import Participant
from models.vocabulary import ParticipantStatus
from services.links import LinkExpired, LinkRefused
from services.participant_keys import open_participant, token_of
from services.refusals import Refusal

ON_THE_LIST = (ParticipantStatus.REGISTERED, ParticipantStatus.WAITING)


class NotConfirmedYet(Refusal):
    """The button of the page comes first."""


def open_listed(token: str) -> Participant:
    """Who this link is for, once they have a seat or wait for one."""
    participant = open_participant(token)
    if participant.status not in ON_THE_LIST:
        raise NotConfirmedYet()
    return participant


def mine_url(participant: Participant) -> str:
    """The address of their own page."""
    return url_for("evenings.mine", token=token_of(participant))


def own_url(participant: Participant | None) -> str | None:
    """The same for whoever is logged in; before the confirmation only the e-mail leads there."""
    if participant is None or participant.status == ParticipantStatus.PENDING:
        return None
    return mine_url(participant)


def has_page(endpoint: str) -> bool:
    """Does the site have this page?"""
    return endpoint in current_app.view_functions


@blueprint.errorhandler(LinkRefused)
def link_refused(refusal: LinkRefused) -> ResponseReturnValue:
    """A link that was cut, made up, or is too old."""
    is_over = isinstance(refusal, LinkExpired)
    return render_template("evenings/link_refused.html", is_over=is_over), 410


@blueprint.errorhandler(NotConfirmedYet)
def not_confirmed(refusal: NotConfirmedYet) -> ResponseReturnValue:
    """Back to where the one button is, or where it says that the registration was cancelled."""
    flash(sentence(refusal), "info")
    return redirect(url_for("evenings.mine", **(request.view_args or {})))


@blueprint.after_request
def keep_private(response: Response) -> Response:
    """Whoever has the address is let in: no cache keeps such a page, no robot lists it."""
    if request.view_args and "token" in request.view_args:
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
