"""A doctor's yeses, and the invitations they receive."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.doctors.base import OFFER, acting_doctor, blueprint, looking_doctor
from blueprints.doctors.cards import cards_of
from blueprints.doctors.forms import InterestForm
from blueprints.web.guards import requires
from blueprints.web.refusals import flash_refusal, sentence
from models.interests import Introduction
from services.doctors import is_started, set_visibility
from services.interests import (
    ConsentMissing,
    decline_invitation,
    list_invitations_of,
    list_yeses_of,
    show_interest,
    withdraw_interest,
)
from services.offer_cards import find_offer_card
from services.refusals import NotFound, Refusal
from services.transaction import transaction


@blueprint.get("/interets")
@requires("doctor")
def interests() -> ResponseReturnValue:
    """Invitations received and yeses given."""
    doctor = looking_doctor()
    invitations = list_invitations_of(doctor.id) if doctor else []
    yeses = list_yeses_of(doctor.id) if doctor else []
    cards = cards_of(doctor, {row.offer_id for row in [*invitations, *yeses]})
    return render_template(
        "doctors/interests.html",
        invitations=invitations,
        yeses=yeses,
        cards={card.id: card for card in cards},
        visible=bool(doctor and doctor.visible_since),
    )


@blueprint.route(f"/offres/{OFFER}/interet", methods=["GET", "POST"])
@requires("doctor")
def interest(offer_id: int) -> ResponseReturnValue:
    """« Ça m'intéresse »: a few words if one likes, and the consent if it was not given yet."""
    doctor, offer = looking_doctor(), find_offer_card(offer_id)
    if offer is None:
        abort(404)
    if not is_started(doctor):
        flash("Dites d’abord où vous en êtes et votre spécialité\u00a0: deux réponses.", "info")
        return redirect(url_for("doctors.profile", step="identite"))
    form = InterestForm()
    if form.validate_on_submit():
        try:
            with transaction():
                opened = _say_yes(offer_id, form)
        except ConsentMissing as refusal:
            form.agree.errors = [sentence(refusal)]
        except NotFound:
            raise
        except Refusal as refusal:
            form.form_errors.append(sentence(refusal))
        else:
            return _after_yes(opened)
    page = render_template("doctors/interest.html", form=form, offer=offer, doctor=doctor)
    return page, 422 if form.errors else 200


def _say_yes(offer_id: int, form: InterestForm) -> Introduction | None:
    doctor = acting_doctor()
    if form.agree.data and doctor.visible_since is None:
        set_visibility(doctor, True)
    return show_interest(doctor, offer_id, form.message.data)


def _after_yes(opened: Introduction | None) -> ResponseReturnValue:
    if opened:
        flash("Vous êtes en relation\u00a0: voici vos coordonnées à tous les deux.", "success")
        return redirect(url_for("introductions.show", introduction_id=opened.id))
    flash("C’est dit. L’hôte voit votre profil masqué et peut vous répondre.", "success")
    return redirect(url_for("doctors.interests"))


@blueprint.post(f"/offres/{OFFER}/interet/retirer")
@requires("doctor")
def withdraw(offer_id: int) -> ResponseReturnValue:
    """Take a yes back."""
    try:
        with transaction():
            withdraw_interest(acting_doctor(), offer_id)
    except NotFound:
        raise
    except Refusal as refusal:
        flash_refusal(refusal)
    else:
        flash("Votre intérêt est retiré.", "success")
    return redirect(url_for("doctors.interests"))


@blueprint.post(f"/offres/{OFFER}/invitation/accepter")
@requires("doctor")
def accept(offer_id: int) -> ResponseReturnValue:
    """Say yes to an invitation: both sides see each other's contacts."""
    try:
        with transaction():
            opened = show_interest(acting_doctor(), offer_id)
    except ConsentMissing:
        return redirect(url_for("doctors.interest", offer_id=offer_id))
    except NotFound:
        raise
    except Refusal as refusal:
        flash_refusal(refusal)
        return redirect(url_for("doctors.interests"))
    return _after_yes(opened)


@blueprint.post(f"/offres/{OFFER}/invitation/decliner")
@requires("doctor")
def decline(offer_id: int) -> ResponseReturnValue:
    """Say no, kindly, to an invitation."""
    try:
        with transaction():
            decline_invitation(acting_doctor(), offer_id)
    except NotFound:
        raise
    except Refusal as refusal:
        flash_refusal(refusal)
    else:
        flash("L’invitation est déclinée. L’hôte en est informé, sans autre détail.", "success")
    return redirect(url_for("doctors.interests"))
