"""One imaginary doctor, one imaginary offer, scored by the code that ranks: the page that
explains the formula shows these very figures.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from matching.codes import DOCTOR_DEFAULTS, HOST_DEFAULTS
from matching.pair import mutual, score_for_doctor, score_for_host
from matching.profiles import DoctorProfile, HostWishes, OfferProfile, Place, Site
from matching.score import Score
from models.vocabulary import Importance
from services.explanations import (
    DOCTOR_VOICE,
    HOST_VOICE,
    Context,
    Reason,
    Voice,
    counted_terms,
    give_reasons,
)

NOVEMBER_2026 = 2026 * 12 + 10

# Figeac and Cajarc, in the Lot: real places, imaginary people.
FIGEAC = (44.6086, 2.0333)
CAJARC = (44.4853, 1.8414)

DOCTOR = DoctorProfile(
    id=1,
    specialty="medecine-generale",
    stage="junior",
    opportunities=frozenset({"installation", "collaboration"}),
    practice_modes=frozenset({"msp", "group"}),
    days_min=4,
    days_max=4,
    on_call="voluntary",
    start_until=NOVEMBER_2026 + 10,
    start_from=NOVEMBER_2026 + 4,
    team=frozenset({"gp", "nurse", "ipa", "midwife"}),
    teaching="later",
    places=(Place(*FIGEAC, zone="metro", max_minutes=45),),
    commune_sizes=frozenset({"under_2000", "2000_10000"}),
    life=frozenset({"hiking_cycling", "market_shops", "train_station"}),
    schools=frozenset({"nursery", "primary"}),
    duration="over_24_months",
    skills=frozenset({"geriatrics"}),
    importance={**DOCTOR_DEFAULTS, "rhythm": 3, "money": 0, "project": 0},
)
OFFER = OfferProfile(
    id=1,
    specialty="medecine-generale",
    opportunities=frozenset({"installation"}),
    practice_mode="msp",
    sites=(Site(*CAJARC, zone="metro", share=1.0),),
    region="76",
    commune_size="under_2000",
    days_min=4,
    days_max=5,
    on_call="occasional",
    start=NOVEMBER_2026 + 2,
    team=frozenset({"gp", "nurse", "physiotherapist"}),
    teaching="possible",
    life=frozenset({"hiking_cycling", "market_shops"}),
    schools=None,
    facts={
        "secretary": True,
        "medical_assistant": False,
        "shared_software": True,
        "surgery_ready": True,
        "telemedicine_room": False,
        "named_contact": True,
    },
    wishes=HostWishes(
        available_by=NOVEMBER_2026 + 6,
        days_min=4,
        days_max=5,
        durations=frozenset({"over_24_months"}),
        on_call=True,
        skills=frozenset({"geriatrics", "gynaecology"}),
        languages=frozenset({"english"}),
        importance=HOST_DEFAULTS,
    ),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion of the worked example; ``product`` is weight times value."""

    reason: Reason
    importance: str
    weight: float
    value: float | None
    product: float | None


@dataclass(frozen=True, slots=True)
class SideExample:
    """One side's score with all that it is made of."""

    lines: tuple[Line, ...]
    known_weight: float
    total_weight: float
    products: float
    score: float
    known: float


@dataclass(frozen=True, slots=True)
class WorkedExample:
    """Both sides of the pair, and the figure that orders lists."""

    doctor: SideExample
    host: SideExample
    mutual: float


@cache
def worked_example() -> WorkedExample:
    """Score the pair above; nothing in it changes while the code does not."""
    seen_by_doctor = score_for_doctor(DOCTOR, OFFER)
    seen_by_host = score_for_host(OFFER, DOCTOR)
    return WorkedExample(
        _side(seen_by_doctor, DOCTOR_VOICE, Context(places=(("Figeac", 45),))),
        _side(seen_by_host, HOST_VOICE, Context()),
        mutual(seen_by_doctor.value, seen_by_host.value),
    )


def _side(score: Score, voice: Voice, context: Context) -> SideExample:
    told = {reason.criterion: reason for reason in give_reasons(score, voice, context)}
    lines = tuple(
        Line(
            told[term.criterion],
            Importance(str(term.importance)).label,
            term.weight,
            term.value,
            None if term.value is None else term.weight * term.value,
        )
        for term in counted_terms(score)
    )
    known = [line for line in lines if line.product is not None]
    return SideExample(
        lines,
        sum(line.weight for line in known),
        sum(line.weight for line in lines),
        sum(line.product or 0.0 for line in known),
        score.value or 0.0,
        score.known,
    )
