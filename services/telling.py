"""One line of a ranked list: both scores of a pair, told to the one who looks."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from matching.pair import score_for_doctor, score_for_host
from matching.profiles import DoctorProfile, OfferProfile
from matching.score import Score, mutual
from matching.travel import minutes_between
from models.vocabulary import BookmarkKind
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
from services.profiles import DoctorRecord
from services.text_models import Nearness

Marks = Mapping[str, Set[int]]  # ids of offers by kind of bookmark


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


def tell_offers(
    doctor: DoctorRecord,
    offers: Sequence[OfferProfile],
    compared: Sequence[Nearness],
    regions: Mapping[str, str],
    marks: Marks,
    *,
    first_rank: int | None = None,
) -> list[RankedItem]:
    """Offers as one doctor reads them; ``compared`` are their texts against the project."""
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


def tell_doctors(
    offer: OfferProfile,
    doctors: Sequence[DoctorProfile],
    compared: Sequence[Nearness],
    *,
    first_rank: int | None = None,
) -> list[RankedItem]:
    """Doctors as a host reads them; ``compared`` are their projects against the offer's text."""
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
