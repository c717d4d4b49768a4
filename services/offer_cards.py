"""What a list shows of an offer: title, place, kind; many at once in one query."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, select

from models.base import db
from models.communes import Commune, Departement
from models.offers import Offer, OfferSite
from models.organisations import Organisation
from models.vocabulary import OfferStatus, Opportunity, PracticeMode


@dataclass(frozen=True, slots=True)
class OfferCard:
    """One offer in a list."""

    id: int
    title: str
    status: str
    organisation: str
    commune: str
    departement: str
    departement_code: str
    opportunities: tuple[str, ...]
    mode: str
    start_on: date | None
    latitude: float | None
    longitude: float | None

    @property
    def is_open(self) -> bool:
        """Can it still be answered?"""
        return self.status == OfferStatus.PUBLISHED

    @property
    def status_label(self) -> str:
        """« Pourvue », « En pause »…"""
        return OfferStatus(self.status).label


def find_offer_card(offer_id: int) -> OfferCard | None:
    """One offer that doctors may see, published once at least."""
    return list_offer_cards([offer_id]).get(offer_id)


def list_offer_cards(offer_ids: Collection[int]) -> dict[int, OfferCard]:
    """These offers, drafts left out, by id: one query."""
    query = _cards().where(Offer.id.in_(offer_ids), Offer.status != OfferStatus.DRAFT)
    return {row.id: _card(row) for row in db.session.execute(query)} if offer_ids else {}


def list_latest_cards(limit: int = 20) -> list[OfferCard]:
    """The offers published last, for someone about whom nothing is known yet."""
    query = _cards().where(Offer.status == OfferStatus.PUBLISHED)
    rows = db.session.execute(query.order_by(Offer.published_at.desc(), Offer.id).limit(limit))
    return [_card(row) for row in rows]


def _cards() -> Select[*tuple[Any, ...]]:
    query: Select[*tuple[Any, ...]] = (
        select(
            Offer.id,
            Offer.title,
            Offer.status,
            Offer.opportunities,
            Offer.practice_mode,
            Offer.start_on,
            Organisation.name.label("organisation"),
            Commune.name.label("commune"),
            Commune.latitude,
            Commune.longitude,
            Commune.departement_code,
            Departement.name.label("departement"),
        )
        .join(Organisation, Organisation.id == Offer.organisation_id)
        .outerjoin(OfferSite, (OfferSite.offer_id == Offer.id) & (OfferSite.position == 0))
        .outerjoin(Commune, Commune.code == OfferSite.commune_code)
        .outerjoin(Departement, Departement.code == Commune.departement_code)
    )
    return query


def _card(row: Row[Any]) -> OfferCard:
    return OfferCard(
        id=row.id,
        title=row.title or "Offre sans titre",
        status=row.status,
        organisation=row.organisation,
        commune=row.commune or "",
        departement=row.departement or "",
        departement_code=row.departement_code or "",
        opportunities=tuple(Opportunity.labels_of(row.opportunities)),
        mode=PracticeMode(row.practice_mode).label if row.practice_mode else "",
        start_on=row.start_on,
        latitude=row.latitude,
        longitude=row.longitude,
    )
