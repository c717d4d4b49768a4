"""What a plan reaches and what it could not, in words."""

from __future__ import annotations

import math
from collections.abc import Iterable

from blueprints.events.base import blueprint
from blueprints.web.filters import NBSP, decimal, plural
from models.evening_plans import EveningPlanRow
from models.participants import Participant
from models.vocabulary import EventSide
from services.evening_board import Board, Spread
from services.evening_solving import MinimumTooHigh
from services.participants import badge_number, full_name
from services.refusals import Refusal

MOST_NAMES = 5
DIALS = {
    1.0: "Le plus grand total",
    0.5: "Un équilibre entre total et égalité",
    0.0: "Des soirées aussi bonnes que possible pour chacun",
}


def tell_spread(board: Board) -> str:
    """« Chaque candidat rencontre de 4 à 5 hôtes ; chaque hôte, 6 candidats. »"""
    first = f"Chaque candidat rencontre {_range(board.candidates, 'hôte')}"
    said = f"{first}{NBSP}; chaque hôte, {_range(board.hosts, 'candidat')}."
    if not board.alone:
        return said
    count = len(board.alone)
    who = "personne n’a" if count == 1 else "personnes n’ont"
    return f"{said} {count}{NBSP}{who} aucune rencontre\u00a0: voyez plus bas."


def tell_proof(plan: EveningPlanRow) -> str:
    """How good the plan is known to be."""
    if plan.kind == "fill":
        return "Les trous ont été comblés\u00a0: aucune rencontre annoncée n’a bougé."
    if plan.kind == "full":
        return "La suite de la soirée a été refaite\u00a0; ce qui était commencé n’a pas bougé."
    if plan.alpha != 1.0:
        cost = _percent(plan.price)
        return f"Il partage mieux les bonnes rencontres, au prix de {cost} du plus grand total."
    among = ""
    if plan.min_meetings:
        among = f" où chacun a au moins {plural(plan.min_meetings, 'rencontre')}"
    if plan.certificate == "exact":
        return (
            f"C’est le meilleur plan possible{among}\u00a0: "
            "aucun autre n’a un total plus élevé (prouvé)."
        )
    return (
        f"Aucun plan{among} ne peut avoir un total plus élevé de plus de "
        f"{_percent(plan.gap)} (prouvé)."
    )


def tell_minimum(refusal: MinimumTooHigh) -> str:
    """Which people lack partners, and what everyone can have."""
    asked, feasible = int(str(refusal.data["asked"])), int(str(refusal.data["feasible"]))
    can = f"{feasible} au plus" if feasible else "même une seule, c’est trop"
    said = f"{plural(asked, 'rencontre')} pour chacun, c’est impossible\u00a0: {can}."
    if refusal.data["reason"] == "tables":
        return f"{said} Il n’y a pas assez de tables."
    people = refusal.data["people"]
    return f"{said} Il manque des partenaires à {name_some(people)}."  # type: ignore[arg-type]


def name_some(people: Iterable[Participant]) -> str:
    """« M3 Camille Essai, H2 Dominique Essai et 4 autres »."""
    names = [name_for_organiser(each) for each in people]
    shown, others = names[:MOST_NAMES], len(names) - MOST_NAMES
    if others > 0:
        return f"{', '.join(shown)} et {plural(others, 'autre')}"
    return " et ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


@blueprint.app_template_filter("organiser_name")
def name_for_organiser(person: Participant) -> str:
    """Number and name, a host's organisation first: those who organise know who comes."""
    names = [full_name(person)]
    if person.side == EventSide.HOST and person.organisation_name:
        names.insert(0, person.organisation_name)
    return f"{badge_number(person)} {', '.join(name for name in names if name)}".strip()


def tell_refusal(refusal: Refusal, sentence: str) -> str:
    """The sentence of the table, or the longer one of a minimum that cannot be kept."""
    return tell_minimum(refusal) if isinstance(refusal, MinimumTooHigh) else sentence


@blueprint.app_template_filter("badge_of")
def badge_of(person: Participant) -> str:
    """« M12 »."""
    return badge_number(person)


@blueprint.app_template_filter("percent_of_best")
def percent_of_best(share: float) -> str:
    """« 99,4 % », never said to be whole when it is not."""
    tenths = math.floor(share * 1000 + 1e-6) / 10
    return f"{decimal(tenths)}{NBSP}%"


@blueprint.app_template_filter("gain")
def gain(share: float) -> str:
    """« 1,2 % »."""
    return f"{decimal(math.floor(share * 1000) / 10)}{NBSP}%"


def _range(spread: Spread, one: str) -> str:
    if spread.fewest == spread.most:
        return plural(spread.most, one)
    return f"de {spread.fewest} à {plural(spread.most, one)}"


def _percent(share: float) -> str:
    """Rounded up, so that what is said is true: « 0,03 % »."""
    return f"{decimal(math.ceil(max(share, 0.0) * 10_000 - 1e-6) / 100)}{NBSP}%"
