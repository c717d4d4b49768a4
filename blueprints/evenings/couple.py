"""Coming with someone: asked by one, agreed by the other, undone by either."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.evenings.base import blueprint
from blueprints.evenings.forms import CoupleForm
from blueprints.evenings.personal import open_listed
from blueprints.web.forms import BaseForm
from blueprints.web.guards import open_to_all
from blueprints.web.refusals import flash_refusal, sentence
from models.vocabulary import EventSide
from services.couples import agree, ask, state_of, undo
from services.email_keys import email_key
from services.refusals import NotFound, Refusal
from services.throttles import check_rate
from services.transaction import transaction


@blueprint.route("/inscription/<token>/couple", methods=["GET", "POST"])
@open_to_all
def couple(token: str) -> ResponseReturnValue:
    """Where one stands, and the question to the other."""
    participant = open_listed(token)
    if participant.side != EventSide.CANDIDATE:
        abort(404)
    form = CoupleForm()
    if form.validate_on_submit():
        try:
            check_rate("couple", str(participant.id), email_key(form.email.data))
            with transaction():
                ask(participant, form.email.data, form.mode.data)
        except Refusal as refusal:
            form.email.errors = [*form.email.errors, sentence(refusal)]
        else:
            flash("Le message est parti. Votre couple compte dès son accord.", "success")
            return redirect(url_for("evenings.couple", token=token))
    page = render_template(
        "evenings/couple.html",
        token=token,
        participant=participant,
        event=participant.event,
        state=state_of(participant),
        form=form,
        plain=BaseForm(),
    )
    return page, 422 if form.errors else 200


@blueprint.post("/inscription/<token>/couple/accepter")
@open_to_all
def couple_agree(token: str) -> ResponseReturnValue:
    """Yes, we come together."""
    participant = open_listed(token)
    asked = request.form.get("couple_id", "")
    try:
        with transaction():
            agree(participant, int(asked) if asked.isdecimal() and len(asked) < 10 else 0)
    except NotFound:
        flash("Cette demande n’existe plus\u00a0: elle a peut-être été retirée.", "error")
    except Refusal as refusal:
        flash_refusal(refusal)
    else:
        flash("C’est entendu\u00a0: vous venez en couple.", "success")
    return redirect(url_for("evenings.couple", token=token))


@blueprint.post("/inscription/<token>/couple/retirer")
@open_to_all
def couple_undo(token: str) -> ResponseReturnValue:
    """Each comes alone."""
    participant = open_listed(token)
    try:
        with transaction():
            undo(participant)
    except Refusal as refusal:
        flash_refusal(refusal)
    else:
        flash("C’est retiré\u00a0: vous venez chacun de votre côté.", "success")
    return redirect(url_for("evenings.couple", token=token))
