"""The exact words of each consent, version by version: what a person agreed to stays readable.

A new wording gets a new version here, never a change of an old one; whoever agreed to the old one
is asked again.
"""

from __future__ import annotations

from models.vocabulary import ConsentKind

WORDINGS: dict[ConsentKind, dict[str, str]] = {
    ConsentKind.VISIBLE: {
        "2026-11": "J’accepte que les hôtes voient mon profil masqué, et je peux changer d’avis "
        "à tout moment.",
    },
    ConsentKind.ALERTS: {
        "2026-11": "J’accepte de recevoir par courriel des alertes sur ce qui me correspond "
        "(offres nouvelles, médecins nouveaux), et je peux changer d’avis à tout moment.",
    },
    ConsentKind.TERRITORIES: {
        "2026-11": "J’accepte que mon profil masqué soit proposé à des territoires voisins de ceux "
        "que j’ai choisis, sans mon nom ni mes coordonnées, et je peux changer d’avis à tout "
        "moment.",
    },
}


def current_version(kind: ConsentKind) -> str:
    """The version that is asked for today: the last written."""
    return list(WORDINGS[kind])[-1]


def wording_of(kind: ConsentKind, version: str | None = None) -> str:
    """The words of a version, today's if none is named."""
    return WORDINGS[kind][version or current_version(kind)]
