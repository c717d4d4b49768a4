"""The two offers of the town hall behind the host's demo log-in."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from models.vocabulary import (
    Childcare,
    Duration,
    Housing,
    Life,
    OnCall,
    Opportunity,
    PracticeMode,
    School,
    Sector,
    Skill,
    TeachingOffer,
    Team,
    Zoning,
)
from seeds.demo.french import typeset
from seeds.demo.people import GENERAL_PRACTICE
from seeds.demo.wishes import first_of_month


def posts_of_town_hall(today: date) -> tuple[dict[str, Any], dict[str, Any]]:
    """A post in the house of health, well described, and a trial that leaves much unsaid."""
    common = {"field": GENERAL_PRACTICE, "expires_on": today + timedelta(days=180)}
    welcoming = {
        "title": typeset("Rejoindre la maison de santé de Puy-l'Évêque : médecin généraliste"),
        "opportunities": [Opportunity.INSTALLATION, Opportunity.PARTNERSHIP],
        "practice_mode": PracticeMode.MSP,
        "start_on": first_of_month(today, 6),
        "description": typeset(
            "La maison de santé ouvre au bord du Lot et son projet de santé s'écrit en ce moment : "
            "votre avis comptera. Une sage-femme et une infirmière en pratique avancée y exercent "
            "déjà ; beaucoup de jeunes familles s'installent et le suivi des enfants vous attend. "
            "Venez passer une journée avec nous, on vous offre le déjeuner."
        ),
        "facts": _facts(),
        "wishes": {
            "available_by": first_of_month(today, 8).isoformat(),
            "days_min": 3,
            "days_max": 5,
            "durations": [Duration.OVER_24_MONTHS],
            "teaching": True,
            "skills": [Skill.PAEDIATRICS, Skill.GYNAECOLOGY],
        },
    }
    trial = {
        "title": typeset("Venez essayer : collaboration ou remplacements à Puy-l'Évêque"),
        "opportunities": [Opportunity.COLLABORATION, Opportunity.LOCUM],
        "practice_mode": PracticeMode.GROUP,
        "start_on": first_of_month(today, 3),
    }
    return common | welcoming, common | trial


def _facts() -> dict[str, Any]:
    return _work() | _life_around()


def _work() -> dict[str, Any]:
    return {
        "days_min": 3,
        "days_max": 5,
        "on_call": OnCall.OCCASIONAL,
        "week_text": typeset(
            "Trois ou quatre jours de consultations, une demi-journée de visites à domicile, "
            "le mercredi libre si vous le souhaitez ; sept semaines de congés."
        ),
        "team": [Team.GP, Team.NURSE, Team.IPA, Team.PHYSIOTHERAPIST, Team.MIDWIFE],
        "secretary": True,
        "medical_assistant": True,
        "advanced_nurse": True,
        "shared_software": True,
        "guaranteed_income": False,
        "local_aid": True,
        "local_aid_text": typeset("Loyer offert la première année, puis à moitié prix."),
        "reduced_rent": True,
        "zoning": Zoning.ZAC,
        "surgery_ready": True,
        "accessible_premises": True,
        "spare_office": True,
        "teaching": TeachingOffer.POSSIBLE,
        "peer_support": True,
    }


def _life_around() -> dict[str, Any]:
    return {
        "life": [
            Life.COUNTRYSIDE, Life.TEAM_SPORTS, Life.WATER_SPORTS, Life.HIKING_CYCLING,
            Life.MUSIC_SCHOOL, Life.MARKET_SHOPS, Life.FIBRE,
        ],
        "schools": [School.NURSERY, School.PRIMARY, School.MIDDLE],
        "territory_text": typeset(
            "Une cité médiévale au-dessus d'une boucle du Lot, des vignes, un marché, une "
            "médiathèque et une voie verte en projet ; Cahors est à quarante minutes."
        ),
        "named_contact": True,
        "moving_help": True,
        "childcare": Childcare.AVAILABLE,
        "housing": [Housing.RENT, Housing.BUY, Housing.READY_HOME],
        "partner_sectors": [Sector.AGRICULTURE, Sector.EDUCATION, Sector.HOSPITALITY],
        "partner_help": True,
        "discovery_days": True,
        "local_contract": True,
        "welcome_days": True,
    }  # fmt: skip
