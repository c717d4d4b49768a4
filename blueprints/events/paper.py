"""What to print before the doors open, so that paper is enough if the network dies."""

from __future__ import annotations

from flask import abort, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blueprints.events.base import blueprint
from blueprints.web.guards import requires_login
from blueprints.web.made_files import send_made
from models.vocabulary import EventRight
from services.evening_paper import PaperKind, pack_all, print_document, read_state
from services.event_access import open_event

# What each is for, and on which paper.
_WORDS: dict[PaperKind, tuple[str, str]] = {
    PaperKind.OVERVIEW: (
        "La règle du soir, le programme par heure, qui est où à chaque manche, la liste de "
        "l’accueil avec les téléphones. Pour vous et l’accueil seulement.",
        "A4 paysage, à agrafer",
    ),
    PaperKind.SCHEDULES: (
        "Une page par personne\u00a0: manches, tables, qui rencontrer, les cartes à cocher et le "
        "code de son programme. À remettre en main propre.",
        "A4, une page par personne",
    ),
    PaperKind.BADGES: (
        "Le numéro, le nom choisi pour la soirée et le code que l’accueil lit. Rond pour les "
        "candidats, carré pour les hôtes.",
        "A4, dix badges de 90 × 54 mm à découper",
    ),
    PaperKind.TABLES: (
        "Le numéro en très grand, l’hôte et ses manches, lisibles des deux côtés.",
        "A4 à plier en deux",
    ),
    PaperKind.WALK_INS: (
        "Une page pour un candidat, une pour un hôte, à photocopier pour qui vient sans être "
        "inscrit.",
        "A4, deux pages",
    ),
}


@blueprint.get("/<int:event_id>/papier")
@requires_login
def paper(event_id: int) -> ResponseReturnValue:
    """The documents, and which state of the plan they would print now."""
    event = open_event(event_id, current_user.id, EventRight.EDITOR)
    return render_template("events/paper.html", event=event, words=_WORDS, state=read_state(event))


@blueprint.get("/<int:event_id>/papier/<kind>.pdf")
@requires_login
def paper_document(event_id: int, kind: str) -> ResponseReturnValue:
    """One document."""
    event = open_event(event_id, current_user.id, EventRight.EDITOR)
    if kind not in set(PaperKind):
        abort(404)
    made = print_document(event, PaperKind(kind))
    return send_made(made.content, "application/pdf", made.name)


@blueprint.get("/<int:event_id>/papier/tout.zip")
@requires_login
def paper_all(event_id: int) -> ResponseReturnValue:
    """All of them, from one reading of the plan."""
    event = open_event(event_id, current_user.id, EventRight.EDITOR)
    made = pack_all(event)
    return send_made(made.content, "application/zip", made.name)
