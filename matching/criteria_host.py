"""What a doctor is worth to the host behind an offer, criterion by criterion, on one pair.

Same shape as ``criteria_doctor``, with one criterion a theme: a reading's theme is its name.
"""

from __future__ import annotations

from collections.abc import Callable

from matching.codes import DURATIONS
from matching.profiles import Choice, DoctorProfile, HostWishes, OfferProfile
from matching.score import Reading
from matching.tables import MONTHS_OF_PATIENCE, ON_CALL_READINESS, TEACHING_READINESS
from matching.values import (
    adjacent_value,
    days_range,
    days_value,
    gap_value,
    nearest_mode,
    share,
    share_data,
)

Reader = Callable[[OfferProfile, DoctorProfile], Reading | None]


def availability(offer: OfferProfile, doctor: DoctorProfile) -> Reading | None:
    """Months between when the host needs somebody and the doctor's earliest start."""
    by = offer.wishes.available_by
    if by is None and offer.start is not None:
        by = offer.start + MONTHS_OF_PATIENCE
    if by is None:
        return None
    gap = None if doctor.start_from is None else max(0, doctor.start_from - by)
    value = None if gap is None else gap_value(gap)
    data = {"by": by, "from": doctor.start_from, "gap": gap}
    return Reading("availability", "availability", value, data)


def days(offer: OfferProfile, doctor: DoctorProfile) -> Reading | None:
    """Overlap of the days a week; the host's own wish, else what the offer says."""
    wanted = days_range(offer.wishes.days_min, offer.wishes.days_max)
    wanted = wanted or days_range(offer.days_min, offer.days_max)
    if wanted is None:
        return None
    offered = days_range(doctor.days_min, doctor.days_max)
    value = None if offered is None else days_value(wanted, offered)
    return Reading("days", "days", value, {"wanted": wanted, "offered": offered})


def duration(offer: OfferProfile, doctor: DoctorProfile) -> Reading | None:
    """A wanted length of stay, or the one beside it."""
    wanted, said = offer.wishes.durations, doctor.duration
    if not wanted:
        return None
    value = None if said is None else adjacent_value(wanted, said, DURATIONS)
    data = {"duration": said, "wanted": tuple(sorted(wanted))}
    return Reading("duration", "duration", value, data)


def on_call(offer: OfferProfile, doctor: DoctorProfile) -> Reading | None:
    """Readiness to be on call."""
    if offer.wishes.on_call is not True:
        return None
    value = None if doctor.on_call is None else ON_CALL_READINESS[doctor.on_call]
    return Reading("on_call", "on_call", value, {"level": doctor.on_call})


def mode(offer: OfferProfile, doctor: DoctorProfile) -> Reading | None:
    """Nearness of the offer's way of practising to the doctor's; no wish there is "not said"."""
    if offer.practice_mode is None:
        return None
    value, nearest, wanted = None, None, doctor.practice_modes or frozenset()
    if wanted:
        value, nearest = nearest_mode(wanted, offer.practice_mode)
    data = {"mode": offer.practice_mode, "wanted": tuple(sorted(wanted)), "nearest": nearest}
    return Reading("mode", "mode", value, data)


def teaching(offer: OfferProfile, doctor: DoctorProfile) -> Reading | None:
    """Readiness to train students."""
    if offer.wishes.teaching is not True:
        return None
    value = None if doctor.teaching is None else TEACHING_READINESS[doctor.teaching]
    return Reading("teaching", "teaching", value, {"wish": doctor.teaching})


def experience(offer: OfferProfile, doctor: DoctorProfile) -> Reading | None:
    """Stage of the career and years in practice: the mean of what is asked and known."""
    wishes = offer.wishes
    if not wishes.stages and wishes.min_years is None:
        return None
    parts = _experience_parts(wishes, doctor)
    data = {
        "stage": doctor.stage,
        "stages": tuple(sorted(wishes.stages or ())),
        "years": doctor.experience_years,
        "min_years": wishes.min_years,
    }
    value = sum(parts) / len(parts) if parts else None
    return Reading("experience", "experience", value, data)


def _experience_parts(wishes: HostWishes, doctor: DoctorProfile) -> list[float]:
    parts: list[float] = []
    if wishes.stages and doctor.stage is not None:
        parts.append(1.0 if doctor.stage in wishes.stages else 0.0)
    if wishes.min_years is not None and doctor.experience_years is not None:
        years, asked = doctor.experience_years, wishes.min_years
        parts.append(1.0 if years >= asked else max(0.0, years / asked))
    return parts


def _share_reading(name: str, wanted: Choice, present: Choice) -> Reading | None:
    if not wanted:
        return None
    value = None if present is None else share(wanted, present)
    return Reading(name, name, value, share_data(wanted, present))


def languages(offer: OfferProfile, doctor: DoctorProfile) -> Reading | None:
    """Share of the wanted languages that the doctor speaks."""
    return _share_reading("languages", offer.wishes.languages, doctor.languages)


def skills(offer: OfferProfile, doctor: DoctorProfile) -> Reading | None:
    """Share of the wanted skills that the doctor has."""
    return _share_reading("skills", offer.wishes.skills, doctor.skills)


READERS: dict[str, Reader] = {
    "availability": availability,
    "days": days,
    "duration": duration,
    "on_call": on_call,
    "mode": mode,
    "teaching": teaching,
    "experience": experience,
    "languages": languages,
    "skills": skills,
}
