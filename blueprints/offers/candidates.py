"""Doctors for an offer: masked, ranked, explained from the host's side; invite and answer."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms import TextAreaField

from blueprints.offers.base import blueprint
from blueprints.web.forms import BaseForm, longest
from blueprints.web.guards import requires
from blueprints.web.refusals import flash_refusal
from models.offers import Offer
from models.vocabulary import OfferStatus
from services.candidates import list_interested, list_invited, open_candidate, rank_candidates
from services.interests import (
    LONGEST_MESSAGE,
    AlreadyIntroduced,
    OfferNotOpen,
    decline_interest,
    withdraw_invitation,
)
from services.interests import invite as say_yes
from services.offers import open_for_editing, open_offer
from services.organisations import can_edit
from services.profile_views import is_noted, note_view
from services.pseudonyms import pseudonym
from services.transaction import transaction, writing_aside

VIEWS = {"tous": "Tous", "interesses": "Ont dit oui", "invites": "Invités"}


class InviteForm(BaseForm):
    """A few words that go with the yes."""

    message = TextAreaField(
        "Votre message",
        [longest(LONGEST_MESSAGE)],
        description="Présentez-vous en deux phrases, proposez une visite. Vos coordonnées "
        "seront données avec la mise en relation.",
        render_kw={"rows": 5},
    )


@blueprint.get("/<int:offer_id>/candidats")
@requires("host")
def candidates(offer_id: int) -> ResponseReturnValue:
    """Who could take the post; those who said yes come first."""
    offer, _member = open_offer(offer_id, current_user)
    view = request.args.get("vue", "tous")
    if offer.status == OfferStatus.DRAFT:
        return render_template("offers/candidates_none.html", offer=offer)
    page = request.args.get("page", 1, type=int)
    ranked = rank_candidates(offer, max(1, min(page, 10_000))) if view == "tous" else None
    return render_template(
        "offers/candidates.html",
        offer=offer,
        view=view,
        views=VIEWS,
        ranked=ranked,
        interested=list_interested(offer) if view != "invites" else [],
        invited=list_invited(offer) if view == "invites" else [],
        name_of=lambda doctor_id: _name_of(offer, doctor_id),
        url_for_page=lambda number: url_for("offers.candidates", offer_id=offer_id, page=number),
    )


@blueprint.get("/<int:offer_id>/candidats/<doctor_id>")
@requires("host")
def candidate(offer_id: int, doctor_id: int) -> ResponseReturnValue:
    """One masked doctor."""
    offer, member = open_offer(offer_id, current_user)
    page = _page(offer, doctor_id, InviteForm(formdata=None), may_answer=can_edit(member))
    _tell_doctor(offer, doctor_id)
    return page


def _tell_doctor(offer: Offer, doctor_id: int) -> None:
    """The doctor will see who opened this page: written once a day, after the page was read."""
    organisation_id = offer.organisation_id
    if is_noted(doctor_id, offer.id, organisation_id):
        return
    with writing_aside():
        note_view(doctor_id, offer.id, organisation_id, current_user.id)


def _page(
    offer: Offer, doctor_id: int, form: InviteForm, *, may_answer: bool
) -> ResponseReturnValue:
    page = render_template(
        "offers/candidate.html",
        offer=offer,
        candidate=open_candidate(offer, doctor_id),
        name=_name_of(offer, doctor_id),
        form=form,
        may_answer=may_answer,
        is_open=offer.status == OfferStatus.PUBLISHED,
    )
    return page, 422 if form.errors else 200


@blueprint.post("/<int:offer_id>/candidats/<doctor_id>/inviter")
@requires("host")
def invite(offer_id: int, doctor_id: int) -> ResponseReturnValue:
    """The host's yes: an invitation, or an introduction if the doctor had said yes."""
    offer = open_for_editing(offer_id, current_user)
    form = InviteForm()
    if not form.validate_on_submit():
        return _page(offer, doctor_id, form, may_answer=True)
    try:
        with transaction():
            opened = say_yes(offer, doctor_id, current_user.id, form.message.data)
    except OfferNotOpen as refusal:
        flash_refusal(refusal)
        return redirect(_address(offer_id, doctor_id))
    if opened:
        flash("Vous êtes mis en relation\u00a0: voici ses coordonnées.", "success")
        return redirect(url_for("introductions.show", introduction_id=opened.id))
    flash("Invitation envoyée. Vous serez mis en relation si la réponse est oui.", "success")
    return redirect(_address(offer_id, doctor_id))


@blueprint.post("/<int:offer_id>/candidats/<doctor_id>/decliner")
@requires("host")
def decline(offer_id: int, doctor_id: int) -> ResponseReturnValue:
    """« Non merci » to a doctor who said yes."""
    offer = open_for_editing(offer_id, current_user)
    try:
        with transaction():
            decline_interest(offer, doctor_id, current_user.id)
    except AlreadyIntroduced as refusal:
        flash_refusal(refusal)
    else:
        flash(
            "C’est noté\u00a0: ce médecin ne sera plus proposé parmi ceux qui attendent.", "success"
        )
    return redirect(url_for("offers.candidates", offer_id=offer_id))


@blueprint.post("/<int:offer_id>/candidats/<doctor_id>/retirer")
@requires("host")
def withdraw(offer_id: int, doctor_id: int) -> ResponseReturnValue:
    """Take an invitation back."""
    offer = open_for_editing(offer_id, current_user)
    try:
        with transaction():
            withdraw_invitation(offer, doctor_id)
    except AlreadyIntroduced as refusal:
        flash_refusal(refusal)
    else:
        flash("L’invitation est retirée.", "success")
    return redirect(_address(offer_id, doctor_id))


def _address(offer_id: int, doctor_id: int) -> str:
    return url_for("offers.candidate", offer_id=offer_id, doctor_id=doctor_id)


def _name_of(offer: Offer, doctor_id: int) -> str:
    return pseudonym(doctor_id, offer.id, current_app.config["SECRET_KEY"])
