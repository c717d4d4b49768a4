"""Sentences for a doctor about where the practice is: travel, region, commune, life around."""

from __future__ import annotations

from matching.score import Term
from services.explanations import words
from services.explanations.context import Context, Data, found_or_not
from services.explanations.typography import duration, listed
from services.french import of


def travel(term: Term, context: Context) -> str:
    """How far the practice is from each place that matters to the doctor who reads."""
    data: Data = term.data
    drives = data["places"]
    if not drives:
        return "Trajet : le lieu d'exercice n'est pas précisé"
    said = " ; ".join(_drive(at, minutes, context) for at, minutes, _value in drives)
    if context.several_sites and any(minutes is not None for _, minutes, _value in drives):
        return f"En moyenne sur la semaine : {said}"
    return said[:1].upper() + said[1:]


def _drive(at: int, minutes: float | None, context: Context) -> str:
    name, longest = context.places[at]
    if minutes is None:
        return f"pas de trajet par la route depuis {name}"
    same_unit = round(minutes) < 60 and longest < 60
    limit = str(longest) if same_unit else duration(longest)
    return f"{duration(minutes)} {of(name)}, pour {limit} au plus"


def region(term: Term, context: Context) -> str:
    """Is the region among those liked?"""
    data: Data = term.data
    code, liked = data["region"], list(data["liked"])
    if code is None:
        return "Région : non précisée"
    name = context.regions.get(str(code), str(code))
    if code not in liked:
        return f"Région : {name}, hors de vos préférées"
    kind = "votre préférée" if len(liked) == 1 else "l'une de vos préférées"
    return f"Région : {name}, {kind}"


def commune_size(term: Term, _context: Context) -> str:
    """The size of the main commune."""
    data: Data = term.data
    size = data["size"]
    if size is None:
        return "Taille de la commune : non précisée"
    there = words.SIZES[str(size)]
    there = there[:1].upper() + there[1:]
    if term.value == 1:
        return f"{there}, comme vous le souhaitez"
    if term.value:
        return f"{there}, proche de la taille que vous souhaitez"
    wanted = listed(words.said(words.SIZES, data["wanted"]), "ou")
    return f"{there} ; vous cherchez {wanted}"


def life(term: Term, _context: Context) -> str:
    """What there is around of what was wished."""
    data: Data = term.data
    there, missing = found_or_not(data, words.LIFE)
    if term.value is None:
        return "La vie autour : non précisée"
    if not missing:
        return f"À moins de trente minutes : {listed(there)}, comme vous le souhaitez"
    if not there:
        return f"À moins de trente minutes, l'offre ne cite pas : {listed(missing, 'ni')}"
    return f"À moins de trente minutes : {listed(there)} ; il manque : {listed(missing)}"
