"""What a change of settings brought about, in words."""

from __future__ import annotations

from blueprints.web.filters import plural
from models.dating_events import DatingEvent
from services.evening_words import tell_programme
from services.event_changes import Changed


def tell_changed(event: DatingEvent, changed: Changed) -> str:
    """One message for all that followed."""
    said = [f"C’est enregistré\u00a0: {tell_programme(event)}."]
    if changed.followed:
        said.append("La clôture des inscriptions et l’heure du plan ont suivi la nouvelle date.")
    if changed.told:
        people = plural(changed.told, "personne reçoit", "personnes reçoivent")
        said.append(f"{people} un courriel qui dit ce qui change.")
    if changed.promoted:
        people = plural(changed.promoted, "personne", "personnes")
        said.append(f"{people} de la liste d’attente ont maintenant une place.")
    if changed.plan_dropped:
        said.append("Le plan ne tenait plus\u00a0: il est retiré, et reste à refaire.")
    elif changed.plan_late:
        said.append("Le plan déjà fait n’en tient pas compte\u00a0: refaites-le.")
    return " ".join(said)
