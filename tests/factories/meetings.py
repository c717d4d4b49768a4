"""One yes, the other, and both."""

from __future__ import annotations

from models import Doctor, Introduction, Offer
from services.interests import invite, show_interest
from tests.factories.doctors import a_visible_doctor
from tests.factories.offers import a_published_offer, host_of


def an_interest(doctor: Doctor | None = None, offer: Offer | None = None) -> tuple[Doctor, Offer]:
    """The doctor said « ça m'intéresse »; the host has not answered."""
    doctor, offer = doctor or a_visible_doctor(), offer or a_published_offer()
    show_interest(doctor, offer.id, "Bonjour, votre maison de santé me plaît.")
    return doctor, offer


def an_invitation(doctor: Doctor | None = None, offer: Offer | None = None) -> tuple[Doctor, Offer]:
    """The host invited the doctor, who has not answered."""
    doctor, offer = doctor or a_visible_doctor(), offer or a_published_offer()
    invite(offer, doctor.id, host_of(offer).id, "Venez nous voir.")
    return doctor, offer


def an_introduction(doctor: Doctor | None = None, offer: Offer | None = None) -> Introduction:
    """Both said yes."""
    doctor, offer = an_interest(doctor, offer)
    introduction = invite(offer, doctor.id, host_of(offer).id)
    assert introduction is not None
    return introduction
