"""What an offer is worth to a doctor, criterion by criterion, on one pair.

Each reader takes the doctor and the offer and gives a ``Reading``, or ``None`` when the doctor
expressed nothing that the criterion could read.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from matching.codes import AMENITY_FACTS, COMMUNE_SIZES, ON_CALL_LEVELS, THEMES
from matching.profiles import Choice, DoctorProfile, OfferProfile, Place, Site
from matching.score import Reading
from matching.tables import (
    CHILDCARE_VALUE,
    FULL_COSINE,
    LEVELS_TO_ZERO,
    MISS_BELOW,
    MONTHS_OF_OPENNESS,
    PARTNER_HELP,
    REGION_LIKED,
    REGION_OTHER,
    TEACHING_VALUE,
)
from matching.travel import minutes_between, travel_value
from matching.values import (
    adjacent_value,
    days_range,
    days_value,
    facts_data,
    gap_value,
    known_cosine,
    nearest_mode,
    share,
    share_data,
)

THEME_OF = {name: theme for theme, names in THEMES.items() for name in names}
Reader = Callable[[DoctorProfile, OfferProfile], Reading | None]


def _reading(
    name: str, value: float | None, data: Mapping[str, object], misses: bool | None = None
) -> Reading:
    return Reading(name, THEME_OF[name], value, data, misses)


def practice_mode(doctor: DoctorProfile, offer: OfferProfile) -> Reading | None:
    """Nearness of the offer's way of practising to the nearest of those wanted."""
    if not doctor.practice_modes:
        return None
    value, nearest = None, None
    if offer.practice_mode is not None:
        value, nearest = nearest_mode(doctor.practice_modes, offer.practice_mode)
    wanted = tuple(sorted(doctor.practice_modes))
    data = {"wanted": wanted, "mode": offer.practice_mode, "nearest": nearest}
    return _reading("practice_mode", value, data)


def days(doctor: DoctorProfile, offer: OfferProfile) -> Reading | None:
    """Overlap of the days a week."""
    wanted = days_range(doctor.days_min, doctor.days_max)
    offered = days_range(offer.days_min, offer.days_max)
    if wanted is None:
        return None
    value = None if offered is None else days_value(wanted, offered)
    return _reading("days", value, {"wanted": wanted, "offered": offered})


def on_call(doctor: DoctorProfile, offer: OfferProfile) -> Reading | None:
    """Levels of on-call duty asked beyond the most accepted."""
    if doctor.on_call is None:
        return None
    value = None
    if offer.on_call is not None:
        beyond = ON_CALL_LEVELS.index(offer.on_call) - ON_CALL_LEVELS.index(doctor.on_call)
        value = max(0.0, 1 - max(0, beyond) / LEVELS_TO_ZERO)
    return _reading("on_call", value, {"accepted": doctor.on_call, "asked": offer.on_call})


def start(doctor: DoctorProfile, offer: OfferProfile) -> Reading | None:
    """Months between the latest start the doctor accepts and the offer's start."""
    if doctor.start_until is not None:
        until = doctor.start_until
    elif doctor.start_from is not None:
        until = doctor.start_from + MONTHS_OF_OPENNESS
    else:
        return None
    gap = None if offer.start is None else max(0, offer.start - until)
    value = None if gap is None else gap_value(gap)
    return _reading("start", value, {"until": until, "start": offer.start, "gap": gap})


def _share_reading(name: str, wanted: Choice, present: Choice) -> Reading | None:
    if not wanted:
        return None
    value = None if present is None else share(wanted, present)
    return _reading(name, value, share_data(wanted, present))


def team(doctor: DoctorProfile, offer: OfferProfile) -> Reading | None:
    """Share of the colleagues wanted who are there."""
    return _share_reading("team", doctor.team, offer.team)


def life(doctor: DoctorProfile, offer: OfferProfile) -> Reading | None:
    """Share of the wanted surroundings that are there."""
    return _share_reading("life", doctor.life, offer.life)


def schools(doctor: DoctorProfile, offer: OfferProfile) -> Reading | None:
    """Share of the wanted schools that are there."""
    return _share_reading("schools", doctor.schools, offer.schools)


def housing(doctor: DoctorProfile, offer: OfferProfile) -> Reading | None:
    """Share of the wanted ways of housing that are there."""
    return _share_reading("housing", doctor.housing, offer.housing)


def teaching(doctor: DoctorProfile, offer: OfferProfile) -> Reading | None:
    """Whether one can train students there; "unwanted" is no wish."""
    if doctor.teaching not in TEACHING_VALUE:
        return None
    value = None if offer.teaching is None else TEACHING_VALUE[doctor.teaching][offer.teaching]
    return _reading("teaching", value, {"wish": doctor.teaching, "offer": offer.teaching})


def _place_reading(place: Place, sites: tuple[Site, ...]) -> tuple[float | None, float]:
    """Minutes over the week's sites (``None`` if one cannot be reached) and value of one place."""
    drives = [(site.share, minutes_between(place, site)) for site in sites]
    minutes = sum(part * drive for part, drive in drives)
    value = sum(part * travel_value(drive, place.max_minutes) for part, drive in drives)
    return (minutes if math.isfinite(minutes) else None), value


def travel(doctor: DoctorProfile, offer: OfferProfile) -> Reading | None:
    """Mean over the doctor's places; misses as soon as one place is too far."""
    if not doctor.places:
        return None
    if not offer.sites:
        return _reading("travel", None, {"places": ()})
    drives = [_place_reading(place, offer.sites) for place in doctor.places]
    values = [value for _, value in drives]
    places = tuple((at, minutes, value) for at, (minutes, value) in enumerate(drives))
    far = any(value < MISS_BELOW for value in values)
    return _reading("travel", sum(values) / len(values), {"places": places}, far)


def region(doctor: DoctorProfile, offer: OfferProfile) -> Reading | None:
    """A liked region, or one that is neither liked nor refused."""
    if not doctor.regions_liked:
        return None
    value = None
    if offer.region is not None:
        value = REGION_LIKED if offer.region in doctor.regions_liked else REGION_OTHER
    data = {"region": offer.region, "liked": tuple(sorted(doctor.regions_liked))}
    return _reading("region", value, data)


def commune_size(doctor: DoctorProfile, offer: OfferProfile) -> Reading | None:
    """A wanted size of commune, or the one beside it."""
    wanted, size = doctor.commune_sizes, offer.commune_size
    if not wanted:
        return None
    value = None if size is None else adjacent_value(wanted, size, COMMUNE_SIZES)
    return _reading("commune_size", value, {"size": size, "wanted": tuple(sorted(wanted))})


def partner_work(doctor: DoctorProfile, offer: OfferProfile) -> Reading | None:
    """Work for the partner: a sector that hires, or help to look for it."""
    wanted = doctor.partner_sectors
    if not wanted:
        return None
    value = None
    if offer.partner_sectors is not None or offer.partner_help is True:
        otherwise = PARTNER_HELP if offer.partner_help else 0.0
        present = wanted & (offer.partner_sectors or frozenset())
        value = (len(present) + otherwise * (len(wanted) - len(present))) / len(wanted)
    data = {**share_data(wanted, offer.partner_sectors), "help": offer.partner_help}
    return _reading("partner_work", value, data)


def childcare(doctor: DoctorProfile, offer: OfferProfile) -> Reading | None:
    """A place for a young child."""
    if doctor.childcare is not True:
        return None
    value = None if offer.childcare is None else CHILDCARE_VALUE[offer.childcare]
    return _reading("childcare", value, {"childcare": offer.childcare})


def amenity(name: str) -> Reader:
    """The reader of one group of yes/no facts: the share of yes among those known."""

    def read(_doctor: DoctorProfile, offer: OfferProfile) -> Reading:
        facts = facts_data(AMENITY_FACTS[name], offer.facts)
        known = len(facts["yes"]) + len(facts["no"])
        return _reading(name, len(facts["yes"]) / known if known else None, facts)

    return read


def affinity_reading(theme: str, affinity: float | None, words: tuple[str, ...]) -> Reading | None:
    """Nearness of the two texts, for either direction; ``None`` if the seeker's says nothing."""
    if affinity is None:
        return None
    cosine = known_cosine(affinity)
    value = None if cosine is None else min(1.0, cosine / FULL_COSINE)
    # Never a miss: words are too weak a ground to rule a target out.
    return Reading("affinity", theme, value, {"cosine": cosine, "words": words}, misses=False)


READERS: dict[str, Reader] = {
    "practice_mode": practice_mode,
    "days": days,
    "on_call": on_call,
    "start": start,
    "team": team,
    "medical_time": amenity("medical_time"),
    "teaching": teaching,
    "travel": travel,
    "region": region,
    "commune_size": commune_size,
    "life": life,
    "partner_work": partner_work,
    "childcare": childcare,
    "schools": schools,
    "housing": housing,
    "money": amenity("money"),
    "premises": amenity("premises"),
    "welcome": amenity("welcome"),
    "safety": amenity("safety"),
}
