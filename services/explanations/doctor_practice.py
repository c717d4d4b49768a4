"""Sentences for a doctor about the practice itself: mode, week, team, teaching."""

from __future__ import annotations

from matching.score import Term
from services.explanations import words
from services.explanations.context import Context, Data, found_or_not
from services.explanations.typography import (
    counted,
    days_a_week,
    days_span,
    lacking,
    listed,
    month_name,
)


def practice_mode(term: Term, _context: Context) -> str:
    """How one practises there, beside what was wished."""
    data: Data = term.data
    if data["mode"] is None:
        return "Mode d'exercice : non précisé"
    offered = words.MODES[str(data["mode"])]
    if data["nearest"] == data["mode"]:
        return f"Mode d'exercice : {offered}, comme vous le souhaitez"
    if data["nearest"] is not None and term.value and term.value >= 0.5:
        nearest = words.MODES[str(data["nearest"])]
        return f"Mode d'exercice : {offered}, proche de votre souhait ({nearest})"
    wanted = listed(words.said(words.MODES, data["wanted"]), "ou")
    return f"Mode d'exercice : {offered} ; vous cherchez : {wanted}"


def days(term: Term, _context: Context) -> str:
    """The week sought and the week offered."""
    data: Data = term.data
    wanted, offered = data["wanted"], data["offered"]
    sought = days_a_week(wanted)
    if offered is None:
        return f"Jours par semaine : non précisé ; vous en cherchez {days_span(wanted)}"
    if offered == wanted:
        return f"{sought[:1].upper()}{sought[1:]}, comme vous le souhaitez"
    return f"Vous cherchez {sought}, l'offre en propose {days_span(offered)}"


def on_call(term: Term, _context: Context) -> str:
    """On-call duty asked, against the most accepted."""
    data: Data = term.data
    asked, accepted = data["asked"], str(data["accepted"])
    if asked is None:
        return "Gardes : non précisé"
    if asked == "none":
        return "Aucune garde demandée"
    there = words.ON_CALL[str(asked)].removeprefix("des gardes ")
    if term.value == 1:
        return f"Gardes : {there}, dans ce que vous acceptez"
    limit = words.ON_CALL[accepted]
    said = "vous n'en souhaitez aucune" if accepted == "none" else f"vous acceptez {limit}"
    return f"Gardes : {there} ; {said}"


def start(term: Term, _context: Context) -> str:
    """When the practice starts, against the latest start accepted."""
    data: Data = term.data
    until, begins, gap = data["until"], data["start"], data["gap"]
    if begins is None:
        return "Date de début : non précisée"
    there = f"Début prévu en {month_name(begins)}"
    limit = month_name(until)
    if not gap:
        return f"{there}, dans votre calendrier"
    late = counted(gap, "mois", "mois")
    return f"{there}, {late} après votre limite ({limit})"


def team(term: Term, _context: Context) -> str:
    """Who is there of the colleagues wished for."""
    data: Data = term.data
    there, missing = found_or_not(data, words.TEAM)
    if term.value is None:
        wanted = listed(words.said(words.TEAM, data["wanted"]))
        return f"L'équipe sur place : non précisée ; vous souhaitez : {wanted}"
    if not missing:
        return f"L'équipe : {listed(there)} sur place, comme vous le souhaitez"
    if not there:
        return f"L'équipe : {lacking(missing)} sur place"
    return f"L'équipe : {listed(there)} sur place ; {lacking(missing)}"


_TEACHING = {
    ("wanted", "on_site"): "un maître de stage (MSU) exerce déjà sur place",
    ("wanted", "possible"): "possible, à construire ensemble",
    ("wanted", "absent"): "pas prévu sur place, alors que vous le souhaitez",
    ("later", "on_site"): "un maître de stage (MSU) exerce déjà sur place, pour quand vous voudrez",
    ("later", "possible"): "possible plus tard, à construire ensemble",
    ("later", "absent"): "pas prévu sur place ; vous y pensez pour plus tard",
}


def teaching(term: Term, _context: Context) -> str:
    """Whether one may train students there."""
    data: Data = term.data
    if data["offer"] is None:
        return "Enseignement : non précisé"
    return f"Enseignement : {_TEACHING[str(data['wish']), str(data['offer'])]}"
