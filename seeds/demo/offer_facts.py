"""What an offer answers, and what it leaves unsaid: an absent key is "not said"."""

from __future__ import annotations

from typing import Any

from models.vocabulary import (
    OFFER_FACTS,
    Childcare,
    FactKind,
    Housing,
    OnCall,
    Opportunity,
    OrganisationKind,
    PracticeMode,
    TeachingOffer,
    Team,
)
from seeds.demo.draws import Draws, Weighted
from seeds.demo.geography import Place
from seeds.demo.hosts import Host
from seeds.demo.landscape import Landscape
from seeds.demo.offer_texts import write_territory, write_week

# An offer leaves 10 to 45 % of the questions open; villages have fewer hands to answer them.
LEAST_UNSAID, MOST_UNSAID = 0.10, 0.45
_CONDITIONAL = frozenset({"guaranteed_amount", "local_aid_text"})  # asked after a yes only
_YES = {
    "secretary": 0.75,
    "medical_assistant": 0.4,
    "advanced_nurse": 0.35,
    "shared_software": 0.7,
    "guaranteed_income": 0.3,
    "local_aid": 0.55,
    "equipment_grant": 0.4,
    "reduced_rent": 0.55,
    "surgery_ready": 0.7,
    "accessible_premises": 0.85,
    "telemedicine_room": 0.35,
    "spare_office": 0.5,
    "named_contact": 0.8,
    "moving_help": 0.3,
    "partner_help": 0.45,
    "intern_lodging": 0.4,
    "intern_grant": 0.25,
    "discovery_days": 0.5,
    "violence_referent": 0.25,
    "secure_premises": 0.5,
    "peer_support": 0.45,
    "local_contract": 0.5,
    "steering_committee": 0.35,
    "welcome_days": 0.5,
    "project_help": 0.5,
    "funding_search": 0.4,
}
_TOGETHER = (PracticeMode.MSP, PracticeMode.HEALTH_CENTRE, PracticeMode.HOSPITAL_TEAM)
_MORE_TOGETHER = {
    "secretary": 0.2,
    "medical_assistant": 0.2,
    "advanced_nurse": 0.2,
    "shared_software": 0.25,
    "spare_office": 0.15,
    "peer_support": 0.2,
}
_ON_CALL = Weighted(
    {OnCall.NONE: 25.0, OnCall.VOLUNTARY: 32.0, OnCall.OCCASIONAL: 33.0, OnCall.REGULAR: 10.0}
)
_TEAM = {
    Team.GP: 0.7, Team.SPECIALIST: 0.15, Team.NURSE: 0.85, Team.IPA: 0.25,
    Team.PHYSIOTHERAPIST: 0.6, Team.MIDWIFE: 0.3, Team.PHARMACIST: 0.5, Team.PSYCHOLOGIST: 0.35,
    Team.DENTIST: 0.2, Team.DIETITIAN: 0.2, Team.SPEECH_THERAPIST: 0.2, Team.SOCIAL_WORKER: 0.15,
}  # fmt: skip
_TEACHING = Weighted(
    {TeachingOffer.ON_SITE: 35.0, TeachingOffer.POSSIBLE: 48.0, TeachingOffer.ABSENT: 17.0}
)
_LOCAL_AIDS = (
    "10 000 € de la communauté de communes, versés en deux fois, pour cinq ans d'exercice.",
    "Loyer offert la première année, puis à moitié prix la deuxième.",
    "5 000 € pour l'équipement du cabinet, sur factures.",
    "Bourse mensuelle de 600 € pendant l'internat, sans obligation au-delà de deux ans.",
)


def imagine_facts(
    host: Host,
    mode: PracticeMode,
    opportunities: list[Opportunity],
    landscape: Landscape,
    draws: Draws,
) -> dict[str, Any]:
    """The answers of one offer, in the order of the catalogue."""
    place = host.place
    full = _means(mode, draws) | _around(place, landscape, draws)
    full |= _post(host.kind, mode, opportunities, draws)
    full |= {
        "week_text": write_week(draws),
        "territory_text": write_territory(place, landscape.ground, draws),
    }
    unsaid = _choose_unsaid([key for key in full if key not in _CONDITIONAL], place, draws)
    said = {key: answer for key, answer in full.items() if key not in unsaid}
    if not said.get("guaranteed_income"):
        said.pop("guaranteed_amount", None)
    if not said.get("local_aid"):
        said.pop("local_aid_text", None)
    return {fact.key: said[fact.key] for fact in OFFER_FACTS if fact.key in said}


def _choose_unsaid(keys: list[str], place: Place, draws: Draws) -> set[str]:
    """Which questions stay open: their share is drawn first, then as many of them."""
    village = place.population < 2_000
    low, high = (0.2, MOST_UNSAID) if village else (LEAST_UNSAID, 0.32)
    share = low + (high - low) * draws.uniform()
    unsaid = set(draws.some(keys, round(share * len(keys))))
    # The week is said as a whole or not at all.
    if "days_min" in unsaid:
        unsaid |= {"days_max"}
    return unsaid - ({"days_max"} if "days_min" not in unsaid else set())


def _means(mode: PracticeMode, draws: Draws) -> dict[str, Any]:
    """Every yes-or-no question of the catalogue."""
    more = _MORE_TOGETHER if mode in _TOGETHER else {}
    answers: dict[str, Any] = {
        fact.key: draws.chance(_YES[fact.key] + more.get(fact.key, 0.0))
        for fact in OFFER_FACTS
        if fact.kind is FactKind.YES_NO
    }
    answers["guaranteed_amount"] = draws.between(45, 85) * 100
    answers["local_aid_text"] = draws.pick(_LOCAL_AIDS).replace("0 €", "0\u00a0€")
    return answers


def _around(place: Place, landscape: Landscape, draws: Draws) -> dict[str, Any]:
    """The territory: what is nearby, who hires, where children and people are housed."""
    schools = landscape.schools(place)
    town = landscape.largest_near(place, 9)
    childcare = Weighted(
        {
            Childcare.RESERVED: 1.5,
            Childcare.AVAILABLE: 7.0 if town > 1_500 else 4.0,
            Childcare.ABSENT: 0.7 if town > 1_500 else 2.5,
        }
    )
    housing = {Housing.RENT: 0.75, Housing.BUY: 0.8, Housing.READY_HOME: 0.35}
    around: dict[str, Any] = {
        "life": landscape.life(place),
        "schools": schools,
        "childcare": draws.weigh(childcare),
        "housing": draws.each(housing),
        "partner_sectors": landscape.sectors(place),
    }
    zone = landscape.zoning(place)
    return around | ({"zoning": zone} if zone else {})


def _post(
    kind: OrganisationKind,
    mode: PracticeMode,
    opportunities: list[Opportunity],
    draws: Draws,
) -> dict[str, Any]:
    """The post itself: the week, the duties, the team, teaching."""
    part = {Opportunity.SESSIONS, Opportunity.OUTREACH, Opportunity.ITINERANT}
    low = draws.between(1, 2) if part.intersection(opportunities) else draws.between(2, 4)
    learns = {Opportunity.INTERNSHIP, Opportunity.MSU_TRAINING}.intersection(opportunities)
    chances = dict(_TEAM)
    if mode is PracticeMode.SOLO:
        chances = {member: chance * 0.35 for member, chance in _TEAM.items()}
    elif kind is OrganisationKind.HOSPITAL:
        chances |= {Team.SPECIALIST: 0.9, Team.SOCIAL_WORKER: 0.6, Team.DIETITIAN: 0.5}
    return {
        "days_min": low,
        "days_max": min(draws.between(low, low + 2), 5),
        "on_call": draws.weigh(_ON_CALL),
        "team": draws.each(chances),
        "teaching": TeachingOffer.ON_SITE if learns else draws.weigh(_TEACHING),
    }
