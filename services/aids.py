"""National aids in force in November 2026, and those that ended and are still quoted.

Amounts follow the medical agreement of 2024 and the texts named beside each; they are shown as
something to check with the ARS or the CPAM, never as a promise.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from models.vocabulary import Opportunity, PracticeMode, Zoning
from services.explanations.typography import typeset

IN_FORCE = "novembre 2026"


@dataclass(frozen=True, slots=True)
class AidScheme:
    """A named aid. ``zones`` and ``opportunities`` empty: they do not matter."""

    name: str
    amount: str
    conditions: str
    source: str
    zones: frozenset[Zoning] = frozenset()
    opportunities: frozenset[Opportunity] = frozenset()
    general_practice_only: bool = False

    def __post_init__(self) -> None:
        """French spaces, so that the table below stays readable."""
        for name in ("name", "amount", "conditions", "source"):
            object.__setattr__(self, name, typeset(getattr(self, name)))


@dataclass(frozen=True, slots=True)
class EndedAid:
    """An aid that no longer exists for newcomers."""

    name: str
    since: str


_SETTLING = frozenset(
    {
        Opportunity.INSTALLATION,
        Opportunity.SUCCESSION,
        Opportunity.PARTNERSHIP,
        Opportunity.COLLABORATION,
    }
)
_TRAINING = frozenset({Opportunity.INTERNSHIP, Opportunity.MSU_TRAINING})
_ZIP = frozenset({Zoning.ZIP})
_AGREEMENT = "Convention médicale de 2024"

SCHEMES: tuple[AidScheme, ...] = (
    AidScheme(
        "Première installation en ZIP",
        "10 000 € en une fois",
        "Secteur 1 ou Optam ; depuis le 1er janvier 2026.",
        _AGREEMENT,
        _ZIP,
        _SETTLING,
    ),
    AidScheme(
        "Première installation en ZAC",
        "5 000 € en une fois",
        "Secteur 1 ou Optam ; depuis le 1er janvier 2026.",
        _AGREEMENT,
        frozenset({Zoning.ZAC}),
        _SETTLING,
    ),
    AidScheme(
        "Cabinet secondaire en ZIP",
        "3 000 € en une fois",
        "Secteur 1 ou Optam ; depuis le 1er janvier 2026.",
        _AGREEMENT,
        _ZIP,
        _SETTLING | {Opportunity.OUTREACH, Opportunity.SESSIONS},
    ),
    AidScheme(
        "Majoration du forfait médecin traitant en ZIP",
        "+ 10 % durables ; + 50, + 30 puis + 10 % les trois premières années",
        "Médecins généralistes ; la majoration renforcée est pour les nouveaux installés.",
        f"{_AGREEMENT}, article 26",
        _ZIP,
        _SETTLING,
        general_practice_only=True,
    ),
    AidScheme(
        "Aide à l’emploi d’un assistant médical",
        "38 000 €, puis 28 000 €, puis 22 000 € par an",
        "Pour un temps plein, la moitié à mi-temps ; un second assistant est possible en ZIP.",
        _AGREEMENT,
        opportunities=_SETTLING,
    ),
    AidScheme(
        "Exonération fiscale en zone France ruralités revitalisation (FRR)",
        "100 % pendant 5 ans, puis 75, 50 et 25 %",
        "Installations depuis le 1er juillet 2024 dans une commune classée FRR ; "
        "remplaçants exclus.",
        "Code général des impôts",
        opportunities=_SETTLING,
    ),
    AidScheme(
        "Docteur junior en ZIP",
        "1 000 € par mois",
        "Et 500 € par semestre à partir de 200 actes par mois ; 600 € par mois pour le MSU.",
        "Mesure de novembre 2026",
        _ZIP,
        _TRAINING,
        general_practice_only=True,
    ),
    AidScheme(
        "Contrat d’engagement de service public (CESP)",
        "1 200 € par mois jusqu’à la fin des études",
        "En échange d’un engagement de même durée, deux ans au moins.",
        "Centre national de gestion",
        opportunities=_TRAINING | _SETTLING | {Opportunity.SALARIED},
    ),
)

ENDED: tuple[EndedAid, ...] = (
    EndedAid("les contrats CAIM, COTRAM, COSCOM et CSTM", "depuis le 1er janvier 2026"),
    EndedAid("le contrat de début d’exercice (CDE)", "depuis le 1er janvier 2024"),
)

_SALARIED_MODES = frozenset({PracticeMode.HEALTH_CENTRE, PracticeMode.HOSPITAL_TEAM})


def list_aids(
    *,
    zoning: str | None,
    opportunities: Collection[str] | None,
    practice_mode: str | None,
    is_general_practice: bool,
) -> list[AidScheme]:
    """Aids that may concern an offer; an unknown zoning keeps those that depend on it."""
    kinds = set(opportunities or ())
    if practice_mode in _SALARIED_MODES:
        kinds -= _SETTLING
    return [
        aid
        for aid in SCHEMES
        if (not aid.zones or zoning is None or zoning in aid.zones)
        and (not aid.opportunities or bool(aid.opportunities & kinds))
        and (is_general_practice or not aid.general_practice_only)
    ]
