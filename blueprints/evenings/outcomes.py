"""What became of one's introductions: asked months later, answered once by a link."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.evenings.base import blueprint
from blueprints.web.forms import BaseForm
from blueprints.web.guards import open_to_all
from blueprints.web.refusals import flash_refusal
from models.base import now
from services.links import LinkExpired, LinkForged, LinkRefused, LinkUsed
from services.outcomes import (
    Answer,
    NothingSaid,
    Questions,
    answer_questions,
    open_questions,
)
from services.throttles import check_rate
from services.transaction import transaction

_SAID = {"yes": True, "no": False}


@blueprint.get("/suites/<token>")
@open_to_all
def outcomes(token: str) -> ResponseReturnValue:
    """Two questions for each introduction."""
    try:
        asked = _open(token)
    except (LinkUsed, LinkExpired) as refusal:
        return _over(refusal)
    return render_template(
        "evenings/outcomes.html",
        asked=asked,
        event=asked.participant.event,
        token=token,
        form=BaseForm(formdata=None),
    )


@blueprint.post("/suites/<token>")
@open_to_all
def say_outcomes(token: str) -> ResponseReturnValue:
    """Keep the answers; the link has served."""
    try:
        asked = _open(token)
    except (LinkUsed, LinkExpired) as refusal:
        return _over(refusal)
    ids = [contact.evening_introduction_id for contact in asked.contacts]
    answers = {
        each: Answer(
            _SAID.get(request.form.get(f"visited-{each}", "")),
            _SAID.get(request.form.get(f"settled-{each}", "")),
        )
        for each in ids
    }
    code = asked.participant.event.code
    try:
        with transaction():
            answer_questions(token, answers, now())
    except (LinkUsed, LinkExpired) as refusal:
        return _over(refusal)  # pressed twice: the first press is kept
    except NothingSaid as refusal:
        flash_refusal(refusal)
        return redirect(url_for("evenings.outcomes", token=token), 303)
    flash("Merci, c’est noté. Votre réponse compte dans le bilan de la soirée.", "success")
    return redirect(url_for("evenings.show", code=code), 303)


def _over(refusal: LinkRefused) -> ResponseReturnValue:
    said = (
        "Vous avez déjà répondu, merci\u00a0: votre réponse est gardée."
        if isinstance(refusal, LinkUsed)
        else "Cette question n’est plus ouverte."
    )
    return render_template("errors/link_over.html", said=said), 410


def _open(token: str) -> Questions:
    try:
        return open_questions(token)
    except LinkForged:
        check_rate("link", request.remote_addr or "")
        raise
