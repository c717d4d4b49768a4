"""Sentences for a host about a doctor. Nothing here reads a household or a place."""

from __future__ import annotations

from matching.score import Term
from models.vocabulary import Language, Skill, Stage
from services.explanations import words
from services.explanations.context import Context, Data
from services.explanations.doctor_support import in_words
from services.explanations.typography import (
    counted,
    days_a_week,
    days_span,
    listed,
    month_name,
)

_NOT_SAID = "à préciser avec ce médecin"


def availability(term: Term, _context: Context) -> str:
    """When the doctor may come."""
    data: Data = term.data
    by, start, gap = data["by"], data["from"], data["gap"]
    if start is None:
        return f"Date d'arrivée : {_NOT_SAID}"
    there = f"Ce médecin peut commencer en {month_name(start)}"
    limit = month_name(by)
    if not gap:
        return f"{there}, à temps pour vous ({limit})"
    late = counted(gap, "mois", "mois")
    return f"{there}, {late} après votre limite ({limit})"


def days(term: Term, _context: Context) -> str:
    """The week hoped for and the week the doctor wishes."""
    data: Data = term.data
    wanted, offered = data["wanted"], data["offered"]
    if offered is None:
        return f"Jours par semaine : {_NOT_SAID}"
    if offered == wanted:
        return f"Ce médecin souhaite {days_a_week(offered)}, comme vous"
    hoped = days_a_week(wanted)
    return f"Vous espérez {hoped}, ce médecin en souhaite {days_span(offered)}"


def duration(term: Term, _context: Context) -> str:
    """How long the doctor means to stay."""
    data: Data = term.data
    said = data["duration"]
    if said is None:
        return f"Durée envisagée : {_NOT_SAID}"
    there = f"Ce médecin envisage de rester {words.DURATIONS[str(said)]}"
    if term.value == 1:
        return f"{there}, comme vous l'espérez"
    hoped = listed(words.said(words.DURATIONS, data["wanted"]), "ou")
    return f"{there} ; vous espérez : {hoped}"


def on_call(term: Term, _context: Context) -> str:
    """Readiness to be on call."""
    data: Data = term.data
    level = data["level"]
    if level is None:
        return f"Gardes : {_NOT_SAID}"
    if level == "none":
        return "Ce médecin ne souhaite pas de garde"
    return f"Ce médecin accepte {words.ON_CALL[str(level)]}"


def mode(term: Term, _context: Context) -> str:
    """Does the doctor look for this way of practising?"""
    data: Data = term.data
    wanted = words.said(words.MODES, data["wanted"])
    if not wanted:
        return f"Mode d'exercice recherché : {_NOT_SAID}"
    here = words.MODES[str(data["mode"])]
    if data["nearest"] == data["mode"]:
        return f"Ce médecin recherche votre mode d'exercice : {here}"
    if data["nearest"] is not None and term.value and term.value >= 0.5:
        nearest = words.MODES[str(data["nearest"])]
        return f"Votre mode d'exercice ({here}) est proche de son souhait ({nearest})"
    return f"Ce médecin recherche un autre mode d'exercice : {listed(wanted, 'ou')}"


_TEACHING = {
    "wanted": "Ce médecin souhaite accueillir des internes ou devenir maître de stage (MSU)",
    "later": "Ce médecin pense à l'enseignement pour plus tard",
    "unwanted": "Ce médecin ne souhaite pas enseigner",
}


def teaching(term: Term, _context: Context) -> str:
    """Readiness to train students."""
    data: Data = term.data
    wish = data["wish"]
    return f"Enseignement : {_NOT_SAID}" if wish is None else _TEACHING[str(wish)]


def experience(term: Term, _context: Context) -> str:
    """Stage of the career and years in practice."""
    data: Data = term.data
    if term.value is None:
        return f"Expérience : {_NOT_SAID}"
    parts = [part for part in (_stage(data), _years(data)) if part]
    return f"Parcours : {' ; '.join(parts)}"


def _stage(data: Data) -> str:
    stages, stage = list(data["stages"]), data["stage"]
    if not stages or stage is None:
        return ""
    there = listed(words.labels(Stage, [str(stage)]))
    if stage in stages:
        return f"{there}, comme vous l'espérez"
    return f"{there} ; vous espérez : {listed(words.labels(Stage, stages), 'ou')}"


def _years(data: Data) -> str:
    years, least = data["years"], data["min_years"]
    if least is None or years is None:
        return ""
    return f"{counted(years, 'an')} d'expérience, pour {least} au moins"


def languages(term: Term, _context: Context) -> str:
    """Languages hoped for."""
    data: Data = term.data
    there = words.labels(Language, data["matched"])
    missing = words.labels(Language, data["missing"])
    return _hoped("Langues parlées", there, missing)


def skills(term: Term, _context: Context) -> str:
    """Skills hoped for."""
    data: Data = term.data
    there = words.labels(Skill, data["matched"])
    missing = words.labels(Skill, data["missing"])
    return _hoped("Compétences", there, missing)


def _hoped(subject: str, there: list[str], missing: list[str]) -> str:
    if not there and not missing:
        return f"{subject} : {_NOT_SAID}"
    if not missing:
        return f"{subject} : {listed(there)}, comme vous l'espérez"
    if not there:
        return f"{subject} : ce médecin ne cite pas {listed(missing, 'ni')}"
    return f"{subject} : {listed(there)} ; il manque : {listed(missing)}"


def affinity(term: Term, _context: Context) -> str:
    """How near the doctor's project is to the offer's words."""
    return in_words(
        term, "Son projet et votre offre", "Projet : ce médecin ne l'a pas encore décrit"
    )
