"""What the pages that follow the meetings share: who a link is for, and what a dead link says."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from blueprints.evenings.base import blueprint
from blueprints.web.refusals import sentence
from models.base import now
from models.participants import Participant
from services.evening_contacts import EveningContact, list_contacts
from services.links import LinkForged, LinkRefused
from services.participant_keys import open_participant
from services.reconfirmation import may_reconfirm
from services.throttles import check_rate


def open_mine(token: str) -> Participant:
    """Who this link is for; guesses are counted."""
    try:
        return open_participant(token)
    except LinkForged:
        check_rate("link", request.remote_addr or "")
        raise


@blueprint.errorhandler(LinkRefused)
def link_over(refusal: LinkRefused) -> ResponseReturnValue:
    """A link that was never ours, or whose time is over."""
    status = 404 if isinstance(refusal, LinkForged) else 410
    return render_template("errors/link_over.html", said=sentence(refusal)), status


def _contacts_of(participant: Participant) -> list[EveningContact]:
    return list_contacts(participant) if participant.event.closed_at else []


def _awaits_yes(participant: Participant) -> bool:
    return may_reconfirm(participant, now())


@blueprint.context_processor
def _shared() -> dict[str, object]:
    return {"contacts_of": _contacts_of, "awaits_yes": _awaits_yes}
