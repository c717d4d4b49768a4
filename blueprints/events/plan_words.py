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
from services.evening_choices import Choice
from services.evening_solving import MinimumTooHigh
from services.participants import badge_number, full_name
from services.refusals import Refusal

MOST_NAMES = 5
FREE = 5e-5  # below it a share says nothing to anyone
NOBODY_ASIDE = (
    "En donner au moins une à tous est impossible, ou coûterait plus de 5\u00a0% des "
    "affinités\u00a0: comparez les réglages."
)
DIALS = {
    1.0: "Le plus grand total, sans minimum",
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


def tell_proof(plan: EveningPlanRow, board: Board) -> str:
    """How good the plan is known to be, and what its evenness costs."""
    if plan.kind == "fill":
        said = "Les trous ont été comblés\u00a0: aucune rencontre annoncée n’a bougé."
        return f"{said} {tell_filling(plan.gap)}"
    if plan.kind == "full":
        said = "La suite de la soirée a été refaite\u00a0; ce qui était commencé n’a pas bougé."
        return f"{said} {tell_rest(plan.gap, plan.alpha)}"
    if plan.alpha != 1.0:
        cost = _percent(plan.price)
        return f"Il partage mieux les bonnes rencontres, au prix de {cost} du plus grand total."
    if plan.least_candidates is not None and plan.least_hosts is not None:
        return _tell_chosen(plan, board, plan.least_candidates, plan.least_hosts)
    among = ""
    if plan.min_meetings:
        among = f" où chacun a au moins {plural(plan.min_meetings, 'rencontre')}"
    return _tell_total(plan, among)


def _tell_total(plan: EveningPlanRow, among: str = "") -> str:
    if plan.certificate == "exact":
        return (
            f"C’est le meilleur plan possible{among}\u00a0: "
            "aucun autre n’a un total plus élevé (prouvé)."
        )
    return (
        f"Aucun plan{among} ne peut avoir un total plus élevé de plus de "
        f"{_excess(plan.gap)} (prouvé)."
    )


def _tell_chosen(plan: EveningPlanRow, board: Board, candidates: int, hosts: int) -> str:
    """« Chacun a au moins 5 rencontres : cela coûte 0,4 % des affinités. »"""
    below = _count_below(board, {EventSide.CANDIDATE: candidates, EventSide.HOST: hosts})
    after = ""
    if any(not each.is_away and not each.is_missing for each in board.alone):
        after = f" {NOBODY_ASIDE}"
    elif below:
        for_them = "elle" if below == 1 else "elles"
        after = f" Pour {for_them}, davantage est impossible ou coûterait trop."
    if not (candidates or hosts):
        return f"{_tell_total(plan)}{after}"
    who = tell_least(candidates, hosts)
    if below:
        who += f", sauf {plural(below, 'personne')}"
    if plan.price < FREE:
        return f"{who}, et cela ne coûte rien.{after} {_tell_total(plan)}"
    said = f"{who}\u00a0: cela coûte {_percent(plan.price)} des affinités"
    if plan.gap - plan.price < FREE:
        return f"{said} du meilleur plan possible, pas plus (prouvé).{after}"
    return f"{said}.{after} {_tell_total(plan, ', même moins égal,')}"


def _count_below(board: Board, least: dict[EventSide, int]) -> int:
    return sum(len(each.meetings) < least[EventSide(each.person.side)] for each in board.people)


def tell_least(candidates: int, hosts: int) -> str:
    """« Chacun a au moins 4 rencontres », or what each side has."""
    if candidates == hosts:
        return f"Chacun a au moins {plural(candidates, 'rencontre')}"
    if not hosts:
        return f"Chaque candidat a au moins {plural(candidates, 'rencontre')}"
    if not candidates:
        return f"Chaque hôte a au moins {plural(hosts, 'rencontre')}"
    return (
        f"Chaque candidat a au moins {plural(candidates, 'rencontre')}, "
        f"chaque hôte au moins {hosts}"
    )


def tell_dial(plan: EveningPlanRow) -> str:
    """What the plan was asked for: « automatique », « au moins 3 rencontres pour chacun »."""
    if plan.alpha != 1.0:
        said = DIALS.get(plan.alpha, "").lower()
        least = f", au moins {plural(plan.min_meetings, 'rencontre')} pour chacun"
        return said + (least if plan.min_meetings else "")
    if plan.least_candidates is not None:
        return "automatique"
    if plan.min_meetings:
        return f"au moins {plural(plan.min_meetings, 'rencontre')} pour chacun"
    return "le plus grand total, sans minimum"


def name_choice(choice: Choice) -> str:
    """One position of the dial, as its row is headed."""
    if choice.dial.alpha != 1.0:
        return DIALS[choice.dial.alpha]
    if choice.dial.least:
        return f"Au moins {plural(choice.dial.least, 'rencontre')} pour chacun"
    if not choice.dial.is_automatic:
        return DIALS[1.0]
    candidates, hosts = choice.least
    but = f", sauf {plural(choice.below, 'personne')}" if choice.below else ""
    if candidates == hosts:
        return f"Automatique\u00a0: au moins {plural(candidates, 'rencontre')} pour chacun{but}"
    return f"Automatique\u00a0: au moins {candidates} par candidat, {hosts} par hôte{but}"


def tell_filling(gap: float) -> str:
    """How well the holes are filled, as a share of what is to come."""
    if gap < FREE:
        return "Sans rien déplacer, on ne peut pas mieux les combler (prouvé)."
    return (
        "Qui a peu de rencontres passe d’abord\u00a0; sans rien déplacer, aucune autre façon de "
        f"les combler n’apporterait à la suite plus de {_excess(gap)} d’affinités (prouvé)."
    )


def tell_rest(gap: float, alpha: float) -> str:
    """How good the rest of the evening is, planned again."""
    if alpha != 1.0:
        cost = _percent(gap)
        return f"Elle partage mieux les bonnes rencontres, au prix d’au plus {cost} de son total."
    among = "Parmi les suites où chacun garde son minimum de rencontres, aucune"
    if gap < FREE:
        return f"{among} n’a un total plus élevé (prouvé)."
    return f"{among} ne peut avoir un total plus élevé de plus de {_excess(gap)} (prouvé)."


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


def _excess(gap: float) -> str:
    """How much more than it has a plan could have; gaps are shares of what none can pass."""
    return _percent(gap / (1 - gap)) if gap < 1 else "beaucoup"


def _percent(share: float) -> str:
    """Rounded up, so that what is said is true: « 0,03 % »."""
    return f"{decimal(math.ceil(max(share, 0.0) * 10_000 - 1e-6) / 100)}{NBSP}%"
