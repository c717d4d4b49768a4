"""Rank offers for a doctor and doctors for an offer, and say why in French.

Order comes from the pools, all at once; what is shown of each line comes from the readable
definition of a pair, the same for lists, for one offer's page and for the command.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from matching.pair import score_for_doctor, score_for_host
from matching.profiles import DoctorProfile, OfferProfile
from matching.score import Score, mutual
from matching.travel import minutes_between
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
from services.explanations import (
    DOCTOR_VOICE,
    HOST_VOICE,
    Context,
    Flag,
    Reason,
    ThemeBar,
    Voice,
    counted_terms,
    give_reasons,
    name_exclusions,
    name_flags,
    note_on_other,
    sum_up_themes,
)
from services.market import open_market
from services.profiles import DoctorRecord, load_doctors, load_offers
from services.refusals import NotFound
from services.text_models import Nearness, compare_texts

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
Marks = Mapping[str, Set[int]]
_NO_MARKS: Marks = {kind.value: frozenset() for kind in BookmarkKind}


class UnknownDoctor(NotFound):
    """There is no doctor ``doctor_id``, or none that this side may see."""


class UnknownOffer(NotFound):
    """There is no offer ``offer_id``."""


@dataclass(frozen=True, slots=True)
class RankedItem:
    """One offer for a doctor, or one doctor for an offer, with the reasons of the one who looks.

    ``known`` is the share of the weight that is known, ``known_count`` of ``applying_count``
    criteria. ``flagged`` is essential and not said, ``excluded`` rules out on the looker's side.
    """

    id: int
    rank: int | None
    score: float | None
    known: float
    known_count: int
    applying_count: int
    other_score: float | None
    mutual: float
    reasons: tuple[Reason, ...]
    themes: tuple[ThemeBar, ...]
    flagged: tuple[Flag, ...]
    excluded: tuple[Flag, ...]
    other_excluded: bool
    other_note: str
    minutes: float | None = None
    favourite: bool = False
    hidden: bool = False


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
    items = _tell_offers(doctor, offers, compared, regions, marks, first_rank=chosen.first_rank)
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
    items = _tell_doctors(offer, doctors, compared, first_rank=chosen.first_rank)
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
    return _tell_offers(doctor, offers, compared, regions, marks)


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
    return _tell_doctors(offer, doctors, compared)


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
    marks: dict[str, set[int]] = {kind: set() for kind in _NO_MARKS}
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


def _tell_offers(
    doctor: DoctorRecord,
    offers: Sequence[OfferProfile],
    compared: Sequence[Nearness],
    regions: Mapping[str, str],
    marks: Marks,
    *,
    first_rank: int | None = None,
) -> list[RankedItem]:
    profile = doctor.profile
    places = tuple(
        (name, place.max_minutes)
        for name, place in zip(doctor.place_names, profile.places, strict=True)
    )
    items = []
    for at, (offer, near) in enumerate(zip(offers, compared, strict=True)):
        own = score_for_doctor(profile, offer, affinity=near.for_one, words=near.words)
        other = score_for_host(offer, profile, affinity=near.for_many)
        context = Context(regions, places, several_sites=len(offer.sites) > 1)
        items.append(
            _tell(
                offer.id,
                own,
                other,
                DOCTOR_VOICE,
                context,
                rank=None if first_rank is None else first_rank + at,
                minutes=_nearest_minutes(profile, offer),
                favourite=offer.id in marks[BookmarkKind.FAVOURITE],
                hidden=offer.id in marks[BookmarkKind.HIDDEN],
            )
        )
    return items


def _tell_doctors(
    offer: OfferProfile,
    doctors: Sequence[DoctorProfile],
    compared: Sequence[Nearness],
    *,
    first_rank: int | None = None,
) -> list[RankedItem]:
    items = []
    for at, (doctor, near) in enumerate(zip(doctors, compared, strict=True)):
        own = score_for_host(offer, doctor, affinity=near.for_one, words=near.words)
        other = score_for_doctor(doctor, offer, affinity=near.for_many, private=False)
        rank = None if first_rank is None else first_rank + at
        items.append(_tell(doctor.id, own, other, HOST_VOICE, Context(), rank=rank))
    return items


def _tell(
    id: int,
    own: Score,
    other: Score,
    voice: Voice,
    context: Context,
    *,
    rank: int | None,
    minutes: float | None = None,
    favourite: bool = False,
    hidden: bool = False,
) -> RankedItem:
    terms = counted_terms(own)
    return RankedItem(
        id=id,
        rank=rank,
        score=own.value,
        known=own.known,
        known_count=sum(term.value is not None for term in terms),
        applying_count=len(terms),
        other_score=other.value,
        mutual=mutual(own.value, other.value),
        reasons=give_reasons(own, voice, context),
        themes=sum_up_themes(own, voice),
        flagged=name_flags(own, voice),
        excluded=name_exclusions(own, voice),
        other_excluded=bool(other.excluded),
        other_note=note_on_other(other.excluded, voice),
        minutes=minutes,
        favourite=favourite,
        hidden=hidden,
    )


def _nearest_minutes(doctor: DoctorProfile, offer: OfferProfile) -> float | None:
    if not offer.sites or not doctor.places:
        return None
    minutes = min(minutes_between(place, offer.sites[0]) for place in doctor.places)
    return minutes if math.isfinite(minutes) else None
