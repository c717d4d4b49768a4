"""Offers in each of their states."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from models import Account, Offer, Organisation, db
from models.base import now
from models.vocabulary import Opportunity, PracticeMode
from services.offers import create_offer, publish
from tests.factories.organisations import a_town_hall

# What an offer of an MSP in the Lot can say; the rest stays "not said".
FACTS: dict[str, Any] = {
    "days_min": 3,
    "days_max": 5,
    "on_call": "voluntary",
    "team": ["gp", "nurse", "physiotherapist"],
    "secretary": True,
    "medical_assistant": True,
    "guaranteed_income": False,
    "schools": ["nursery", "primary", "middle"],
    "life": ["hiking_cycling", "market_shops", "train_station"],
    "childcare": "reserved",
    "teaching": "possible",
}


def host_of(offer: Offer) -> Account:
    """Someone who acts for the offer's organisation."""
    return offer.organisation.members[0].account


def a_draft_offer(organisation: Organisation | None = None, **answers: Any) -> Offer:
    """A draft as the site makes it, with what ``answers`` replaces."""
    organisation = organisation or a_town_hall()
    offer = create_offer(organisation, organisation.members[0].account)
    for name, value in answers.items():
        setattr(offer, name, value)
    db.session.flush()
    return offer


def a_ready_offer(organisation: Organisation | None = None, **answers: Any) -> Offer:
    """A draft that says all that publishing asks for, and more."""
    said: dict[str, Any] = {
        "title": "Médecine générale à Figeac",
        "opportunities": [Opportunity.INSTALLATION.value],
        "practice_mode": PracticeMode.MSP.value,
        "start_on": now().date() + timedelta(days=90),
        "description": "Une équipe, des infirmières, et la randonnée au bord du Célé.",
        "facts": dict(FACTS),
        "contact_name": "Dominique Essai",
        "contact_role": "Maire",
        "contact_email": "mairie@example.org",
    }
    return a_draft_offer(organisation, **(said | answers))


def a_published_offer(organisation: Organisation | None = None, **answers: Any) -> Offer:
    """An offer published while it ran; with ``expires_on`` in the past, its last day is over."""
    offer = a_ready_offer(organisation, **answers)
    last_day = offer.expires_on or now().date()
    publish(offer, host_of(offer), today=min(now().date(), last_day))
    return offer
