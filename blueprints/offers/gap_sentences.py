"""How a missing answer is told: how many doctors look at it, and what to do."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from blueprints.web.filters import number
from models.offers import Offer
from services.completeness import Completeness, Gap

_LOOKED_AT: dict[str, tuple[str, str]] = {
    "days": ("le nombre de jours par semaine", "dites ce qui est attendu"),
    "on_call": ("les gardes et astreintes", "dites ce qu’il en est"),
    "start": ("la date de début", "indiquez-la, même approximative"),
    "team": ("l’équipe sur place", "dites qui exerce là"),
    "medical_time": ("le secrétariat et l’assistance médicale", "dites ce qui existe"),
    "teaching": ("la maîtrise de stage", "dites si elle est possible"),
    "life": ("ce qu’il y a à vivre autour", "cochez ce qui s’y trouve"),
    "partner_work": ("l’emploi de leur conjoint", "dites quels secteurs recrutent"),
    "childcare": ("la garde des enfants", "dites ce qui existe"),
    "schools": ("les écoles", "cochez celles qui sont proches"),
    "housing": ("le logement", "dites ce qui est possible"),
    "money": ("les revenus et les aides", "dites ce qui est prévu"),
    "premises": ("les locaux", "dites ce qui est prêt"),
    "welcome": ("l’accueil et l’accompagnement", "dites ce que vous proposez"),
    "safety": ("la sécurité et le soutien", "dites ce qui est en place"),
    "affinity": ("le projet, en mots", "décrivez le poste en quelques phrases"),
}


@dataclass(frozen=True, slots=True)
class ToldGap:
    """One sentence and where to answer."""

    sentence: str
    href: str


def tell_gaps(offer: Offer, told: Completeness) -> list[ToldGap]:
    """The gaps that count most, as sentences with their links."""
    return [
        ToldGap(
            _sentence(gap),
            url_for("offers.edit", offer_id=offer.id, step=gap.step, _anchor=gap.key),
        )
        for gap in told.gaps
    ]


def _sentence(gap: Gap) -> str:
    subject, advice = _LOOKED_AT[gap.criterion]
    if gap.doctors is None:
        who = "Quelques médecins regardent"
    else:
        who = f"{number(gap.doctors)}\u00a0médecins regardent"
    return f"{who} {subject}\u00a0: {advice}."
