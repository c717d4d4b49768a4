"""Favourites, and offers put aside."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from blueprints.doctors.base import OFFER, UNDO, acting_doctor, back_to, blueprint, looking_doctor
from blueprints.doctors.cards import cards_of
from blueprints.web.guards import requires
from models.vocabulary import BookmarkKind
from services.bookmarks import (
    add_favourite,
    hide_offer,
    list_marked,
    remove_favourite,
    unhide_offer,
)
from services.transaction import transaction


@blueprint.get("/favoris")
@requires("doctor")
def favourites() -> ResponseReturnValue:
    """Offers kept for later, the latest first."""
    doctor = looking_doctor()
    ids = list_marked(doctor.id, BookmarkKind.FAVOURITE) if doctor else []
    cards = cards_of(doctor, ids)
    return render_template("doctors/favourites.html", cards=cards, list_shown="favourites")


@blueprint.get("/offres-masquees")
@requires("doctor")
def hidden_offers() -> ResponseReturnValue:
    """Offers put aside, to be shown again."""
    doctor = looking_doctor()
    ids = list_marked(doctor.id, BookmarkKind.HIDDEN) if doctor else []
    cards = cards_of(doctor, ids)
    return render_template("doctors/hidden.html", cards=cards, list_shown="hidden")


@blueprint.post(f"/offres/{OFFER}/favori")
@requires("doctor")
def favourite(offer_id: int) -> ResponseReturnValue:
    """Add to favourites, or take away: the form says which, so a second press changes nothing."""
    keep = request.form.get("keep", "1") == "1"
    with transaction():
        (add_favourite if keep else remove_favourite)(acting_doctor().id, offer_id)
    flash("Ajoutée à vos favorites." if keep else "Retirée de vos favorites.", "success")
    return redirect(back_to(url_for("doctors.favourites")))


@blueprint.post(f"/offres/{OFFER}/masquer")
@requires("doctor")
def hide(offer_id: int) -> ResponseReturnValue:
    """Put an offer aside; the next page offers to undo it."""
    with transaction():
        hide_offer(acting_doctor().id, offer_id)
    session[UNDO] = offer_id
    return redirect(back_to(url_for("doctors.offers")))


@blueprint.post(f"/offres/{OFFER}/afficher")
@requires("doctor")
def unhide(offer_id: int) -> ResponseReturnValue:
    """Show an offer again."""
    with transaction():
        unhide_offer(acting_doctor().id, offer_id)
    flash("L’offre est de nouveau dans votre liste.", "success")
    return redirect(back_to(url_for("doctors.hidden_offers")))
