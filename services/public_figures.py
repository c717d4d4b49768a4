"""The few figures of the home page: counted, never invented."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from models.base import db
from models.communes import Commune
from models.offers import Offer, OfferSite
from models.vocabulary import OfferStatus


@dataclass(frozen=True, slots=True)
class PublicFigures:
    """How many offers are published, in how many communes, of how many communes."""

    offers: int
    communes_with_offers: int
    communes: int


def count_public_figures() -> PublicFigures:
    """Count what is published now: one query."""
    published = (
        select(func.count(Offer.id)).where(Offer.status == OfferStatus.PUBLISHED).scalar_subquery()
    )
    places = (
        select(func.count(OfferSite.commune_code.distinct()))
        .join(Offer, Offer.id == OfferSite.offer_id)
        .where(Offer.status == OfferStatus.PUBLISHED)
        .scalar_subquery()
    )
    communes = select(func.count(Commune.code)).scalar_subquery()
    row = db.session.execute(select(published, places, communes)).one()
    return PublicFigures(*row)
