"""The places of a doctor: communes that matter, regions, sizes, life around. All private."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from models.base import db
from models.communes import Commune, Region
from models.doctors import Doctor, DoctorPlace
from models.vocabulary import CommuneSize, Life, PlaceReason
from services.doctors import check_code, check_codes, finish_step
from services.refusals import Refusal

MOST_PLACES = 12
SHORTEST_TRIP, LONGEST_TRIP = 10, 120


class PlaceTwice(Refusal):
    """The same commune on two lines."""


class PlaceUnknown(Refusal):
    """No commune has this code."""


class TooManyPlaces(Refusal):
    """More than ``most`` communes."""


class TripOutOfRange(Refusal):
    """A longest travel time outside ``low`` to ``high`` minutes."""


class RegionUnknown(Refusal):
    """No region has this code."""


class RegionBothWays(Refusal):
    """A region liked and refused at once."""


@dataclass(frozen=True, slots=True)
class PlaceAnswer:
    """A commune that matters, why, and the longest drive to it in minutes."""

    commune_code: str
    reason: str
    max_minutes: int


def save_places(
    doctor: Doctor,
    *,
    places: Sequence[PlaceAnswer] = (),
    regions_liked: Collection[str] | None = None,
    regions_refused: Collection[str] | None = None,
    commune_sizes: Collection[str] | None = None,
    life: Collection[str] | None = None,
) -> None:
    """Save « mes lieux »; the places given replace those that were there."""
    check_places(places)
    liked = check_regions(regions_liked, "regions_liked")
    refused = check_regions(regions_refused, "regions_refused")
    check_no_contradiction(liked, refused)
    doctor.regions_liked, doctor.regions_refused = liked, refused
    doctor.commune_sizes = check_codes(CommuneSize, commune_sizes, "commune_sizes")
    doctor.life = check_codes(Life, life, "life")
    _keep_places(doctor, places)
    finish_step(doctor, "lieux")


def check_places(places: Sequence[PlaceAnswer]) -> None:
    """Few enough, each once, each known, each with a possible trip."""
    if len(places) > MOST_PLACES:
        raise TooManyPlaces(most=MOST_PLACES)
    codes = [place.commune_code for place in places]
    names = _names(codes)
    for row, place in enumerate(places):
        if place.commune_code not in names:
            raise PlaceUnknown(row=row)
        if place.commune_code in codes[:row]:
            raise PlaceTwice(name=names[place.commune_code], row=row)
        if not SHORTEST_TRIP <= place.max_minutes <= LONGEST_TRIP:
            raise TripOutOfRange(low=SHORTEST_TRIP, high=LONGEST_TRIP, row=row)
        check_code(PlaceReason, place.reason, "places")


def check_regions(codes: Collection[str] | None, field: str) -> list[str] | None:
    """Codes of regions that exist, or nothing."""
    if not codes:
        return None
    known = set(db.session.scalars(select(Region.code).where(Region.code.in_(codes))))
    for code in codes:
        if code not in known:
            raise RegionUnknown(code=code[:10], field=field)
    return sorted(known)


def check_no_contradiction(liked: list[str] | None, refused: list[str] | None) -> None:
    """A region is liked or refused, never both."""
    both = set(liked or ()) & set(refused or ())
    if both:
        names = db.session.scalars(select(Region.name).where(Region.code.in_(both)))
        raise RegionBothWays(names=", ".join(sorted(names)), field="regions_refused")


def _names(codes: Collection[str]) -> dict[str, str]:
    query = select(Commune.code, Commune.name).where(Commune.code.in_(codes))
    return {row.code: row.name for row in db.session.execute(query)} if codes else {}


def _keep_places(doctor: Doctor, places: Sequence[PlaceAnswer]) -> None:
    known = {place.commune_code: place for place in doctor.places}
    kept = []
    for answer in places:
        place = known.get(answer.commune_code) or DoctorPlace(commune_code=answer.commune_code)
        place.reason, place.max_minutes = answer.reason, answer.max_minutes
        kept.append(place)
    doctor.places = kept
