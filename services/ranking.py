"""Rank offers for a doctor and doctors for an offer, and say why in French.

Order comes from the pools, all at once; what is shown of each line comes from the readable
definition of a pair, the same for lists, for one offer's page and for the command.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from matching.profiles import OfferProfile
from models.base import db
from models.interests import Bookmark
from models.vocabulary import BookmarkKind
from services.choosing import (
    SORTS,
    Chosen,
    Excluded,
    OfferFilters,
    Search,
    choose_doctors,
    choose_offers,
)
from services.market import open_market
from services.profiles import DoctorRecord, load_doctors, load_offers
from services.refusals import NotFound
from services.telling import Marks, RankedItem, tell_doctors, tell_offers
from services.text_models import compare_texts

__all__ = [
    "SORTS",
    "Excluded",
    "OfferFilters",
    "RankedItem",
    "RankedPage",
    "UnknownDoctor",
    "UnknownOffer",
    "explain_doctor",
    "explain_doctors",
    "explain_offer",
    "explain_offers",
    "rank_doctors",
    "rank_offers",
]

_PARIS = ZoneInfo("Europe/Paris")


class UnknownDoctor(NotFound):
    """There is no doctor ``doctor_id``, or none that this side may see."""


class UnknownOffer(NotFound):
    """There is no offer ``offer_id``."""


@dataclass(frozen=True, slots=True)
class RankedPage:
    """One page of a ranked list, and what was left out of the list."""

    items: tuple[RankedItem, ...]
    total: int
    page: int
    pages: int
    per_page: int
    excluded: tuple[Excluded, ...]
    excluded_total: int
    departements: Mapping[str, int]


def rank_offers(
    doctor_id: int,
    filters: OfferFilters | None = None,
    sort: str = "mutual",
    page: int = 1,
    per_page: int = 20,
    *,
    today: date | None = None,
) -> RankedPage:
    """The published offers that a doctor does not rule out, best first.

    Four queries however many offers there are: the clock, the doctor, their places, their marks.
    """
    doctor, marks = _read_doctor(doctor_id), _read_marks(doctor_id)
    today = today or datetime.now(_PARIS).date()
    with open_market().offers() as side:
        chosen = choose_offers(
            side,
            Search(doctor.profile, filters or OfferFilters(), marks, sort, today),
            page,
            per_page,
        )
        offers = [side.pool.get(each) for each in chosen.ids]
        compared = compare_texts(
            side.pool.model,
            doctor.profile.project,
            [offer.text for offer in offers],
            side.pool.codes().texts[[side.pool.row(each) for each in chosen.ids]],
        )
        regions = side.regions
    items = tell_offers(doctor, offers, compared, regions, marks, first_rank=chosen.first_rank)
    return _page(items, chosen, per_page)


def rank_doctors(offer_id: int, page: int = 1, per_page: int = 20) -> RankedPage:
    """The doctors who agreed to be seen and whom an offer does not rule out, best first.

    Three queries however many doctors there are: the clock, the offer, its sites.
    """
    offer = _read_offer(offer_id)
    with open_market().doctors() as side:
        chosen = choose_doctors(side, offer, page, per_page)
        doctors = [side.pool.get(each) for each in chosen.ids]
        compared = compare_texts(
            side.pool.model,
            offer.text,
            [doctor.project for doctor in doctors],
            side.pool.codes().texts[[side.pool.row(each) for each in chosen.ids]],
        )
    items = tell_doctors(offer, doctors, compared, first_rank=chosen.first_rank)
    return _page(items, chosen, per_page)


def explain_offer(doctor_id: int, offer_id: int) -> RankedItem:
    """What one offer is worth to a doctor, published or not, ruled out or not."""
    items = explain_offers(doctor_id, [offer_id])
    if not items:
        raise UnknownOffer(offer_id=offer_id)
    return items[0]


def explain_offers(doctor_id: int, offer_ids: Sequence[int]) -> list[RankedItem]:
    """The same for several offers, in the order asked; those that do not exist are left out."""
    doctor, marks = _read_doctor(doctor_id), _read_marks(doctor_id)
    found = {record.profile.id: record.profile for record in load_offers(db.session(), offer_ids)}
    offers = [found[each] for each in offer_ids if each in found]
    with open_market().offers() as side:
        model, regions = side.pool.model, side.regions
    compared = compare_texts(model, doctor.profile.project, [offer.text for offer in offers])
    return tell_offers(doctor, offers, compared, regions, marks)


def explain_doctor(offer_id: int, doctor_id: int) -> RankedItem:
    """What one visible doctor is worth to an offer."""
    items = explain_doctors(offer_id, [doctor_id])
    if not items:
        raise UnknownDoctor(doctor_id=doctor_id)
    return items[0]


def explain_doctors(offer_id: int, doctor_ids: Sequence[int]) -> list[RankedItem]:
    """The same for several doctors, in the order asked; those not to be seen are left out."""
    offer = _read_offer(offer_id)
    records = load_doctors(db.session(), doctor_ids, for_hosts=True)
    found = {record.profile.id: record.profile for record in records}
    doctors = [found[each] for each in doctor_ids if each in found]
    with open_market().doctors() as side:
        model = side.pool.model
    compared = compare_texts(model, offer.text, [doctor.project for doctor in doctors])
    return tell_doctors(offer, doctors, compared)


def _read_doctor(doctor_id: int) -> DoctorRecord:
    records = load_doctors(db.session(), [doctor_id])
    if not records:
        raise UnknownDoctor(doctor_id=doctor_id)
    return records[0]


def _read_offer(offer_id: int) -> OfferProfile:
    records = load_offers(db.session(), [offer_id])
    if not records:
        raise UnknownOffer(offer_id=offer_id)
    return records[0].profile


def _read_marks(doctor_id: int) -> Marks:
    marks: dict[str, set[int]] = {kind.value: set() for kind in BookmarkKind}
    rows = db.session.execute(
        select(Bookmark.kind, Bookmark.offer_id).where(Bookmark.doctor_id == doctor_id)
    )
    for row in rows:
        marks[row.kind].add(row.offer_id)
    return marks


def _page(items: list[RankedItem], chosen: Chosen, per_page: int) -> RankedPage:
    return RankedPage(
        tuple(items),
        chosen.total,
        chosen.page,
        chosen.pages,
        per_page,
        chosen.excluded,
        chosen.excluded_total,
        chosen.departements,
    )
