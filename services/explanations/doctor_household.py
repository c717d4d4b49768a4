"""Sentences for a doctor about their household. They are for that doctor alone."""

from __future__ import annotations

from matching.score import Term
from models.vocabulary import Sector
from services.explanations import words
from services.explanations.context import Context, Data, found_or_not
from services.explanations.typography import lacking, listed


def partner_work(term: Term, _context: Context) -> str:
    """Work nearby for the partner."""
    data: Data = term.data
    if term.value is None:
        return "Travail du conjoint : non précisé"
    matched = words.labels(Sector, data["matched"])
    missing = words.labels(Sector, data["missing"])
    parts = []
    if matched:
        parts.append(f"on recrute dans les environs ({listed(matched)})")
    if data["help"]:
        parts.append("une aide à la recherche d'emploi est proposée")
    if missing:
        parts.append(f"l'offre ne cite pas : {listed(missing, 'ni')}")
    return f"Travail du conjoint : {' ; '.join(parts)}"


_CHILDCARE = {
    "reserved": "une place est réservée",
    "available": "crèche ou assistantes maternelles à moins de 15 minutes",
    "absent": "pas de solution à moins de 15 minutes",
}


def childcare(term: Term, _context: Context) -> str:
    """A place for a young child."""
    data: Data = term.data
    there = data["childcare"]
    return f"Garde des enfants : {'non précisé' if there is None else _CHILDCARE[str(there)]}"


def schools(term: Term, _context: Context) -> str:
    """The schools wished for."""
    data: Data = term.data
    there, missing = found_or_not(data, words.SCHOOLS)
    if term.value is None:
        return "Écoles : non précisées"
    if not missing:
        return f"Écoles à moins de 15 minutes : {listed(there)}"
    if not there:
        return f"Écoles : {lacking(missing)} à moins de 15 minutes"
    return f"Écoles à moins de 15 minutes : {listed(there)} ; {lacking(missing)}"


def housing(term: Term, _context: Context) -> str:
    """The housing wished for."""
    data: Data = term.data
    there, missing = found_or_not(data, words.HOUSING)
    if term.value is None:
        return "Logement : non précisé"
    if not missing:
        return f"Logement : {listed(there)}, comme vous le souhaitez"
    if not there:
        return f"Logement : {lacking(missing)}"
    return f"Logement : {listed(there)} ; {lacking(missing)}"
