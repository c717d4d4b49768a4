"""Another e-mail address for one's registration: asked, confirmed there, undone from the old."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.evenings.base import blueprint
from blueprints.evenings.forms import AddressForm
from blueprints.evenings.personal import mine_url, open_listed
from blueprints.web.forms import BaseForm
from blueprints.web.guards import open_to_all
from blueprints.web.refusals import flash_refusal, sentence
from models.participants import Participant
from services.couples import state_of
from services.email_keys import email_key
from services.links import LinkExpired, LinkForged, LinkUsed
from services.refusals import Refusal
from services.registration_addresses import (
    Move,
    ask_address,
    change_address,
    open_change,
    open_undo,
    undo_address,
)
from services.throttles import TooMany, check_rate
from services.transaction import transaction


@blueprint.route("/inscription/<token>/adresse", methods=["GET", "POST"])
@open_to_all
def address(token: str) -> ResponseReturnValue:
    """Ask for a link at the new address; the answer is the same whoever has it."""
    participant, form, status = open_listed(token), AddressForm(), 422
    if form.validate_on_submit():
        try:
            check_rate("participant_address", str(participant.id), email_key(form.email.data))
            with transaction():
                asked = ask_address(open_listed(token), form.email.data)
        except Refusal as refusal:
            form.email.errors = [*form.email.errors, sentence(refusal)]
            status = 429 if isinstance(refusal, TooMany) else 422
        else:
            flash(
                f"Un message vient de partir vers {asked}. Rien ne change tant que son lien n’est "
                "pas ouvert.",
                "success",
            )
            return redirect(url_for("evenings.mine", token=token))
    page = render_template(
        "evenings/address.html",
        token=token,
        participant=participant,
        couple=state_of(participant),
        form=form,
    )
    return page, status if form.errors else 200


@blueprint.route("/adresse/<token>", methods=["GET", "POST"])
@open_to_all
def confirm_address(token: str) -> ResponseReturnValue:
    """What the link sent to the new address opens: one button."""
    said = "C’est fait\u00a0: vos messages arrivent désormais ici. Gardez le nouveau lien qui part."
    return _answer(token, open_change, change_address, said)


@blueprint.route("/adresse/annuler/<token>", methods=["GET", "POST"])
@open_to_all
def undo_address_change(token: str) -> ResponseReturnValue:
    """What the link sent to the old address opens: one button too."""
    said = "C’est fait\u00a0: l’inscription est revenue à votre adresse. Un nouveau lien y part."
    return _answer(token, open_undo, undo_address, said, is_undo=True)


def _answer(
    token: str,
    open_: Callable[[str], Move],
    act: Callable[[str], Participant],
    said: str,
    *,
    is_undo: bool = False,
) -> ResponseReturnValue:
    try:
        move = open_(token)
        event, form = move.participant.event, BaseForm()
        if form.validate_on_submit():
            with transaction():
                home = mine_url(act(token))
            flash(said, "success")
            return redirect(home, 303)
    except LinkForged:
        check_rate("link", request.remote_addr or "")
        raise
    except (LinkUsed, LinkExpired):
        over = "Ce lien a déjà servi, a été remplacé, ou son délai est passé."
        return render_template("errors/link_over.html", said=over), 410
    except Refusal as refusal:
        flash_refusal(refusal)
        return redirect(url_for("evenings.show", code=event.code), 303)
    return render_template(
        "evenings/address_link.html", event=event, email=move.email, form=form, is_undo=is_undo
    )
