"""The definition of both scores on one pair, to be read, tested against, and shown with reasons.

Cost: some 20 criteria, about 50 microseconds a pair. To rank many, see ``ranking``.
"""

from __future__ import annotations

from matching.codes import DOCTOR_DEFAULTS, HOST_DEFAULTS, PRIVATE_CRITERIA
from matching.criteria_doctor import READERS as DOCTOR_READERS
from matching.criteria_doctor import affinity_reading
from matching.criteria_host import READERS as HOST_READERS
from matching.profiles import DoctorProfile, OfferProfile
from matching.score import Score, mutual, weigh

__all__ = ["mutual", "score_for_doctor", "score_for_host"]


def score_for_doctor(
    doctor: DoctorProfile,
    offer: OfferProfile,
    *,
    affinity: float | None = None,
    words: tuple[str, ...] = (),
    private: bool = True,
) -> Score:
    """How well an offer suits a doctor.

    ``affinity`` is ``TextModel.cosine(doctor.project, offer.text)``: ``None`` does not apply,
    ``nan`` is unknown. ``words`` only travels into the data of the term. Without ``private`` the
    criteria of ``PRIVATE_CRITERIA`` are left out as if they did not apply: what a host is shown.

    >>> from matching.profiles import DoctorProfile, OfferProfile
    >>> offer = OfferProfile(2, practice_mode="group", days_min=4)
    >>> score = score_for_doctor(DoctorProfile(1, practice_modes=frozenset({"msp"})), offer)
    >>> score.value, score.terms[0].data["nearest"]
    (0.8, 'msp')
    """
    readings = [
        reading
        for name, read in DOCTOR_READERS.items()
        if private or name not in PRIVATE_CRITERIA
        if (reading := read(doctor, offer)) is not None
    ]
    spoken = affinity_reading("project", affinity, words)
    readings += [spoken] if spoken is not None else []
    return weigh(readings, {**DOCTOR_DEFAULTS, **doctor.importance}, gates(doctor, offer))


def score_for_host(
    offer: OfferProfile,
    doctor: DoctorProfile,
    *,
    affinity: float | None = None,
    words: tuple[str, ...] = (),
) -> Score:
    """How well a doctor suits the host behind an offer; nothing of the household is read.

    ``affinity`` is ``TextModel.cosine(offer.text, doctor.project)``, as in ``score_for_doctor``.
    """
    readings = [
        reading for read in HOST_READERS.values() if (reading := read(offer, doctor)) is not None
    ]
    spoken = affinity_reading("affinity", affinity, words)
    readings += [spoken] if spoken is not None else []
    return weigh(readings, {**HOST_DEFAULTS, **offer.wishes.importance}, gates(doctor, offer))


def gates(doctor: DoctorProfile, offer: OfferProfile) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The conditions outside the weighing, as (excluded, flagged) names; same both ways.

    An empty set of opportunities says no more than ``None``: it never rules out.
    """
    excluded, flagged = [], []
    if doctor.specialty is None or offer.specialty is None:
        flagged.append("specialty")
    elif doctor.specialty != offer.specialty:
        excluded.append("specialty")
    sought, proposed = doctor.opportunities, offer.opportunities
    if sought and proposed and not sought & proposed:
        excluded.append("opportunity")
    if offer.region is not None and offer.region in (doctor.regions_refused or ()):
        excluded.append("region_refused")
    return tuple(excluded), tuple(flagged)
