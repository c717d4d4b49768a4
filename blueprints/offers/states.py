"""Read an offer again before showing it, and change its state."""

from __future__ import annotations

from collections.abc import Callable

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blueprints.offers.base import blueprint
from blueprints.offers.gap_sentences import tell_gaps
from blueprints.offers.steps import stepper_of
from blueprints.web.guards import requires
from blueprints.web.refusals import flash_refusal
from models.accounts import Account
from models.offers import Offer
from services import offers
from services.completeness import completeness
from services.offer_essentials import OfferIncomplete, missing_essentials
from services.offers import TransitionRefused, open_for_editing, open_offer
from services.organisations import OrganisationNotVerified, can_edit
from services.paris_days import today_in_paris
from services.refusals import NotFound
from services.transaction import transaction

Change = Callable[[Offer, Account], None]
CHANGES: dict[str, tuple[Change, str]] = {
    "publier": (
        lambda offer, account: offers.publish(offer, account, today_in_paris()),
        "L’offre est publiée\u00a0: les médecins la voient dès maintenant.",
    ),
    "pause": (offers.pause, "L’offre est en pause\u00a0: personne d’autre que vous ne la voit."),
    "reprendre": (
        lambda offer, account: offers.resume(offer, account, today_in_paris()),
        "L’offre est de nouveau visible.",
    ),
    "pourvoir": (offers.fill, "L’offre est pourvue. Bravo, et bienvenue à votre médecin."),
    "rouvrir": (
        lambda offer, account: offers.reopen(offer, account, today_in_paris()),
        "L’offre est de nouveau publiée.",
    ),
}


@blueprint.get("/<int:offer_id>/relire")
@requires("host")
def review(offer_id: int) -> ResponseReturnValue:
    """What is said, what is missing, what would count most; then publish."""
    offer, member = open_offer(offer_id, current_user)
    told = completeness(offer)
    return render_template(
        "offers/review.html",
        offer=offer,
        can_edit=can_edit(member),
        steps=stepper_of(offer, None),
        missing=missing_essentials(offer, today_in_paris()),
        completeness=told,
        gaps=tell_gaps(offer, told),
        transitions=offers.list_transitions(offer),
    )


@blueprint.post("/<int:offer_id>/etat/<action>")
@requires("host")
def transition(offer_id: int, action: str) -> ResponseReturnValue:
    """Publish, pause, resume, fill or open again."""
    offer = open_for_editing(offer_id, current_user)
    if action not in CHANGES:
        raise NotFound(action=action)
    change, said = CHANGES[action]
    try:
        with transaction():
            change(offer, current_user)
    except (OfferIncomplete, TransitionRefused) as refusal:
        flash_refusal(refusal)
    except OrganisationNotVerified as refusal:
        flash_refusal(refusal)
        return redirect(
            url_for("organisations.verification", organisation_id=offer.organisation_id)
        )
    else:
        current_app.logger.info("offer %s: %s by account %s", offer_id, action, current_user.id)
        flash(said, "success")
    return redirect(url_for("offers.review", offer_id=offer_id))
