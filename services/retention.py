"""How long each thing is kept: the one table, for the jobs that erase and the page that says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta


@dataclass(frozen=True, slots=True)
class Rule:
    """What is erased, how long after what."""

    what: str
    kept: timedelta
    said: str


INACTIVE_MONTHS = 24
GRACE = timedelta(days=30)

RULES: dict[str, Rule] = {
    "accounts": Rule(
        "Un compte sans activité",
        GRACE,
        "Un courriel prévient après 24 mois sans connexion ; le compte est anonymisé 30 jours plus "
        "tard, sauf connexion entre-temps.",
    ),
    "provisional": Rule(
        "Un compte dont l’adresse n’a jamais été confirmée",
        timedelta(days=30),
        "30 jours après sa création.",
    ),
    "proofs": Rule(
        "Les justificatifs de vérification",
        timedelta(days=30),
        "30 jours après la décision ; la décision et sa raison restent.",
    ),
    "unread_proofs": Rule(
        "Les justificatifs que personne n’a examinés",
        timedelta(days=180),
        "180 jours après leur dépôt.",
    ),
    "messages": Rule(
        "Les courriels du site, une fois partis",
        timedelta(days=30),
        "30 jours après l’envoi.",
    ),
    "unsent_messages": Rule(
        "Les courriels qui ne sont jamais partis",
        timedelta(days=90),
        "90 jours après leur écriture.",
    ),
    "links": Rule(
        "Les liens envoyés par courriel",
        timedelta(days=30),
        "30 jours après leur fin de validité.",
    ),
    "sessions": Rule(
        "Les connexions terminées",
        timedelta(days=7),
        "7 jours après leur fin ou leur dernier usage.",
    ),
    "throttles": Rule(
        "Les compteurs qui freinent les abus",
        timedelta(days=2),
        "2 jours ; ils ne contiennent aucune adresse en clair.",
    ),
    "views": Rule(
        "Les consultations de profil",
        timedelta(days=365),
        "12 mois.",
    ),
    "invitations": Rule(
        "Les invitations à rejoindre une organisation",
        timedelta(days=30),
        "30 jours après leur fin de validité.",
    ),
    "evening_words": Rule(
        "Les souhaits, les cartes et les notes d’une soirée",
        timedelta(days=30),
        "30 jours après la clôture de la soirée ; les mises en relation restent.",
    ),
    "evening_people": Rule(
        "L’inscription à une soirée sans mise en relation",
        timedelta(days=90),
        "Sans mise en relation : 90 jours après la soirée.",
    ),
    "evening_introduced": Rule(
        "L’inscription à une soirée suivie d’une mise en relation",
        timedelta(days=792),
        "Avec une mise en relation : 26 mois après la soirée, le temps de savoir si elle a mené "
        "à une installation. Les avis donnés sont sans nom dès le départ.",
    ),
}


def inactive_before(today: date) -> date:
    """Whoever was last seen on this day or before has been away for 24 months."""
    months = today.year * 12 + today.month - 1 - INACTIVE_MONTHS
    year, month = divmod(months, 12)
    day = today.day
    while True:
        try:
            return date(year, month + 1, day)
        except ValueError:  # the 29th of a February that has only 28
            day -= 1


def limit(rule: str, now: datetime) -> datetime:
    """What a rule counts from must be before this instant to be erased."""
    return now - RULES[rule].kept
