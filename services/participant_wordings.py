"""The exact words someone agrees to when they register for an evening, version by version."""

from __future__ import annotations

WORDINGS: dict[str, str] = {
    "2026-11": "J’accepte que mes réponses servent à organiser cette soirée et à composer les "
    "rencontres. Les organisateurs voient mon nom et mes coordonnées\u00a0; les personnes d’en "
    "face ne les voient qu’après un oui des deux côtés. Tout est effacé trois mois après la "
    "soirée, ou vingt-six mois après si une mise en relation en naît. Je peux tout relire, "
    "corriger ou effacer moi-même, à tout moment.",
}
CURRENT = list(WORDINGS)[-1]


def wording_of(version: str | None = None) -> str:
    """The words of a version, today's if none is named."""
    return WORDINGS[version or CURRENT]
