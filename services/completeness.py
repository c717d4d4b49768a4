"""Which answers an offer still lacks, and how many doctors look at each.

The numbers come from the pool of visible doctors that scoring keeps in memory: the weight that a
doctor gives to a criterion is already there, so a count is one sum over a column. What only the
household explains is not in that pool: the database counts it in groups.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.codes import AMENITY_FACTS, OPPORTUNITIES
from matching.coding import Bools, fingerprint
from matching.codings import DOCTOR
from matching.encode import DoctorCodes
from models.offers import Offer
from models.vocabulary import FACT_BY_KEY, OFFER_FACTS
from services.household_demand import CRITERIA as HOUSEHOLD
from services.household_demand import Demand, count_household_demand
from services.market import open_market
from services.offer_steps import ESSENTIALS, STEP_OF_LEVER
from services.small_groups import shown

MOST_GAPS = 5
QUESTIONS = len(OFFER_FACTS) + 2

# The questions that speak for each criterion; any answer makes it known.
_FACTS_OF: dict[str, tuple[str, ...]] = {
    "days": ("days_min", "days_max"),
    "on_call": ("on_call",),
    "team": ("team",),
    "teaching": ("teaching",),
    "life": ("life",),
    "partner_work": ("partner_sectors", "partner_help"),
    "childcare": ("childcare",),
    "schools": ("schools",),
    "housing": ("housing",),
    **AMENITY_FACTS,
}


@dataclass(frozen=True, slots=True)
class Gap:
    """Something not said: which doctors look at it (``None``: too few to give a figure).

    ``key`` is the first question to answer, in ``step``; ``weight`` sums what it counts for them.
    """

    criterion: str
    key: str
    step: str
    doctors: int | None
    weight: float


@dataclass(frozen=True, slots=True)
class Completeness:
    """How much of the catalogue is answered, and the gaps that count most."""

    answered: int
    total: int
    gaps: tuple[Gap, ...]

    @property
    def share(self) -> float:
        """Answered questions among all, 0 to 1."""
        return self.answered / self.total


def completeness(offer: Offer) -> Completeness:
    """How complete this offer is, and the missing answers that count for the most doctors."""
    unknown = _unknown_criteria(offer)
    gaps = _weigh(offer, unknown) if unknown else []
    return Completeness(count_answered(offer), QUESTIONS, tuple(gaps[:MOST_GAPS]))


def count_answered(offer: Offer) -> int:
    """How many questions have an answer: the catalogue, the start, the description."""
    answered = sum(offer.facts.get(fact.key) is not None for fact in OFFER_FACTS)
    return answered + (offer.start_on is not None) + bool(offer.description)


def _unknown_criteria(offer: Offer) -> dict[str, str]:
    """Criterion -> first question left without an answer, where scoring knows nothing."""
    unknown = {}
    for criterion, keys in _FACTS_OF.items():
        # Days are known with one bound; a group of facilities with one answer among them.
        if all(offer.facts.get(key) is None for key in keys):
            unknown[criterion] = keys[0]
    if offer.facts.get("partner_help") is False and offer.facts.get("partner_sectors") is None:
        unknown["partner_work"] = "partner_sectors"
    if offer.start_on is None:
        unknown["start"] = "start_on"
    if not offer.description:
        unknown["affinity"] = "description"
    return unknown


def _weigh(offer: Offer, unknown: dict[str, str]) -> list[Gap]:
    demand = count_household_demand(offer) if set(unknown) & set(HOUSEHOLD) else {}
    with open_market().doctors() as side:
        codes = side.pool.codes()
        concerned = _concerned(codes, offer)
        for name in set(unknown) - set(HOUSEHOLD):
            weights = codes.weights[concerned, DOCTOR.column(name)]
            demand[name] = Demand(int(np.count_nonzero(weights)), float(weights.sum()))
    found = [_gap(name, key, demand[name]) for name, key in unknown.items()]
    return sorted((gap for gap in found if gap), key=lambda gap: (-gap.weight, gap.criterion))


def _concerned(codes: DoctorCodes, offer: Offer) -> Bools:
    """Doctors of the same specialty and opportunity; who has not said is counted in."""
    field = fingerprint(offer.field) if offer.field else 0
    same = np.ones(len(codes), dtype=np.bool_)
    if field:
        same &= (codes.specialty == field) | (codes.specialty == 0)
    wanted = sum(1 << OPPORTUNITIES.index(code) for code in offer.opportunities or ())
    if wanted:
        same &= (codes.opportunities & np.uint32(wanted)) != 0
    return same


def _gap(criterion: str, key: str, demand: Demand) -> Gap | None:
    """A criterion drawn from the household is passed over rather than told of a few people."""
    figure = shown(demand.doctors)
    if not demand.doctors or (figure is None and criterion in HOUSEHOLD):
        return None
    fact = FACT_BY_KEY.get(key)
    step = STEP_OF_LEVER[fact.lever] if fact else ESSENTIALS
    return Gap(criterion, key, step, figure, demand.weight)
